package hearsay.simulations.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A story that cannot be told is refused with file, line and what was expected")
class BadStoryTest {

    @Test
    void an_unknown_word() {
        refused(
                """
                about = "x"
                world {
                  mastres = 3
                }
                """,
                "bad.conf: 3: unknown word 'mastres'; expected 'masters', or one of clocks, disk,"
                        + " first-port, masters, nat, network, node-timeout, redis-conf, replicas,"
                        + " sentinels");
    }

    @Test
    void all_mistakes_at_once() {
        refused(
                """
                about = "x"
                world { node-timeout = 2 parsecs }
                troubles = [
                  { at = 5s, pasue = any master }
                  { at = 5s, crash = any master, for = 5 }
                  { crash = any master }
                ]
                wordlaods = []
                """,
                """
                bad.conf: 2: node-timeout: '2 parsecs' is no duration; expected a number with one of the units ns, us, ms, s, m, h, d, as in 500ms
                bad.conf: 4: unknown word 'pasue'; expected 'pause', or one of %s
                bad.conf: 5: for: '5' is no duration; expected a number with one of the units ns, us, ms, s, m, h, d, as in 500ms
                bad.conf: 6: a trouble without a time; expected at, every, between or on
                bad.conf: 8: unknown word 'wordlaods'; expected 'workloads', or one of about, lasts, laws, parameters, settles, troubles, workloads, world\
                """
                        .formatted(
                                "after, at, bandwidth, between, bridge, clock-drift, clock-jump, crash, deaf,"
                                        + " delay, drop, duplication, every, failover, for, from, full-disk,"
                                        + " halves, heal, hold, isolate, lose-file, loss, mean, mute, nth,"
                                        + " on, pause, power-cut, random, release, reordering,"
                                        + " reset-links, reshard, restart, ring, slow-disk, times, until,"
                                        + " weight"));
    }

    @Test
    void an_impossible_topology() {
        refused(
                """
                about = "x"
                world { masters = 0 }
                """,
                "bad.conf: 2: a cluster has at least one master");
        refused(
                """
                about = "x"
                world { masters = 20000, first-port = 60000 }
                """,
                "bad.conf: 2: there are only 16384 slots: too many masters");
        refused(
                """
                about = "x"
                world { first-port = 55531 }
                """,
                "bad.conf: 2: ports run from 1 to 55535, and that of the bus is 10000 higher: 6 nodes"
                        + " from port 55531 do not fit");
    }

    @Test
    void a_fault_aimed_at_nobody() {
        troubleRefused(
                "{ at = 1s, crash = 7006 }",
                "crash: '7006' aims at nobody: the nodes are 7000 to 7005");
        troubleRefused(
                "{ at = 1s, crash = any 4 masters }",
                "crash: 'any 4 masters' aims at nobody: there are only 3 of them");
        troubleRefused(
                "{ at = 1s, restart = it }",
                "restart: 'it' aims at nobody: nothing has happened to any node before");
        refused(
                """
                about = "x"
                world { masters = 2, replicas = 0 }
                troubles = [
                  { at = 1s, pause = best replica of slot 0, for = 1s }
                  { at = 1s, isolate = minority of the masters }
                ]
                """,
                """
                bad.conf: 4: pause: 'best replica of slot 0' aims at nobody: the masters have no replicas
                bad.conf: 5: isolate: 'minority of the masters' aims at nobody: any one of 2 masters is needed for a majority\
                """);
    }

    @Test
    void a_fault_that_does_not_fit() {
        troubleRefused(
                "{ at = 1s }",
                "a trouble without a fault; expected one of crash, power-cut, restart, pause, clock-jump, clock-drift, isolate, halves, ring, bridge, mute, deaf, delay, loss, duplication, reordering, bandwidth, drop, reset-links, hold, release, slow-disk, full-disk, lose-file, heal, failover, reshard, random");
        troubleRefused(
                "{ at = 1s, crash = all, pause = all }",
                "one trouble has one fault, not crash and pause");
        troubleRefused(
                "{ at = 1s, every = 1s, crash = all }",
                "one trouble has one time, not at and every");
        troubleRefused(
                "{ at = 2m, crash = all }", "at: at 120s the story is over; expected at most 60s");
        troubleRefused(
                "{ at = 1s, reset-links = all, for = 1s }",
                "what cannot be taken back lasts no time");
        troubleRefused("{ at = 1s, isolate = all }", "who isolates all nodes isolates nobody");
        troubleRefused("{ at = 1s, clock-jump = all }", "'by' is missing");
        troubleRefused(
                "{ at = 1s, loss = all, probability = 120% }",
                "probability: '120%' is no fraction; expected a number from 0 to 1, or from 0% to 100%");
        troubleRefused(
                "{ at = 1s, drop = all, type = vote }",
                "type: unknown type of message 'vote'; expected one of ping, pong, meet, fail, publish, auth-req, auth-ack, update, mfstart, module, publishshard");
        troubleRefused(
                "{ on = vots, pause = it, for = 1s }",
                "unknown event 'vots'; expected 'votes', or one of "
                        + String.join(", ", new java.util.TreeSet<>(Words.EVENTS)));
    }

