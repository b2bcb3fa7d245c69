package hearsay.simulations.diary;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The diary as Chrome trace events, for https://ui.perfetto.dev.
///
/// A track per node, in the order of their names: what it is as slices (see [NodeTrack]), every
/// event that tells something as an instant with its sentence. Under it the bus of the node: what
/// it said and heard, with arrows from the one to the other. A counter tells how many operations of
/// clients failed in each tenth of a second.
///
/// Source: "Trace Event Format", the phases M, X, i, s, f and C.
public final class TraceFile {

    private static final int CLUSTER = 1;
    private static final int CLIENTS = 2;
    private static final long TENTH_NANOS = 100_000_000;

    /// How long a message's slice is: just enough to click on.
    private static final long SAID_NANOS = 200_000;

    /// Slices that follow each other faster are moved apart by this: they may not overlap.
    private static final long APART_NANOS = 1_000;

    private final Names names;
    private final JsonFactory factory = new JsonFactory();

    public TraceFile(Names names) {
        this.names = names;
    }

    /// A slice of a track.
    record Slice(int track, String name, long fromNanos, long toNanos) {}

    /// Where an arrow begins or ends.
    private record End(int track, long nanos, Arrow arrow, int number, boolean isBegin) {}

    /// The same, where operations that fail stand in the diary.
    public void write(List<Entry> entries, List<Arrow> arrows, long untilNanos, Writer to) {
        long[] failed =
                entries.stream()
                        .filter(entry -> entry.is(Deed.FAILED_OPERATION))
                        .mapToLong(Entry::nanos)
                        .toArray();
        write(entries, arrows, failed, untilNanos, to);
    }

