package hearsay.simulations.diary;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/// The diary for programs: an object a line (https://jsonlines.org).
///
/// ```
/// {"nanos":4113000000,"node":"7001","level":"notice","word":"suspects","text":"suspects 7000","details":{"node":"7000"}}
/// ```
///
/// | member    | what it holds |
/// |-----------|---------------|
/// | `nanos`   | whole nanoseconds since the world began, never less than in the line before |
/// | `node`    | a node's name, a client's (`client-3`), or `world` |
/// | `level`   | `debug`, `verbose`, `notice` or `warning` |
/// | `word`    | the kind of event, in kebab-case |
/// | `text`    | one sentence for people; may be worded otherwise one day |
/// | `details` | the same in pieces: numbers, truth values and texts, where ids are names; left out if there are none |
///
/// Members stand in this order. Later versions may add some, never take any away.
public final class JsonLines {

    private final Names names;
    private final JsonFactory factory = new JsonFactory();

    public JsonLines(Names names) {
        this.names = names;
    }

    /// Leaves `to` open, and flushed.
    public void write(List<Entry> entries, Writer to) {
        try (JsonGenerator json = factory.createGenerator(to)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setRootValueSeparator(null);
            for (Entry entry : entries) {
                write(entry, json);
                json.writeRaw('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Entry entry, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("nanos", entry.nanos());
        json.writeStringField("node", entry.where());
        json.writeStringField("level", entry.level().name().toLowerCase(Locale.ROOT));
        json.writeStringField("word", entry.word());
        json.writeStringField("text", names.in(entry.text()));
        writeDetails(entry.details(), names, json);
        json.writeEndObject();
    }

    /// Those that stand in several files say the same in each.
    static void writeDetails(List<What.Detail> details, Names names, JsonGenerator json)
            throws IOException {
        if (details.isEmpty()) return;
        json.writeObjectFieldStart("details");
        for (What.Detail detail : details) {
            json.writeFieldName(detail.name());
            switch (detail.value()) {
                case Integer number -> json.writeNumber(number);
                case Long number -> json.writeNumber(number);
                case Double number when Double.isFinite(number) -> json.writeNumber(number);
                case Boolean yes -> json.writeBoolean(yes);
                default -> json.writeString(names.in(detail.value().toString()));
            }
        }
        json.writeEndObject();
    }
}
