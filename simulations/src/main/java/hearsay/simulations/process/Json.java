package hearsay.simulations.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Maps, lists, texts, numbers and booleans as JSON (RFC 8259), indented by two blanks.
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

    private Json() {}

    static String of(@Nullable Object value) {
        var text = new StringWriter();
        var separators =
                Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator("");
        var printer =
                new DefaultPrettyPrinter(separators)
                        .withObjectIndenter(INDENTER)
                        .withArrayIndenter(INDENTER);
        try (var json = FACTORY.createGenerator(text).setPrettyPrinter(printer)) {
            write(json, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (var entry : map.entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (var item : list) write(json, item);
                json.writeEndArray();
            }
            case Double number -> json.writeNumber(number(number));
            case Number number -> json.writeNumber(number.toString());
            case Boolean yes -> json.writeBoolean(yes);
            default -> json.writeString(String.valueOf(value));
        }
    }

    /// Six digits after the point: seconds as microseconds. JSON has no infinity.
    private static String number(double value) {
        if (!Double.isFinite(value)) throw new IllegalArgumentException("not in JSON: " + value);
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
