package hearsay.simulations.process;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Writes maps, lists, texts, numbers and booleans as JSON (RFC 8259), indented by two blanks.
final class Json {

    private Json() {}

    static String of(@Nullable Object value) {
        return text(value, "\n") + "\n";
    }

    private static String text(@Nullable Object value, String newline) {
        String inner = newline + "  ";
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map when map.isEmpty() -> "{}";
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(e -> quoted(e.getKey()) + ": " + text(e.getValue(), inner))
                            .collect(Collectors.joining("," + inner, "{" + inner, newline + "}"));
            case List<?> list when list.isEmpty() -> "[]";
            case List<?> list ->
                    list.stream()
                            .map(item -> text(item, inner))
                            .collect(Collectors.joining("," + inner, "[" + inner, newline + "]"));
            case Double number -> number(number);
            case Number number -> number.toString();
            case Boolean yes -> yes.toString();
            default -> quoted(value);
        };
    }

    /// Six digits after the point: seconds as microseconds. JSON has no infinity.
    private static String number(double value) {
        if (!Double.isFinite(value)) throw new IllegalArgumentException("not in JSON: " + value);
        return String.format(Locale.ROOT, "%.6f", value);
    }

    private static String quoted(Object text) {
        String string = String.valueOf(text);
        return IntStream.range(0, string.length())
                .mapToObj(i -> escaped(string.charAt(i)))
                .collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(char c) {
        if (c == '"' || c == '\\') return "\\" + c;
        return c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c);
    }
}
