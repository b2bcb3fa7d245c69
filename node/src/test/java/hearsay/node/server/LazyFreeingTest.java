package hearsay.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RealRedis;
import hearsay.node.TestNode;
import hearsay.node.TwinConversation;
import hearsay.node.resp.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LazyFreeingTest {

    @Test
    void flushing_takes_sync_and_async_and_nothing_else() {
        TwinConversation.twinConversation(
                """
                > MSET a 1 b 2
                OK
                > UNLINK a nothing
                (integer) 1
                > FLUSHALL ASYNC
                OK
                > DBSIZE
                (integer) 0
                > FLUSHDB SYNC
                OK
                > FLUSHDB LATER
                (error) ERR syntax error
                > FLUSHALL ASYNC SYNC
                (error) ERR syntax error
                """);
    }

    /// Requests, and how many were freed lazily by then.
    private static final List<String> DEEDS =
            List.of(
                    "UNLINK small",
                    "UNLINK set",
                    "UNLINK hash",
                    "UNLINK ranking",
                    "UNLINK numbers",
                    "DEL other",
                    "CONFIG SET lazyfree-lazy-user-del yes",
                    "DEL another",
                    "FLUSHALL",
                    "SET a 1",
                    "FLUSHALL ASYNC",
                    "SET a 1",
                    "FLUSHALL SYNC",
                    "SET a 1",
                    "CONFIG SET lazyfree-lazy-user-flush yes",
                    "FLUSHDB",
                    "CONFIG RESETSTAT");

    @Test
    void lazily_freed_is_counted_as_a_real_redis_counts_it() {
        try (var real = RealRedis.startOrSkip()) {
            var node = new TestNode();
            var client = node.connect();
            for (var fill : fills()) {
                real.raw(fill);
                client.request(fill);
            }
            for (var deed : DEEDS) {
                real.raw(deed.split(" "));
                client.request(deed.split(" "));
                assertThat(node.server().lazyFreeing().freed()).as(deed).isEqualTo(freed(real));
            }
        }
    }

    private static List<String[]> fills() {
        return List.of(
                words("SADD small", 100, ""),
                words("SADD set", 200, "member"),
                words("SADD numbers", 200, ""),
                words("SADD other", 200, "member"),
                words("SADD another", 200, "member"),
                words("HSET hash", 1200, "field"),
                words("ZADD ranking", 400, ""));
    }

    /// So many words, the numbers among them even: fields and values, or scores and members.
    private static String[] words(String command, int count, String prefix) {
        return Stream.concat(
                        Stream.of(command.split(" ")),
                        IntStream.range(0, count).mapToObj(i -> prefix + i))
                .toArray(String[]::new);
    }

    /// Another thread frees, and counts when it has: redis-server is asked until nothing waits.
    private static long freed(RealRedis real) {
        while (true) {
            var info = String.valueOf(real.ask("INFO", "memory"));
            if (!info.contains("lazyfree_pending_objects:0\r")) continue;
            return Long.parseLong(info.replaceAll("(?s).*lazyfreed_objects:(\\d+).*", "$1"));
        }
    }

    @Test
    void replicas_are_told_of_what_vanishes_by_del_or_unlink_as_the_setting_says() {
        for (var lazy : List.of("no", "yes")) {
            var node =
                    new TestNode(
                            "--lazyfree-lazy-expire", lazy, "--lazyfree-lazy-server-del", lazy);
            var repeated = new ArrayList<String>();
            node.server().propagation().add((db, words) -> repeated.add(text(words)));
            var client = node.connect();
            client.request("SET", "a", "1", "PX", "50");
            client.request("SET", "b", "1");
            client.request("SADD", "c", "1");
            client.request("SET", "d", "1");
            client.request("SET", "e", "1");
            client.request("SET", "f", "1");
            node.pass(200);
            client.request("GET", "a");
            client.request("PEXPIREAT", "b", "1");
            client.request("SPOP", "c", "10");
            client.request("GETEX", "d", "PXAT", "1");
            client.request("GETDEL", "e");
            client.request("DEL", "f");
            var verb = lazy.equals("yes") ? "UNLINK" : "DEL";
            assertThat(repeated.subList(6, repeated.size()))
                    .containsExactly(
                            verb + " a", verb + " b", verb + " c", verb + " d", "DEL e", "DEL f");
        }
    }

    private static String text(Arguments words) {
        return words.text(0) + " " + words.text(1);
    }
}
