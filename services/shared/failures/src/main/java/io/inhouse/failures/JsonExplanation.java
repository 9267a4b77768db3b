package io.inhouse.failures;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says where in a JSON body the fault is. Jackson's own messages are not passed on: they name Java classes and quote the
 * content.
 */
final class JsonExplanation {
    private JsonExplanation() {}

    static Explanation of(JsonProcessingException exception) {
        Map<String, Object> facts = new LinkedHashMap<>();
        String place = place(exception, facts);
        String detail = switch (exception) {
            case UnrecognizedPropertyException unknown ->
                "The field '" + unknown.getPropertyName() + "' is not known" + place + ". Known here: " + known(unknown)
                        + ".";
            case InvalidFormatException format ->
                "The value" + place + " does not have the form of " + kind(format.getTargetType()) + ".";
            case MismatchedInputException mismatch ->
                "The value" + place + " is missing or is not " + kind(mismatch.getTargetType()) + ".";
            case ValueInstantiationException instantiation ->
                "The object" + place + " is incomplete or holds a value that is not allowed.";
            case JsonMappingException mapping -> "The value" + place + " cannot be used.";
            default -> "The body is not valid JSON" + place + ".";
        };
        return new Explanation(Failure.INVALID_REQUEST, Failure.INVALID_REQUEST.status(), detail, facts);
    }

    /** @param facts receives {@code param}, {@code line} and {@code column} as far as they are known */
    private static String place(JsonProcessingException exception, Map<String, Object> facts) {
        StringBuilder place = new StringBuilder();
        if (exception instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            String path = mapping.getPath().stream()
                    .map(step -> step.getFieldName() != null ? "." + step.getFieldName() : "[" + step.getIndex() + "]")
                    .collect(Collectors.joining());
            path = path.startsWith(".") ? path.substring(1) : path;
            facts.put("param", path);
            place.append(" at '").append(path).append('\'');
        }
        JsonLocation location = exception.getLocation();
        if (location != null && location.getLineNr() > 0) {
            facts.put("line", location.getLineNr());
            facts.put("column", location.getColumnNr());
            place.append(" (line ")
                    .append(location.getLineNr())
                    .append(", column ")
                    .append(location.getColumnNr())
                    .append(')');
        }
        return place.toString();
    }

    private static String known(UnrecognizedPropertyException exception) {
        Set<String> names = new TreeSet<>();
        if (exception.getKnownPropertyIds() != null) {
            exception.getKnownPropertyIds().forEach(id -> names.add(String.valueOf(id)));
        }
        return names.isEmpty() ? "no fields" : String.join(", ", names);
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "what is expected";
        }
        if (type.isEnum()) {
            Set<String> names = new TreeSet<>();
            for (Object constant : type.getEnumConstants()) {
                names.add(constant.toString().toLowerCase(Locale.ROOT));
            }
            return "one of " + String.join(", ", names);
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a text";
        }
        if (Iterable.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        return switch (type.getPackageName()) {
            case "java.time" -> "a time, date or period in ISO 8601";
            default -> "an object";
        };
    }
}
