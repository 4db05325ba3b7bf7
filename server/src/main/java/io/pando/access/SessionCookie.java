package io.pando.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The cookie that carries the session of the page. Scripts cannot read it, other sites cannot make a browser send it. */
final class SessionCookie {
    static final String NAME = "pando_session";

    private SessionCookie() {}

    static Optional<String> read(HttpServletRequest request) {
        Cookie @Nullable [] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(NAME) && !cookie.getValue().isEmpty()) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    /** Ends with the browser; the server ends the session behind it sooner when it is not used. */
    static String set(HttpServletRequest request, String secret) {
        return cookie(request, secret).build().toString();
    }

    static String clear(HttpServletRequest request) {
        return cookie(request, "").maxAge(Duration.ZERO).build().toString();
    }

    private static ResponseCookie.ResponseCookieBuilder cookie(HttpServletRequest request, String value) {
        return ResponseCookie.from(NAME, value)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(encrypted(request))
                .path("/");
    }

    /** Also behind a proxy that ends TLS: the browser says in Origin how it reached the page. */
    static boolean encrypted(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return request.isSecure() || (origin != null && origin.startsWith("https://"));
    }
}
