package io.pando.web;

import io.pando.event.Deed;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each request to the API a number of its own, by which its answer, the log and the audit record can be brought together. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestIdFilter extends OncePerRequestFilter {
    static final String HEADER = "X-Request-Id";

    private static final String IN_THE_LOG = "request";

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // Not the caller's own: two requests could claim one number, and the audit record would no longer tell them
        // apart.
        Deed deed = Deed.begin();
        response.setHeader(HEADER, deed.requestId());
        MDC.put(IN_THE_LOG, deed.requestId());
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(IN_THE_LOG);
            Deed.end();
        }
    }
}
