package io.pando.audit;

import io.pando.event.Deed;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Has every request to the API recorded that changes something or is refused, also where nothing of Pando's own code takes it. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class AuditRequests extends OncePerRequestFilter {
    private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final AuditLog log;

    AuditRequests(AuditLog log) {
        this.log = log;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/") || !Deed.underWay();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // A dry run changes nothing, whatever its method says; endpoints that know none refuse the parameter.
        if (!LOOKING.contains(request.getMethod()) && !"true".equals(dryRun(request))) {
            Deed.present().changing();
        }
        log.begin(request);
        boolean answered = false;
        try {
            chain.doFilter(request, response);
            answered = true;
        } finally {
            log.finish(answered ? response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            log.end();
        }
    }

    /** From the query alone: looking among the parameters would read a body that is a form. */
    private static String dryRun(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query != null) {
            for (String part : query.split("&", -1)) {
                if (part.startsWith("dryRun=")) {
                    return part.substring("dryRun=".length());
                }
            }
        }
        return "";
    }
}
