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

    /** Carries what is between the right password and the right code. */
    private static final String HALF = "pando_half_session";

    private SessionCookie() {}

    static Optional<String> read(HttpServletRequest request) {
        return read(request, NAME);
    }

    static Optional<String> readHalf(HttpServletRequest request) {
        return read(request, HALF);
    }

    static Optional<String> read(HttpServletRequest request, String name) {
        Cookie @Nullable [] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name) && !cookie.getValue().isEmpty()) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    /** Ends with the browser; the server ends the session behind it sooner when it is not used. */
    static String set(HttpServletRequest request, String secret) {
        return set(encrypted(request), secret);
    }

    static String set(boolean encrypted, String secret) {
        return cookie(encrypted, NAME, secret).build().toString();
    }

    static String clear(HttpServletRequest request) {
        return cookie(request, NAME, "").maxAge(Duration.ZERO).build().toString();
    }

    static String setHalf(HttpServletRequest request, String secret) {
        return cookie(request, HALF, secret)
                .maxAge(Sessions.HALF_LIFETIME)
                .build()
                .toString();
    }

    static String clearHalf(HttpServletRequest request) {
        return cookie(request, HALF, "").maxAge(Duration.ZERO).build().toString();
    }

    private static ResponseCookie.ResponseCookieBuilder cookie(HttpServletRequest request, String name, String value) {
        return cookie(encrypted(request), name, value);
    }

    private static ResponseCookie.ResponseCookieBuilder cookie(boolean encrypted, String name, String value) {
        return ResponseCookie.from(name, value)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(encrypted)
                .path("/");
    }

    /** Also behind a proxy that ends TLS: the browser says in Origin how it reached the page. */
    static boolean encrypted(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return request.isSecure() || (origin != null && origin.startsWith("https://"));
    }
}
