package io.inhouse.inference.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A JSON object read strictly. A null member counts as absent; every complaint names the parameter. */
final class RequestFields {
    private final JsonNode body;
    private final String prefix;

    private RequestFields(JsonNode body, String prefix) {
        this.body = body;
        this.prefix = prefix;
    }

    static RequestFields of(@Nullable JsonNode body) {
        if (body == null || !body.isObject()) {
            throw new PlatformException(Failure.INVALID_REQUEST, "The body must be a JSON object.");
        }
        return new RequestFields(body, "");
    }

    /** Refuses every member that is in neither {@code known} nor {@code withoutEffect}, and those of the latter that would do something. */
    void allow(Set<String> known, Map<String, Set<JsonNode>> withoutEffect) {
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (value.isNull() || known.contains(name)) {
                continue;
            }
            Set<JsonNode> harmless = withoutEffect.get(name);
            if (harmless == null) {
                throw unsupported(name, "Supported are " + String.join(", ", new TreeSet<>(known)) + ".");
            }
            if (harmless.stream().noneMatch(other -> same(other, value))) {
                throw unsupported(name, "Only " + harmless.iterator().next() + " is accepted, which changes nothing.");
            }
        }
    }

    private static boolean same(JsonNode a, JsonNode b) {
        return (a.isNumber() && b.isNumber()) ? a.doubleValue() == b.doubleValue() : a.equals(b);
    }

    boolean has(String name) {
        return body.hasNonNull(name);
    }

    JsonNode node(String name) {
        return body.path(name);
    }

    String text(String name) {
        if (!has(name)) {
            throw invalid(name, "is missing.");
        }
        return requireText(body.path(name), name);
    }

    @Nullable
    String textOrNull(String name) {
        return has(name) ? text(name) : null;
    }

    private String requireText(JsonNode value, String name) {
        if (!value.isTextual()) {
            throw invalid(name, "must be a string.");
        }
        String text = value.textValue();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                throw invalid(name, "holds half of a surrogate pair, which is no text.");
            }
        }
        return text;
    }

    boolean flag(String name) {
        if (has(name) && !body.path(name).isBoolean()) {
            throw invalid(name, "must be true or false.");
        }
        return body.path(name).asBoolean(false);
    }

    @Nullable
    Integer integer(String name, int smallest) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = body.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < smallest) {
            throw invalid(name, "must be an integer of at least " + smallest + ".");
        }
        return value.intValue();
    }

    @Nullable
    Long longInteger(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = body.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw invalid(name, "must be an integer of 64 bits.");
        }
        return value.longValue();
    }

    /** @param aboveSmallest whether {@code smallest} itself is refused */
    double number(String name, double otherwise, double smallest, double largest, boolean aboveSmallest) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = body.path(name);
        double number = value.doubleValue();
        if (!value.isNumber() || !(number >= smallest && number <= largest) || (aboveSmallest && number == smallest)) {
            throw invalid(
                    name,
                    "must be a number " + (aboveSmallest ? "above " : "from ") + smallest + " to " + largest + ".");
        }
        return number;
    }

    /** A string or a list of at most {@code most} strings, none of them empty. */
    List<String> texts(String name, int most) {
        if (!has(name)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        JsonNode value = body.path(name);
        if (value.isArray()) {
            value.forEach(item -> texts.add(requireText(item, name)));
        } else {
            texts.add(requireText(value, name));
        }
        if (texts.size() > most || texts.contains("")) {
            throw invalid(name, "must be at most " + most + " strings, none of them empty.");
        }
        return texts;
    }

    /** At most 16 pairs of strings, as OpenAI limits them. */
    Map<String, String> pairs(String name) {
        if (!has(name)) {
            return Map.of();
        }
        JsonNode value = body.path(name);
        Map<String, String> pairs = new LinkedHashMap<>();
        if (!value.isObject() || value.size() > 16) {
            throw invalid(name, "must be an object of at most 16 strings.");
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String text = requireText(member.getValue(), name + "." + member.getKey());
            if (member.getKey().length() > 64 || text.length() > 512) {
                throw invalid(name, "allows 64 characters for a key and 512 for a value.");
            }
            pairs.put(member.getKey(), text);
        }
        return pairs;
    }

    /** The object under this name; null if absent. */
    @Nullable
    RequestFields object(String name) {
        if (!has(name)) {
            return null;
        }
        if (!body.path(name).isObject()) {
            throw invalid(name, "must be an object.");
        }
        return new RequestFields(body.path(name), prefix + name + ".");
    }

    /** The objects of the list under this name. */
    List<RequestFields> objects(String name) {
        if (!body.path(name).isArray()) {
            throw invalid(name, "must be a list.");
        }
        List<RequestFields> objects = new ArrayList<>();
        for (JsonNode item : body.path(name)) {
            String at = prefix + name + "[" + objects.size() + "]";
            if (!item.isObject()) {
                throw new PlatformException(Failure.INVALID_REQUEST, at + " must be an object.", Map.of("param", at));
            }
            objects.add(new RequestFields(item, at + "."));
        }
        return objects;
    }

    PlatformException invalid(String name, String what) {
        return new PlatformException(
                Failure.INVALID_REQUEST, prefix + name + " " + what, Map.of("param", prefix + name));
    }

    PlatformException unsupported(String name, String more) {
        return new PlatformException(
                Failure.UNSUPPORTED_PARAMETER,
                "The parameter " + prefix + name + " is not supported. " + more,
                Map.of("param", prefix + name));
    }
}
