package io.pando.audit;

import io.pando.event.Deed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Where the record learns which endpoint a request is for, what it asks, and that an answer is about to leave. */
@Configuration
class AuditEdge implements WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        // Before the check of rights: who is refused is recorded with what he wanted.
        registry.addInterceptor(new Naming()).order(Ordered.HIGHEST_PRECEDENCE);
    }

    /** Names what a request does after its endpoint, as the description of the API does: {@code machine.delete}. */
    private static final class Naming implements HandlerInterceptor {
        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            if (handler instanceof HandlerMethod method
                    && Deed.underWay()
                    && Deed.present().action() == null) {
                Deed.present().action(action(method));
            }
            return true;
        }

        private static String action(HandlerMethod method) {
            String feature = method.getBeanType().getSimpleName().replace("Controller", "");
            return Character.toLowerCase(feature.charAt(0)) + feature.substring(1) + "."
                    + method.getMethod().getName();
        }
    }

    /** Notes what was asked for. */
    @ControllerAdvice
    static final class Asked extends RequestBodyAdviceAdapter {
        @Override
        public boolean supports(
                MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
            return true;
        }

        @Override
        public Object afterBodyRead(
                Object body,
                HttpInputMessage message,
                MethodParameter parameter,
                Type type,
                Class<? extends HttpMessageConverter<?>> converter) {
            Deed.present().asked(body);
            return body;
        }
    }

    /** Has the record written before the answer is. */
    @ControllerAdvice
    static final class Answering implements ResponseBodyAdvice<Object> {
        private final AuditLog log;

        Answering(AuditLog log) {
            this.log = log;
        }

        @Override
        public boolean supports(MethodParameter parameter, Class<? extends HttpMessageConverter<?>> converter) {
            return true;
        }

        @Override
        public @Nullable Object beforeBodyWrite(
                @Nullable Object body,
                MethodParameter parameter,
                MediaType type,
                Class<? extends HttpMessageConverter<?>> converter,
                ServerHttpRequest request,
                ServerHttpResponse response) {
            if (response instanceof ServletServerHttpResponse servlet) {
                log.finish(servlet.getServletResponse().getStatus());
            }
            return body;
        }
    }
}
