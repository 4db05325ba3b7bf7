package io.pando.audit;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Objects as the record keeps them: short, and without what must stay secret. Thread-safe. */
@Component
final class AuditJson {
    private static final Pattern SECRET =
            Pattern.compile(".*(password|secret|token|credential|privatekey|passphrase).*|code|codes|input|protocol");
    private static final String MASK = "***";
    private static final Pattern ADDRESS = Pattern.compile(
            "^(?<before>\\s*[A-Za-z][A-Za-z0-9+.-]*://)(?<person>[^/?#]*@)?(?<host>[^?#]*)(?<query>[?#].*)?$",
            Pattern.DOTALL);
    /** What the API shows beside an object that is none of its properties. */
    private static final Set<String> BESIDE = Set.of("actions", "steps", "plan", "percent", "secondsLeft", "busy");

    private static final int LONGEST_TEXT = 300;
    private static final int MOST_ITEMS = 32;
    private static final int DEEPEST = 6;
    private static final int LONGEST = 8_000;

    private final JsonMapper mapper;

    AuditJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** The text to keep. */
    String write(Object value) {
        return text(small(mapper.valueToTree(value), 0));
    }

    /**
     * What was asked for.
     *
     * @param body null for none
     * @param further by names, besides the body; what stands there under the same name stays
     */
    @Nullable
    String asked(@Nullable Object body, Map<String, String> further) {
        if (body == null && further.isEmpty()) {
            return null;
        }
        JsonNode asked = body == null ? JsonNodeFactory.instance.objectNode() : mapper.valueToTree(body);
        if (asked instanceof ObjectNode fields) {
            further.forEach((name, value) -> {
                if (!fields.has(name)) {
                    fields.put(name, value);
                }
            });
        }
        return text(small(asked, 0));
    }

    /** What two states of an object differ in; all of the one where the other is not known. */
    Difference difference(@Nullable Object before, @Nullable Object after) {
        JsonNode old = before == null ? null : small(mapper.valueToTree(before), 0);
        JsonNode now = after == null ? null : small(mapper.valueToTree(after), 0);
        if (old instanceof ObjectNode oldFields && now instanceof ObjectNode newFields) {
            for (String name : Set.copyOf(oldFields.propertyNames())) {
                if (oldFields.get(name).equals(newFields.get(name))) {
                    oldFields.remove(name);
                    newFields.remove(name);
                }
            }
        }
        return new Difference(old == null ? null : text(old), now == null ? null : text(now));
    }

    /** What people call it; null when it has no name. */
    @Nullable
    String nameOf(Object object) {
        JsonNode name = mapper.valueToTree(object).path("name");
        return name.isString() ? name.stringValue() : null;
    }

    private String text(JsonNode value) {
        String text = mapper.writeValueAsString(value);
        return text.length() <= LONGEST ? text : "{\"tooLong\":%d}".formatted(text.length());
    }

    private static JsonNode small(JsonNode value, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (depth == DEEPEST && value.isContainer()) {
            return nodes.stringNode("…");
        }
        if (value.isObject()) {
            ObjectNode object = nodes.objectNode();
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (SECRET.matcher(field.getKey().toLowerCase(Locale.ROOT)).matches()
                        && !field.getValue().isBoolean()
                        && !field.getValue().isNull()) {
                    object.put(field.getKey(), MASK);
                } else if (!BESIDE.contains(field.getKey())) {
                    object.set(field.getKey(), small(field.getValue(), depth + 1));
                }
            }
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = nodes.arrayNode();
            for (JsonNode item : value) {
                if (array.size() == MOST_ITEMS) {
                    return array.add("… %d more".formatted(value.size() - MOST_ITEMS));
                }
                array.add(small(item, depth + 1));
            }
            return array;
        }
        if (value.isString()) {
            String text = withoutSecrets(value.stringValue().replace('\0', '\uFFFD'));
            return nodes.stringNode(text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…");
        }
        return value;
    }

    /** An address can have a password before its host, and a signature in its query. */
    private static String withoutSecrets(String text) {
        return ADDRESS.matcher(text)
                .replaceFirst(address -> Matcher.quoteReplacement(address.group("before")
                        + (address.group("person") == null ? "" : MASK + "@")
                        + address.group("host")
                        + (address.group("query") == null ? "" : "?" + MASK)));
    }

    /** Two states of an object as JSON. */
    record Difference(@Nullable String before, @Nullable String after) {}
}
