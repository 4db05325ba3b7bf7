package io.pando.web;

import io.pando.api.Fault;
import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in the words of the API what is wrong with the JSON of a request. */
final class JsonFaults {
    private static final int LONGEST_ECHO = 64;
    private static final String AN_OBJECT = "Send a JSON object, with the header Content-Type: application/json.";

    private JsonFaults() {}

    static ProblemException missing() {
        return new ProblemException(ProblemType.MALFORMED_REQUEST, "The request has no body.", AN_OBJECT);
    }

    static ProblemException translate(JacksonException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown -> unknownField(unknown);
            case StreamConstraintsException limit ->
                malformed("The JSON is nested too deeply, or has a name or number that is too long", limit);
            case InputCoercionException range ->
                invalid(range, "%s must be %s.".formatted(subject(path(range)), words(range.getTargetType())), null);
            case StreamReadException syntax -> malformed("The JSON is malformed", syntax);
            case MismatchedInputException mismatch -> mismatch(mismatch);
            default ->
                failure.getPath().isEmpty()
                        ? malformed("The JSON is malformed", failure)
                        : invalid(failure, "%s is not valid.".formatted(subject(path(failure))), null);
        };
    }

    private static ProblemException malformed(String what, JacksonException failure) {
        TokenStreamLocation location = failure.getLocation();
        String where = location == null || location.getLineNr() < 1
                ? ""
                : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
        return new ProblemException(
                ProblemType.MALFORMED_REQUEST, what + where + reason(failure) + ".", AN_OBJECT, List.of(), failure);
    }

    /** What the parser itself says, where that is about the text and not about classes. */
    private static String reason(JacksonException failure) {
        String message = failure.getOriginalMessage();
        if (!(failure instanceof StreamReadException) || message == null || message.contains("jackson")) {
            return "";
        }
        String line = message.lines().findFirst().orElse("").strip();
        return line.isEmpty() || line.length() > 200 ? "" : ": " + clean(line, 200);
    }

    private static ProblemException unknownField(UnrecognizedPropertyException failure) {
        Collection<Object> known = failure.getKnownPropertyIds();
        String names = known == null
                ? ""
                : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
        return invalid(
                failure,
                "There is no field %s.".formatted(clean(path(failure), LONGEST_ECHO)),
                names.isEmpty() ? "No field is known here." : "Known here: %s.".formatted(names));
    }

    private static ProblemException mismatch(MismatchedInputException failure) {
        String message = failure.getOriginalMessage();
        if (message != null && message.startsWith("Trailing token")) {
            return malformed("There is something after the end of the JSON", failure);
        }
        if (message != null && message.startsWith("No content")) {
            return missing();
        }
        String subject = subject(path(failure));
        Class<?> type = failure.getTargetType();
        if (type != null && type.isEnum()) {
            return invalid(
                    failure,
                    "%s has a value that is not known.".formatted(subject),
                    "Use one of: " + constants(type) + ".");
        }
        return invalid(
                failure,
                type == null ? "%s is not valid.".formatted(subject) : "%s must be %s.".formatted(subject, words(type)),
                null);
    }

    private static ProblemException invalid(JacksonException failure, String message, @Nullable String help) {
        String path = path(failure);
        Fault fault = new Fault(path.isEmpty() ? null : clean(path, LONGEST_ECHO), message, help);
        return new ProblemException(ProblemType.INVALID_REQUEST, message, help, List.of(fault), failure);
    }

    private static String subject(String path) {
        return path.isEmpty() ? "The request" : "The field " + clean(path, LONGEST_ECHO);
    }

    static String constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(", "));
    }

    static String words(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number of at most 2147483647";
        }
        if (type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "text in quotation marks";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list in square brackets";
        }
        if (type == Instant.class) {
            return "a time like 2026-01-31T12:00:00Z";
        }
        if (type.isRecord()) {
            return "an object with the fields "
                    + Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getName)
                            .collect(Collectors.joining(", "));
        }
        return Map.class.isAssignableFrom(type) ? "an object" : "of another type";
    }

    private static String path(JacksonException failure) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : failure.getPath()) {
            String name = step.getPropertyName();
            if (name == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }

    /** What the caller wrote, fit to be shown: without control characters, not long. */
    static String clean(String text, int longest) {
        String shown = text.length() > longest ? text.substring(0, longest) + "…" : text;
        return shown.codePoints()
                .map(character -> Character.isISOControl(character) ? '?' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
