package io.pando.access;

import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Refuses what the page of another web site asks a browser to change here. */
final class OriginFilter extends OncePerRequestFilter {
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final Origins origins;
    private final HandlerExceptionResolver problems;

    OriginFilter(Origins origins, HandlerExceptionResolver problems) {
        this.origins = origins;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return HARMLESS.contains(request.getMethod())
                || CredentialFilter.byToken(request)
                || request.getHeader(HttpHeaders.ORIGIN) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origins.ours(origin, request.getScheme(), request.getServerName(), request.getServerPort())) {
            chain.doFilter(request, response);
            return;
        }
        problems.resolveException(
                request,
                response,
                null,
                new ProblemException(
                        ProblemType.FORBIDDEN,
                        "The request came from the page of another web site.",
                        "Use Pando's own page. Behind a reverse proxy, name its address in pando.access.origins."));
    }
}
