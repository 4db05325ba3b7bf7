package io.pando.web;

import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Refuses requests whose body is larger than any that Pando understands, at the latest when that much of it has been read. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class BodyLimitFilter extends OncePerRequestFilter {
    /** The largest field, a command's input, is 1 MiB, and writing it as JSON may double it. */
    static final int LARGEST = 2 * 1024 * 1024;

    /** A part of an upload, which goes to a file and not to memory. */
    static final int LARGEST_PART = 64 * 1024 * 1024;

    private static final String UPLOADS = "/api/v1/uploads/";

    private final HandlerExceptionResolver problems;

    BodyLimitFilter(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.problems = problems;
    }

    static ProblemException tooLarge(int largest) {
        return new ProblemException(
                ProblemType.TOO_LARGE,
                "The request's body is larger than %d MiB.".formatted(largest >> 20),
                "Send less at a time.");
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int largest =
                request.getMethod().equals("PATCH") && request.getRequestURI().startsWith(UPLOADS)
                        ? LARGEST_PART
                        : LARGEST;
        if (request.getContentLengthLong() > largest) {
            problems.resolveException(request, response, null, tooLarge(largest));
        } else {
            chain.doFilter(new Limited(request, largest), response);
        }
    }

    /** More has been sent than is allowed. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int largest;

        TooLargeException(int largest) {
            super("The body is larger than " + largest + " bytes");
            this.largest = largest;
        }

        int largest() {
            return largest;
        }
    }

    private static final class Limited extends HttpServletRequestWrapper {
        private final int largest;

        Limited(HttpServletRequest request, int largest) {
            super(request);
            this.largest = largest;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedStream(super.getInputStream(), largest);
        }
    }

    private static final class LimitedStream extends ServletInputStream {
        private final ServletInputStream body;
        private final int largest;
        private long read;

        LimitedStream(ServletInputStream body, int largest) {
            this.body = body;
            this.largest = largest;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = body.read(buffer, offset, length);
            count(count);
            return count;
        }

        private void count(int bytes) throws TooLargeException {
            read += Math.max(0, bytes);
            if (read > largest) {
                throw new TooLargeException(largest);
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
