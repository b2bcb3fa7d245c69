package hearsay.node.blocking;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RealRedis;
import hearsay.node.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Several clients that wait for lists and sorted sets, and others who push, rename, move and
/// delete them: who gets what, and when, is the same as with a real redis-server.
///
/// They wait for one key at a time: with several, 7.2 looks at them in the order of the request,
/// 7.0 in the order in which they became ready. Nobody exchanges databases: which of several keys
/// is then ready first, chance decides.
///
/// More of it: `-Dhearsay.blocking=100000 -Dhearsay.blocking.seed=7`.
class BlockingTwinsTest {

    private static final int STEPS = Integer.getInteger("hearsay.blocking", 600);
    private static final long SEED = Long.getLong("hearsay.blocking.seed", 1);
    private static final int CLIENTS = 6;
    private static final int LENGTH = 60;

    private static final List<String> WAITING =
            List.of(
                    "BLPOP k 0",
                    "BRPOP k 0",
                    "BLMOVE k k LEFT RIGHT 0",
                    "BLMOVE k k RIGHT RIGHT 0",
                    "BRPOPLPUSH k k 0",
                    "BLMPOP 0 1 k LEFT",
                    "BLMPOP 0 1 k RIGHT COUNT 2",
                    "BZPOPMIN k 0",
                    "BZPOPMAX k 0",
                    "BZMPOP 0 1 k MIN COUNT 2");

    private static final List<String> ACTING =
            List.of(
                    "RPUSH k v",
                    "RPUSH k v v v",
                    "LPUSH k v v",
                    "LPUSHX k v",
                    "LPOP k",
                    "LMOVE k k LEFT RIGHT",
                    "RENAME k k",
                    "RENAMENX k k",
                    "COPY k k",
                    "COPY k k REPLACE",
                    "SORT k ALPHA STORE k",
                    "DEL k",
                    "ZADD k 1 v",
                    "ZADD k 1 v 2 v 3 v",
                    "ZPOPMIN k",
                    "SET k v",
                    "MOVE k 1",
                    "FLUSHDB",
                    "LRANGE k 0 -1");

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void everybody_gets_what_they_would_get_from_redis() throws IOException {
        try (var redis = RealRedis.startOrSkip()) {
            for (int done = 0; done < STEPS; done += LENGTH) {
                redis.ask("FLUSHALL");
                converse(redis, Math.min(LENGTH, STEPS - done));
            }
        }
    }

    private void converse(RealRedis redis, int steps) throws IOException {
        var said = new ArrayList<String>();
        try (var real = new Real(redis)) {
            var ours = new Ours();
            Set<Integer> waiting = new LinkedHashSet<>();
            for (int i = 0; i < steps; i++) {
                int client = random.nextInt(CLIENTS);
                if (waiting.contains(client)) continue;
                var requests = requests();
                for (var request : requests) {
                    said.add(client + "> " + request);
                    var our = ours.say(client, request);
                    var their = real.say(client, request);
                    assertThat(our).as(String.join("\n", said)).isEqualTo(their);
                    for (int c = 0; c < CLIENTS; c++) {
                        if (!their.get(c).isEmpty()) waiting.remove(c);
                    }
                    if (their.get(client).isEmpty()) waiting.add(client);
                }
            }
        }
    }

    private List<String> requests() {
        int dice = random.nextInt(20);
        if (dice < 10) return List.of(filled(WAITING));
        if (dice < 17) return List.of(filled(ACTING));
        var transaction = new ArrayList<>(List.of("MULTI"));
        for (int i = random.nextInt(4); i >= 0; i--) {
            transaction.add(filled(random.nextInt(5) == 0 ? WAITING : ACTING));
        }
        transaction.add("EXEC");
        return transaction;
    }

    private String filled(List<String> patterns) {
        var words = new ArrayList<String>();
        for (var word : patterns.get(random.nextInt(patterns.size())).split(" ")) {
            switch (word) {
                case "k" -> words.add("abc".charAt(random.nextInt(3)) + "");
                case "v" -> words.add("v" + random.nextInt(100));
                default -> words.add(word);
            }
        }
        return String.join(" ", words);
    }

    private static final class Ours {

        private final List<TestNode.Client> clients = new ArrayList<>();

        Ours() {
            var node = new TestNode();
            for (int i = 0; i < CLIENTS; i++) clients.add(node.connect());
        }

        /// What everybody has heard since.
        List<String> say(int client, String request) {
            clients.get(client).request(request.split(" "));
            return clients.stream().map(c -> new String(c.take(), ISO_8859_1)).toList();
        }
    }

    private static final class Real implements AutoCloseable {

        private final RealRedis redis;
        private final List<Socket> clients = new ArrayList<>();

        Real(RealRedis redis) throws IOException {
            this.redis = redis;
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Socket(InetAddress.getLoopbackAddress(), redis.port()));
            }
        }

        List<String> say(int client, String request) throws IOException {
            clients.get(client).getOutputStream().write((request + "\r\n").getBytes(ISO_8859_1));
            // The request is read in the server's next turn at the latest, and everybody is
            // answered in the same turn.
            for (int i = 0; i < 3; i++) redis.ask("PING");
            var heard = new ArrayList<String>();
            for (var socket : clients) {
                var in = socket.getInputStream();
                heard.add(new String(in.readNBytes(in.available()), ISO_8859_1));
            }
            return heard;
        }

        @Override
        public void close() throws IOException {
            for (var socket : clients) socket.close();
        }
    }
}
