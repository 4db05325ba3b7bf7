package io.pando.access;

import io.pando.api.ProblemType;
import io.pando.api.TokenRight;
import io.pando.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses callers who lack what an endpoint requires, and everybody where an endpoint does not say what it requires. */
final class RequiresInterceptor implements HandlerInterceptor {
    /** The only endpoint that is not Pando's own code: the description of the API, which is public. */
    private static final String DESCRIPTION = "org.springdoc.webmvc.api.OpenApiWebMvcResource";

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)
                || method.getBeanType().getName().equals(DESCRIPTION)) {
            return true;
        }
        Requires requires = method.getMethodAnnotation(Requires.class);
        if (requires == null) {
            throw new IllegalStateException("The endpoint %s does not say what it requires".formatted(method));
        }
        switch (requires.value()) {
            case ANYONE -> {}
            case SIGNED_IN -> check(signedIn(request), requires.token());
            case ADMINISTRATOR -> {
                Caller caller = signedIn(request);
                check(caller, requires.token());
                if (!caller.administrator()) {
                    throw new ProblemException(
                            ProblemType.FORBIDDEN, "Only administrators may do this.", "Ask an administrator.");
                }
            }
        }
        return true;
    }

    private static void check(Caller caller, TokenRight[] anyOf) {
        if (!caller.scope().allows(anyOf)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "The API token does not have the right %s."
                            .formatted(
                                    anyOf.length == 0
                                            ? "to do everything"
                                            : Arrays.stream(anyOf)
                                                    .map(Enum::name)
                                                    .collect(Collectors.joining(" or "))),
                    "Use a token with that right, or sign in.");
        }
    }

    private static Caller signedIn(HttpServletRequest request) {
        @Nullable
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw CredentialFilter.refusal(request);
    }
}
