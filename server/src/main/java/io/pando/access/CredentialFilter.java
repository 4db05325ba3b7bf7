package io.pando.access;

import io.pando.access.Authenticator.Outcome;
import io.pando.access.CredentialStore.Kind;
import io.pando.api.ProblemType;
import io.pando.event.Deed;
import io.pando.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Recognises the caller by the token of the {@code Authorization} header or else by the session's cookie. A credential that does not
 * hold makes the caller a stranger; why it does not is told where an endpoint needs one.
 */
final class CredentialFilter extends OncePerRequestFilter {
    private static final String BEARER = "Bearer ";
    private static final String REFUSAL = CredentialFilter.class.getName() + ".refusal";

    private final Authenticator authenticator;

    CredentialFilter(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** What to tell a caller who should have signed in. */
    static ProblemException refusal(HttpServletRequest request) {
        if (request.getAttribute(REFUSAL) instanceof ProblemException refusal) {
            return refusal;
        }
        return new ProblemException(
                ProblemType.NOT_SIGNED_IN,
                "This needs a session or an API token.",
                "Sign in, or send the header Authorization: Bearer followed by an API token.");
    }

    /** Whether the request proves itself by a token, which a browser never sends by itself. */
    static boolean byToken(HttpServletRequest request) {
        return token(request) != null;
    }

    private static @Nullable String token(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        return header.substring(BEARER.length()).strip();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = token(request);
        if (token != null) {
            // Only a program sends this header, so no other site can have made a browser do it. The cookie is not
            // looked at.
            CsrfFilter.skipRequest(request);
            accept(authenticator.authenticateToken(token), request);
        } else {
            Optional<String> session = SessionCookie.read(request);
            if (session.isPresent()) {
                accept(authenticator.authenticateSession(session.get()), request);
            }
        }
        chain.doFilter(request, response);
    }

    private static void accept(Outcome outcome, HttpServletRequest request) {
        switch (outcome) {
            case Outcome.Accepted accepted -> {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(new CallerAuthentication(accepted.caller()));
                SecurityContextHolder.setContext(context);
                Deed.present().by(accepted.author());
            }
            case Outcome.Expired expired -> request.setAttribute(REFUSAL, expired(expired));
            case Outcome.Unknown unknown ->
                request.setAttribute(
                        REFUSAL,
                        new ProblemException(
                                ProblemType.NOT_SIGNED_IN,
                                "The session or API token is not one of this server's, or it has been taken back.",
                                "Sign in again, or make a new token."));
        }
    }

    private static ProblemException expired(Outcome.Expired expired) {
        boolean session = expired.kind() == Kind.SESSION;
        return new ProblemException(
                ProblemType.CREDENTIAL_EXPIRED,
                "The %s expired at %s."
                        .formatted(
                                session ? "session" : "API token", expired.at().truncatedTo(ChronoUnit.SECONDS)),
                session ? "Sign in again." : "Make a new token: on the page under Account, or with pando login.");
    }
}
