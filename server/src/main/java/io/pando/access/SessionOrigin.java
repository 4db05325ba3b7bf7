package io.pando.access;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Where somebody signs in.
 *
 * @param address of the request
 * @param userAgent what the browser says of itself, at most 300 visible characters; empty when it says nothing
 */
record SessionOrigin(String address, String userAgent) {
    private static final int LONGEST = 300;

    SessionOrigin {
        StringBuilder visible = new StringBuilder();
        userAgent
                .codePoints()
                .filter(character -> !Users.invisible(character))
                .limit(LONGEST)
                .forEach(visible::appendCodePoint);
        userAgent = visible.toString();
    }

    static SessionOrigin of(HttpServletRequest request) {
        @Nullable String agent = request.getHeader(HttpHeaders.USER_AGENT);
        return new SessionOrigin(request.getRemoteAddr(), agent == null ? "" : agent);
    }
}
