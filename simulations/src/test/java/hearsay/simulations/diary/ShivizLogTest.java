package hearsay.simulations.diary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The diary for ShiViz")
class ShivizLogTest {

    /// What ShiViz offers when a log is pasted into it.
    private static final Pattern SHIVIZ =
            Pattern.compile("(?<host>\\S*) (?<clock>\\{.*})\\n(?<event>.*)\\n");

    private static final long MILLI = 1_000_000;

    private final Small world = new Small();
    private final List<Arrow> arrows = new ArrayList<>();

    private record Read(String host, Map<String, Long> clock, String event) {
        boolean knows(Read other) {
            return clock.getOrDefault(other.host(), 0L)
                    >= other.clock().getOrDefault(other.host(), Long.MAX_VALUE);
        }
    }

    @Test
    void a_host_counts_its_events_and_learns_from_what_it_hears() {
        world.at(4_000).note("7003", Deed.of("asks-for-votes", "asks for votes in epoch 7"));
        say("7003", 4_000, "7001", 4_001, "FAILOVER_AUTH_REQUEST in epoch 7");
        world.at(4_001).note("7001", Deed.of("votes", "votes for 7003 in epoch 7"));
        say("7001", 4_001, "7003", 4_002, "FAILOVER_AUTH_ACK in epoch 7");
        world.at(4_002).note("7003", Deed.of("elected", "is the new master"));

        assertThat(written())
                .isEqualTo(
                        """
                        7003 {"7003":1}
                        4.000 asks-for-votes: asks for votes in epoch 7
                        7003 {"7003":2}
                        4.000 to 7001: FAILOVER_AUTH_REQUEST in epoch 7
                        7001 {"7001":1,"7003":2}
                        4.001 from 7003: FAILOVER_AUTH_REQUEST in epoch 7
                        7001 {"7001":2,"7003":2}
                        4.001 votes: votes for 7003 in epoch 7
                        7001 {"7001":3,"7003":2}
                        4.001 to 7003: FAILOVER_AUTH_ACK in epoch 7
                        7003 {"7001":3,"7003":3}
                        4.002 from 7001: FAILOVER_AUTH_ACK in epoch 7
                        7003 {"7001":3,"7003":4}
                        4.002 elected: is the new master
                        """);
    }

    @Test
    void what_takes_no_time_is_still_heard_after_it_was_said() {
        say("7000", 5, "7001", 5, "FAIL about 7002");
        assertThat(read(written())).extracting(Read::host).containsExactly("7000", "7001");
    }

    @Test
    void the_clocks_tell_exactly_who_could_have_known_what() {
        var random = new Random(4);
        for (int i = 0; i < 300; i++) {
            String from = "" + (7000 + random.nextInt(6));
            String to = "" + (7000 + random.nextInt(6));
            long sent = 10L * i + random.nextInt(10);
            world.at(10L * i).note(from, Deed.of("fails", "event " + i));
            if (!from.equals(to)) say(from, sent, to, sent + random.nextInt(500), "message " + i);
        }
        List<Read> events = read(written());
        assertThat(events).hasSize(300 + 2 * arrows.size());

        // Happened-before found the long way round: over a host's own events and the messages.
        for (int i = 0; i < events.size(); i++) {
            boolean[] reached = reachedFrom(i, events);
            for (int j = 0; j < events.size(); j++)
                assertThat(events.get(j).knows(events.get(i)))
                        .as("%s knows of %s", events.get(j), events.get(i))
                        .isEqualTo(reached[j]);
        }
    }

    private static boolean[] reachedFrom(int start, List<Read> events) {
        var reached = new boolean[events.size()];
        reached[start] = true;
        for (int i = start; i < events.size(); i++) {
            if (!reached[i]) continue;
            Read event = events.get(i);
            for (int j = i + 1; j < events.size(); j++) {
                Read later = events.get(j);
                if (later.host().equals(event.host()) || isAnswerTo(event, later))
                    reached[j] = true;
            }
        }
        return reached;
    }

    private static boolean isAnswerTo(Read said, Read heard) {
        int to = said.event().indexOf(" to ");
        int from = heard.event().indexOf(" from ");
        if (to < 0 || from < 0) return false;
        return said.event()
                .substring(said.event().indexOf(": "))
                .equals(heard.event().substring(heard.event().indexOf(": ")));
    }

    private void say(String from, long sentMillis, String to, long heardMillis, String text) {
        arrows.add(new Arrow(from, sentMillis * MILLI, to, heardMillis * MILLI, text));
    }

    private String written() {
        var text = new StringBuilder();
        new ShivizLog(world.diary.names()).write(world.diary.entries(), arrows, text);
        return text.toString();
    }

    private static List<Read> read(String log) {
        List<Read> events = new ArrayList<>();
        var matcher = SHIVIZ.matcher(log);
        int end = 0;
        while (matcher.find()) {
            assertThat(matcher.start()).isEqualTo(end);
            end = matcher.end();
            Map<String, Long> clock = new TreeMap<>();
            for (String part : matcher.group("clock").replaceAll("[{}\"]", "").split(","))
                clock.put(
                        part.substring(0, part.indexOf(':')),
                        Long.valueOf(part.substring(part.indexOf(':') + 1)));
            events.add(new Read(matcher.group("host"), clock, matcher.group("event")));
        }
        assertThat(end).isEqualTo(log.length());
        return events;
    }
}