    @Test
    void a_workload_that_does_not_fit() {
        refused(
                """
                about = "x"
                workloads = [
                  { kind = counter }
                  { kind = sets, distribution = zapf 1 }
                  { kind = sets, wait { replicas = 2 } }
                  { kind = sets, until = 90s }
                  { kind = sets, clients = 0 }
                  { clients = many }
                ]
                """,
                """
                bad.conf: 3: kind: unknown word 'counter'; expected 'counters', or one of counters, registers, lists, sets, transfers, pubsub, streams
                bad.conf: 4: distribution: unknown distribution 'zapf 1'; expected uniform, zipf 1.1 or hot 90%
                bad.conf: 5: WAIT for 2 replicas of masters that have 1; expected at most that
                bad.conf: 6: until 90s the story does not last; expected at most 60s
                bad.conf: 7: a workload has at least one client
                bad.conf: 8: 'kind' is missing
                bad.conf: 8: clients: 'many' is no number\
                """);
    }

    @Test
    void a_directive_that_redis_would_refuse() {
        refused(
                """
                about = "x"
                world { redis-conf {
                  appendonyl = yes
                  appendfsync = sometimes
                  port = 1
                } }
                """,
                """
                bad.conf: 3: unknown directive 'appendonyl'; expected 'appendonly', or another of Redis 7.2's redis.conf
                bad.conf: 4: appendfsync: argument(s) must be one of the following: everysec, always, no
                bad.conf: 5: 'port' is set by the simulator itself, for each node\
                """);
    }

    @Test
    void an_unknown_law() {
        refused(
                """
                about = "x"
                laws {
                  linearisable = off
                  sums-stay = perhaps
                }
                """,
                "bad.conf: 3: unknown word 'linearisable'; expected 'linearizable', or one of "
                        + String.join(", ", new java.util.TreeSet<>(Words.LAWS))
                        + "\nbad.conf: 4: sums-stay: 'perhaps' is neither yes nor no; expected yes, no, on or off");
    }

    @Test
    void what_is_no_hocon() {
        refused(
                """
                about = "x"
                world { masters = 3
                """,
                "bad.conf: 3: the file ends too early; expected a closing brace");
    }

    @Test
    void an_unknown_parameter() {
        refused(
                """
                about = "x"
                parameters { timeout = 2s }
                world {
                  node-timeout = ${timout}
                }
                """,
                "bad.conf: 4: unknown parameter 'timout'; expected 'timeout', or one of timeout");
    }

    @Test
    void what_is_wrong_on_the_command_line_is_said_of_the_command_line() {
        var story =
                """
                about = "x"
                parameters { timeout = 2s }
                world { node-timeout = ${timeout} }
                """;
        var settings = new TreeMap<String, String>();
        settings.put("tiemout", "5s");
        settings.put("timeout", "5");
        refused(
                story,
                settings,
                """
                --set tiemout: unknown parameter 'tiemout'; expected 'timeout', or one of timeout
                --set timeout: node-timeout: '5' is no duration; expected a number with one of the units ns, us, ms, s, m, h, d, as in 500ms\
                """);
    }

    private static void troubleRefused(String trouble, String expected) {
        refused("about = \"x\"\ntroubles = [\n" + trouble + "]\n", "bad.conf: 3: " + expected);
    }

    private static void refused(String text, String expected) {
        refused(text, new TreeMap<>(), expected);
    }

    private static void refused(String text, SortedMap<String, String> settings, String expected) {
        var e = assertThrows(BadStory.class, () -> StoryFile.read(text, "bad.conf", settings));
        assertEquals(expected, e.text());
    }
}