    /// Leaves `to` open, and flushed.
    ///
    /// @param entries all of them: also those of which no picture is made
    /// @param failed when operations of clients failed
    /// @param untilNanos when the world ended
    public void write(
            List<Entry> entries, List<Arrow> arrows, long[] failed, long untilNanos, Writer to) {
        try (JsonGenerator json = factory.createGenerator(to)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField("displayTimeUnit", "ms");
            json.writeArrayFieldStart("traceEvents");
            Map<String, Integer> tracks = tracks(entries, arrows);
            writeNames(tracks, !arrows.isEmpty(), json);
            for (Slice slice : NodeTrack.slices(entries, tracks, untilNanos)) write(slice, json);
            for (Entry entry : entries)
                if (!Excerpt.isNoise(entry) && !entry.is(Deed.FAILED_OPERATION))
                    writeInstant(entry, track(tracks, entry.where()), json);
            writeArrows(arrows, tracks, json);
            writeFailures(failed, json);
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Even numbers for what nodes are, the odd ones behind them for their buses. The world stands
    /// above all; clients have no track.
    private static Map<String, Integer> tracks(List<Entry> entries, List<Arrow> arrows) {
        List<String> found = new ArrayList<>();
        for (Entry entry : entries)
            if (!entry.is(Deed.FAILED_OPERATION) && !found.contains(entry.where()))
                found.add(entry.where());
        for (Arrow arrow : arrows) {
            if (!found.contains(arrow.from())) found.add(arrow.from());
            if (!found.contains(arrow.to())) found.add(arrow.to());
        }
        found.remove(Entry.WORLD);
        found.sort(Comparator.naturalOrder());
        found.addFirst(Entry.WORLD);
        Map<String, Integer> tracks = new LinkedHashMap<>();
        for (String name : found) tracks.put(name, 2 * (tracks.size() + 1));
        return tracks;
    }

    private static int track(Map<String, Integer> tracks, String name) {
        Integer track = tracks.get(name);
        if (track == null) throw new IllegalArgumentException("no track for " + name);
        return track;
    }

    private static void writeNames(Map<String, Integer> tracks, boolean buses, JsonGenerator json)
            throws IOException {
        writeName("process_name", CLUSTER, 0, "cluster", json);
        writeName("process_name", CLIENTS, 0, "clients", json);
        for (Map.Entry<String, Integer> each : tracks.entrySet()) {
            writeTrackName(each.getKey(), each.getValue(), json);
            if (buses && !each.getKey().equals(Entry.WORLD))
                writeTrackName(each.getKey() + " bus", each.getValue() + 1, json);
        }
    }

    private static void writeTrackName(String name, int track, JsonGenerator json)
            throws IOException {
        writeName("thread_name", CLUSTER, track, name, json);
        begin("M", "thread_sort_index", CLUSTER, track, json);
        json.writeObjectFieldStart("args");
        json.writeNumberField("sort_index", track);
        json.writeEndObject();
        end(json);
    }

    private static void writeName(
            String what, int process, int track, String name, JsonGenerator json)
            throws IOException {
        begin("M", what, process, track, json);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", name);
        json.writeEndObject();
        end(json);
    }

    private static void write(Slice slice, JsonGenerator json) throws IOException {
        begin("X", slice.name(), CLUSTER, slice.track(), json);
        writeMicros("ts", slice.fromNanos(), json);
        writeMicros("dur", slice.toNanos() - slice.fromNanos(), json);
        end(json);
    }

    private void writeInstant(Entry entry, int track, JsonGenerator json) throws IOException {
        begin("i", entry.word(), CLUSTER, track, json);
        writeMicros("ts", entry.nanos(), json);
        json.writeStringField("s", "t");
        json.writeObjectFieldStart("args");
        json.writeStringField("text", names.in(entry.text()));
        JsonLines.writeDetails(entry.details(), names, json);
        json.writeEndObject();
        end(json);
    }

    /// An arrow hangs on slices, so each end has a small one.
    private static void writeArrows(
            List<Arrow> arrows, Map<String, Integer> tracks, JsonGenerator json)
            throws IOException {
        List<End> ends = new ArrayList<>();
        for (int i = 0; i < arrows.size(); i++) {
            Arrow arrow = arrows.get(i);
            ends.add(new End(track(tracks, arrow.from()) + 1, arrow.fromNanos(), arrow, i, true));
            ends.add(new End(track(tracks, arrow.to()) + 1, arrow.toNanos(), arrow, i, false));
        }
        ends.sort(Comparator.comparingInt(End::track).thenComparingLong(End::nanos));
        long free = 0;
        for (int i = 0; i < ends.size(); i++) {
            End end = ends.get(i);
            End next = i + 1 < ends.size() ? ends.get(i + 1) : null;
            if (i == 0 || ends.get(i - 1).track() != end.track()) free = 0;
            long from = Math.max(free, end.nanos());
            long room =
                    next != null && next.track() == end.track() ? next.nanos() - from : SAID_NANOS;
            free = from + Math.clamp(room, APART_NANOS, SAID_NANOS);
            Arrow arrow = end.arrow();
            String name =
                    end.isBegin()
                            ? arrow.text() + " to " + arrow.to()
                            : arrow.text() + " from " + arrow.from();
            write(new Slice(end.track(), name, from, free), json);
            begin(end.isBegin() ? "s" : "f", "message", CLUSTER, end.track(), json);
            json.writeStringField("cat", "bus");
            json.writeNumberField("id", end.number() + 1);
            if (!end.isBegin()) json.writeStringField("bp", "e");
            writeMicros("ts", from, json);
            end(json);
        }
    }

    private static void writeFailures(long[] failed, JsonGenerator json) throws IOException {
        Map<Long, Integer> counts = new TreeMap<>();
        for (long nanos : failed) counts.merge(nanos / TENTH_NANOS, 1, Integer::sum);
        long expected = 0;
        for (Map.Entry<Long, Integer> each : counts.entrySet()) {
            if (each.getKey() > expected) writeFailures(expected, 0, json);
            writeFailures(each.getKey(), each.getValue(), json);
            expected = each.getKey() + 1;
        }
        if (!counts.isEmpty()) writeFailures(expected, 0, json);
    }

    private static void writeFailures(long tenth, int count, JsonGenerator json)
            throws IOException {
        begin("C", "failed operations", CLIENTS, 0, json);
        writeMicros("ts", tenth * TENTH_NANOS, json);
        json.writeObjectFieldStart("args");
        json.writeNumberField("per 100 ms", count);
        json.writeEndObject();
        end(json);
    }

    private static void begin(String phase, String name, int process, int track, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", phase);
        json.writeStringField("name", name);
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", track);
    }

    private static void end(JsonGenerator json) throws IOException {
        json.writeEndObject();
    }

    /// Microseconds, with the nanoseconds behind the point.
    private static void writeMicros(String name, long nanos, JsonGenerator json)
            throws IOException {
        json.writeFieldName(name);
        json.writeNumber("%d.%03d".formatted(nanos / 1000, nanos % 1000));
    }
}
