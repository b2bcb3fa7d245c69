package hearsay.simulations.diary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The diary as trace events")
class TraceFileTest {

    private final Small world = new Small();
    private final List<Arrow> arrows = new ArrayList<>();

    @Test
    void a_node_is_master_until_it_is_down_and_a_replica_when_it_comes_back() throws Exception {
        world.at(2_000).note("7000", Deed.of(Deed.CRASH, "is killed"));
        world.at(5_000).note("7000", Deed.of(Deed.RESTART, "is started"));
        world.at(5_001).note("7000", Deed.of("follows", "follows 7003"));

        assertThat(slices(6_000))
                .containsExactly(
                        "7000: master 0..2000",
                        "7000: down 2000..5000",
                        "7000: master 5000..5001",
                        "7000: replica 5001..6000");
    }

    @Test
    void slices_of_a_track_lie_within_each_other() throws Exception {
        world.at(0).note("7000", Deed.of(Deed.BECOMES_MASTER, ""));
        world.at(1_000).note("7000", Deed.of(Deed.PAUSE, ""));
        world.at(2_000).note("world", Deed.of(Deed.PARTITION, "").with("nodes", "7000 7003"));
        world.at(3_000).note("7000", Deed.of(Deed.RESUME, ""));
        world.at(3_500).note("7000", Deed.of("state-fail", ""));
        world.at(4_000).note("world", Deed.of(Deed.HEAL, "").with("nodes", "7000 7003"));
        world.at(4_500).note("7000", Deed.of("state-ok", ""));

        assertThat(slices(5_000))
                .containsExactly(
                        "7000: master 0..5000",
                        "7000: paused 1000..2000",
                        "7000: partitioned 2000..4000",
                        "7000: paused 2000..3000",
                        "7000: cluster_state:fail 3500..4000",
                        "7000: cluster_state:fail 4000..4500");
    }

    @Test
    void what_heals_everywhere_heals_every_node() throws Exception {
        world.at(0).note("7000", Deed.of(Deed.PARTITION, ""));
        world.at(0).note("7001", Deed.of(Deed.PARTITION, ""));
        world.at(1_000).note("world", Deed.of(Deed.HEAL, "all is whole again"));
        assertThat(slices(2_000))
                .containsExactly(
                        "7000: master 0..2000",
                        "7000: partitioned 0..1000",
                        "7001: master 0..2000",
                        "7001: partitioned 0..1000");
    }

    @Test
    void events_are_instants_with_their_sentence_and_noise_is_none() throws Exception {
        world.at(4_113)
                .note("7001", Deed.of("votes", "votes for " + Small.id(7003)).with("epoch", 7));
        world.at(4_114).note("7001", new LogLine("Background saving started"));

        assertThat(events(5_000, "i"))
                .containsExactly(
                        Map.of(
                                "ph", "i",
                                "name", "votes",
                                "pid", "1",
                                "tid", "4",
                                "ts", "4113000.000",
                                "s", "t",
                                "args.text", "votes for 7003",
                                "args.details.epoch", "7"));
    }

    @Test
    void a_message_is_an_arrow_between_two_small_slices_that_do_not_overlap() throws Exception {
        for (int to = 7001; to < 7006; to++) say("7000", 4_000, "" + to, 4_001, "FAIL about 7003");
        say("7001", 4_001, "7000", 4_001, "FAIL about 7003");

        List<Map<String, String>> begins = events(5_000, "s");
        List<Map<String, String>> ends = events(5_000, "f");
        assertThat(begins).extracting(e -> e.get("id")).doesNotHaveDuplicates().hasSize(6);
        assertThat(ends).extracting(e -> e.get("id")).doesNotHaveDuplicates().hasSize(6);
        assertThat(slices(5_000)).contains("7001 bus: FAIL about 7003 from 7000 4001..4001");

        Map<String, Double> free = new LinkedHashMap<>();
        List<Map<String, String>> slices = events(5_000, "X");
        for (Map<String, String> slice : slices) {
            if (!slice.getOrDefault("name", "").contains("FAIL")) continue;
            double from = Double.parseDouble(slice.get("ts"));
            assertThat(from).isGreaterThanOrEqualTo(free.getOrDefault(slice.get("tid"), 0.0));
            free.put(slice.get("tid"), from + Double.parseDouble(slice.get("dur")));
            assertThat(slice.get("dur")).isNotEqualTo("0.000");
        }
        for (Map<String, String> end : ends)
            assertThat(slices)
                    .anySatisfy(slice -> {
                        assertThat(slice.get("tid")).isEqualTo(end.get("tid"));
                        assertThat(slice.get("ts")).isEqualTo(end.get("ts"));
                    });
    }

    @Test
    void failed_operations_are_counted_by_tenths_of_a_second() throws Exception {
        for (int millis : new int[] {2_010, 2_020, 2_099, 2_100, 2_450})
            world.at(millis).note("client-1", Deed.of(Deed.FAILED_OPERATION, "no answer"));

        assertThat(events(3_000, "C"))
                .extracting(e ->
                        Double.parseDouble(e.get("ts")) / 1000 + ": " + e.get("args.per 100 ms"))
                .containsExactly(
                        "0.0: 0", "2000.0: 3", "2100.0: 1", "2200.0: 0", "2400.0: 1", "2500.0: 0");
        assertThat(events(3_000, "i")).isEmpty();
    }

    private void say(String from, long sentMillis, String to, long heardMillis, String text) {
        arrows.add(new Arrow(from, sentMillis * 1_000_000, to, heardMillis * 1_000_000, text));
    }

    private List<String> slices(long untilMillis) throws Exception {
        Map<String, String> tracks = new LinkedHashMap<>();
        for (Map<String, String> event : events(untilMillis, "M"))
            if (event.getOrDefault("name", "").equals("thread_name"))
                tracks.put(event.get("tid"), event.get("args.name"));
        List<String> slices = new ArrayList<>();
        for (Map<String, String> slice : events(untilMillis, "X")) {
            double from = Double.parseDouble(slice.get("ts")) / 1000;
            double to = from + Double.parseDouble(slice.get("dur")) / 1000;
            slices.add(
                    "%s: %s %.0f..%.0f"
                            .formatted(tracks.get(slice.get("tid")), slice.get("name"), from, to));
        }
        return slices;
    }

    /// Those of one phase, each flat: `args.text` for what lies within.
    private List<Map<String, String>> events(long untilMillis, String phase) throws Exception {
        var text = new StringWriter();
        new TraceFile(world.diary.names())
                .write(world.diary.entries(), arrows, untilMillis * 1_000_000, text);
        List<Map<String, String>> events = new ArrayList<>();
        try (var parser = new JsonFactory().createParser(text.toString())) {
            while (!"traceEvents".equals(parser.currentName())) parser.nextToken();
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> event = new LinkedHashMap<>();
                read(parser, "", event);
                if (phase.equals(event.get("ph"))) events.add(event);
            }
            assertThat(parser.nextToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(parser.nextToken()).isNull();
        }
        return events;
    }

    private static void read(JsonParser parser, String prefix, Map<String, String> into)
            throws Exception {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + parser.currentName();
            if (parser.nextToken() == JsonToken.START_OBJECT) read(parser, name + ".", into);
            else into.put(name, parser.getText());
        }
    }
}
