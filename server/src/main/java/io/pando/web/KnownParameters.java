package io.pando.web;

import io.pando.api.Fault;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses query parameters that an endpoint does not know: {@code ?dryrun=true} must not carry out what it meant to look at. */
final class KnownParameters implements HandlerInterceptor {
    private static final ParameterNameDiscoverer PARAMETER_NAMES = new DefaultParameterNameDiscoverer();

    private final ConcurrentMap<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getQueryString() == null
                || !(handler instanceof HandlerMethod method)
                || !method.getBeanType().getName().startsWith("io.pando.")) {
            return true;
        }
        if (takesAny(method)) {
            return true;
        }
        Set<String> names = known.computeIfAbsent(method.getMethod(), key -> names(method));
        List<Fault> faults = new ArrayList<>();
        for (String name : request.getParameterMap().keySet()) {
            if (!names.contains(name)) {
                faults.add(new Fault(
                        JsonFaults.clean(name, 64),
                        "There is no query parameter %s here.".formatted(JsonFaults.clean(name, 64)),
                        names.isEmpty() ? "This takes none." : "Known here: %s.".formatted(String.join(", ", names))));
            }
        }
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
        return true;
    }

    /** Where others than callers of the API choose the parameters, an endpoint takes them all, as a map. */
    private static boolean takesAny(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestParam.class)
                        && Map.class.equals(parameter.getParameterType()));
    }

    private static Set<String> names(HandlerMethod method) {
        Set<String> names = new TreeSet<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            @Nullable RequestParam declared = parameter.getParameterAnnotation(RequestParam.class);
            if (Paging.class.equals(parameter.getParameterType())) {
                names.add("limit");
                names.add("offset");
            } else if (declared != null && !Map.class.isAssignableFrom(parameter.getParameterType())) {
                parameter.initParameterNameDiscovery(PARAMETER_NAMES);
                String name = declared.name().isEmpty() ? parameter.getParameterName() : declared.name();
                if (name != null) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
