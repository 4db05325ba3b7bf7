package io.pando.web;

import io.pando.api.Fault;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.event.Deed;
import io.pando.problem.ProblemException;
import io.pando.problem.ProblemTranslation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConversionException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.core.JacksonException;

/** Answers every request that fails with a problem document (RFC 9457). What only Pando's own people can use goes to the log. */
@RestControllerAdvice
class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final int LONGEST_ECHO = 100;

    private final List<ProblemTranslation> translations;

    ProblemAdvice(ObjectProvider<ProblemTranslation> translations) {
        this.translations = translations.orderedStream().toList();
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Problem> answer(Throwable failure, HttpServletRequest request, HttpServletResponse response) {
        // A refusal may have been caused by a lost connection, too: to a host, say, which has nothing to do with the
        // client's.
        boolean left = !(failure instanceof ProblemException)
                && DisconnectedClientHelper.isClientDisconnectedException(failure);
        if (response.isCommitted() || left) {
            LOG.debug("{} {} ended early", request.getMethod(), request.getRequestURI(), failure);
            return null;
        }
        ProblemException refusal = refusal(failure, request);
        if (refusal.type() == ProblemType.INTERNAL) {
            return answer(incident(failure, request), failure);
        }
        return answer(refusal, failure);
    }

    private ProblemException refusal(Throwable failure, HttpServletRequest request) {
        if (failure instanceof ProblemException refusal) {
            return refusal;
        }
        return translations.stream()
                .map(translation -> translation.translate(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> refusalOfTheEdge(failure, request));
    }

    private static ProblemException refusalOfTheEdge(Throwable failure, HttpServletRequest request) {
        return switch (failure) {
            case HttpMessageConversionException unreadable -> unreadable(unreadable);
            case HttpRequestMethodNotSupportedException method -> methodNotAllowed(method);
            case HttpMediaTypeException media -> mediaType(media);
            case MissingServletRequestParameterException missing ->
                invalid(missing.getParameterName(), "The query parameter %s is missing.", null, missing);
            case MissingRequestHeaderException missing ->
                invalid(missing.getHeaderName(), "The header %s is missing.", null, missing);
            case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch);
            case NoResourceFoundException absent -> nothingThere(request);
            case NoHandlerFoundException absent -> nothingThere(request);
            case AccessDeniedException denied ->
                new ProblemException(
                        ProblemType.FORBIDDEN, "You may not do this.", "Ask an administrator.", List.of(), denied);
            case AuthenticationException stranger ->
                new ProblemException(
                        ProblemType.NOT_SIGNED_IN,
                        "This needs a session or an API token.",
                        "Sign in.",
                        List.of(),
                        stranger);
            case ErrorResponse other -> ofStatus(other.getStatusCode().value(), request);
            default -> new ProblemException(ProblemType.INTERNAL, "Pando failed.", null, List.of(), failure);
        };
    }

    private static ProblemException unreadable(HttpMessageConversionException failure) {
        @Nullable Throwable cause = failure;
        @Nullable JacksonException json = null;
        for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
            if (cause instanceof BodyLimitFilter.TooLargeException tooLarge) {
                return BodyLimitFilter.tooLarge(tooLarge.largest());
            }
            if (json == null && cause instanceof JacksonException found) {
                json = found;
            }
        }
        return json == null ? JsonFaults.missing() : JsonFaults.translate(json);
    }

    private static ProblemException methodNotAllowed(HttpRequestMethodNotSupportedException failure) {
        Set<HttpMethod> supported = failure.getSupportedHttpMethods();
        String methods = supported == null || supported.isEmpty()
                ? null
                : supported.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
        return new ProblemException(
                ProblemType.METHOD_NOT_ALLOWED,
                "%s is not possible here.".formatted(JsonFaults.clean(failure.getMethod(), LONGEST_ECHO)),
                methods == null ? null : "Possible here: %s.".formatted(methods),
                List.of(),
                failure);
    }

    private static ProblemException mediaType(HttpMediaTypeException failure) {
        String types = failure.getSupportedMediaTypes().stream()
                .filter(MediaType::isConcrete)
                .map(MediaType::toString)
                .distinct()
                .collect(Collectors.joining(", "));
        return new ProblemException(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "The media type of the request is not one that this understands.",
                "Use the header Content-Type: %s.".formatted(types.isEmpty() ? "application/json" : types),
                List.of(),
                failure);
    }

    private static ProblemException mismatch(MethodArgumentTypeMismatchException failure) {
        MethodParameter parameter = failure.getParameter();
        if (parameter.hasParameterAnnotation(PathVariable.class)) {
            return new ProblemException(
                    ProblemType.NOT_FOUND,
                    "There is no %s.".formatted(JsonFaults.clean(String.valueOf(failure.getValue()), LONGEST_ECHO)),
                    "List them to see which there are.",
                    List.of(),
                    failure);
        }
        Class<?> type = elementType(parameter);
        if (type.isEnum()) {
            return invalid(
                    failure.getName(),
                    "The query parameter %s has a value that is not known.",
                    "Use one of: %s.".formatted(JsonFaults.constants(type)),
                    failure);
        }
        return invalid(
                failure.getName(), "The query parameter %s must be " + JsonFaults.words(type) + ".", null, failure);
    }

    /** What one value of the parameter must be; a parameter that may be repeated is a list of such. */
    private static Class<?> elementType(MethodParameter parameter) {
        ResolvableType type = ResolvableType.forMethodParameter(parameter.nestedIfOptional());
        return Collection.class.isAssignableFrom(type.toClass())
                ? type.asCollection().getGeneric(0).toClass()
                : parameter.nestedIfOptional().getNestedParameterType();
    }

    private static ProblemException invalid(String field, String sentence, @Nullable String help, Throwable failure) {
        String message = sentence.formatted(field);
        return new ProblemException(
                ProblemType.INVALID_REQUEST, message, help, List.of(new Fault(field, message, help)), failure);
    }

    private static ProblemException nothingThere(HttpServletRequest request) {
        return new ProblemException(
                ProblemType.NOT_FOUND,
                "There is nothing at %s.".formatted(JsonFaults.clean(request.getRequestURI(), LONGEST_ECHO)),
                "/api/v1/openapi.json describes what there is.");
    }

    /** The problem that goes with a status that something outside of Pando's own code chose. */
    static ProblemException ofStatus(int status, HttpServletRequest request) {
        return switch (status) {
            case 401 ->
                new ProblemException(ProblemType.NOT_SIGNED_IN, "This needs a session or an API token.", "Sign in.");
            case 403 -> new ProblemException(ProblemType.FORBIDDEN, "You may not do this.", "Ask an administrator.");
            case 404 -> nothingThere(request);
            case 405 ->
                new ProblemException(
                        ProblemType.METHOD_NOT_ALLOWED, "The method of the request is not possible here.", null);
            case 413 -> BodyLimitFilter.tooLarge(BodyLimitFilter.LARGEST);
            case 415 ->
                new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "The media type of the request is not one that this understands.",
                        "Use the header Content-Type: application/json.");
            default ->
                status >= 400 && status < 500
                        ? new ProblemException(
                                ProblemType.MALFORMED_REQUEST,
                                "The request's address, method or headers are malformed.",
                                null)
                        : new ProblemException(ProblemType.INTERNAL, "Pando failed.", null);
        };
    }

    /** A failure that the caller cannot understand: all about it goes to the log, under a number that the caller is told. */
    static ProblemException incident(@Nullable Throwable failure, HttpServletRequest request) {
        String incident = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("Incident {}: {} {} failed", incident, request.getMethod(), request.getRequestURI(), failure);
        return new ProblemException(
                ProblemType.INTERNAL,
                "Pando failed to answer; this is incident %s.".formatted(incident),
                "Try again. If it stays, give the number of the incident to the administrator: the server's log says more.");
    }

    private static ResponseEntity<Problem> answer(ProblemException refusal, Throwable failure) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(refusal.type().status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (failure instanceof ErrorResponse response) {
            // Among them Allow, which goes with 405.
            answer.headers(response.getHeaders());
            answer.contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
        if (refusal.type().status() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Pando\"");
        }
        Duration retryAfter = refusal.retryAfter();
        if (retryAfter != null) {
            answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
        }
        Deed deed = Deed.present();
        deed.refused(refusal.type().code(), refusal.problem().detail());
        return answer.body(Deed.underWay() ? refusal.problem().of(deed.requestId()) : refusal.problem());
    }

    static ResponseEntity<Problem> answer(ProblemException refusal) {
        return answer(refusal, refusal);
    }
}
