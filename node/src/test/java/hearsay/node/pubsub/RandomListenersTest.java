package hearsay.node.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RealClients;
import hearsay.node.RealRedis;
import hearsay.node.RespText;
import hearsay.node.TestNode;
import hearsay.node.resp.InlineWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Clients that listen, speak, change keys and keep caches of them, as chance has it: each of them
/// hears from our node what it hears from redis-server.
///
/// In which order it hears what one command has brought about is another matter: Redis 7.0, which
/// may be the one that is installed, tells a client of its own doings in the midst of the reply.
class RandomListenersTest {

    private static final int STEPS = Integer.getInteger("hearsay.listeners.steps", 400);
    private static final int SEEDS = Integer.getInteger("hearsay.listeners.seeds", 3);

    /// The last one begins transactions, and so listens to nothing: what Redis 7.0 makes of that
    /// nobody could read.
    private static final List<String> CLIENTS = List.of("A", "B", "C", "D", "E");

    private static final List<String> CHANNELS =
            List.of("x", "xy", "__keyspace@0__:k1", "__keyevent@0__:set");
    private static final List<String> PATTERNS = List.of("x*", "?y", "__key*:k[12]", "*del");
    private static final List<String> KEYS = List.of("k1", "k2", "k22", "j1", "j2");
    private static final List<String> PREFIXES = List.of("k", "k2", "j", "x");

    static List<Long> seeds() {
        var seeds = new ArrayList<Long>();
        for (long seed = 1; seed <= SEEDS; seed++) seeds.add(seed);
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void clients_hear_what_they_hear_from_redis(long seed) throws IOException {
        try (var redis = RealRedis.startOrSkip();
                var theirs = new RealClients(redis.port())) {
            new Run(seed, theirs).run();
        }
    }

    private static final class Run {
        private final RandomGenerator random;
        private final TestNode node = new TestNode();
        private final Map<String, TestNode.Client> ours = new LinkedHashMap<>();
        private final RealClients theirs;
        private final Map<String, String> ids = new LinkedHashMap<>();
        private final List<String> history = new ArrayList<>();

        Run(long seed, RealClients theirs) {
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            this.theirs = theirs;
        }

        void run() throws IOException {
            for (var name : CLIENTS) {
                ours.put(name, node.connect());
                theirs.ask(name, "CLIENT ID");
                theirs.waitUntilServed();
                ids.put(
                        name,
                        new String(theirs.heard(name), StandardCharsets.UTF_8)
                                .substring(1)
                                .strip());
            }
            for (var name : List.of("A", "B", "E")) {
                step(name, "CLIENT REPLY SKIP");
                step(name, "HELLO 3");
            }
            for (int i = 0; i < STEPS; i++) {
                var name = pick(CLIENTS);
                for (var line : name.equals("E") ? ofTransactor() : ofListener()) step(name, line);
            }
        }

        private void step(String name, String line) throws IOException {
            history.add(name + "> " + line);
            request(
                    Objects.requireNonNull(ours.get(name)),
                    line.replaceAll("REDIRECT @", "REDIRECT "));
            theirs.ask(name, withTheirIds(line));
            theirs.waitUntilServed();
            for (var client : CLIENTS) {
                assertThat(heard(Objects.requireNonNull(ours.get(client)).take()))
                        .as(() -> client + " after\n" + String.join("\n", history))
                        .isEqualTo(heard(theirs.heard(client)));
            }
        }

        private String withTheirIds(String line) {
            int at = line.indexOf('@');
            if (at < 0 || !line.startsWith("CLIENT TRACKING")) return line;
            int number = line.charAt(at + 1) - '0';
            return line.substring(0, at) + ids.get(CLIENTS.get(number - 1));
        }

        private static List<String> heard(byte[] bytes) {
            return RespText.each(bytes).stream().sorted().toList();
        }

        private static void request(TestNode.Client client, String line) {
            var bytes = line.getBytes(StandardCharsets.UTF_8);
            var words = Objects.requireNonNull(InlineWords.split(bytes, 0, bytes.length));
            var request = new byte[words.count()][];
            for (int i = 0; i < request.length; i++) request[i] = words.word(i);
            client.request(request);
        }

        private List<String> ofTransactor() {
            var lines = new ArrayList<String>();
            if (random.nextInt(3) == 0) return List.of(tracking());
            if (random.nextInt(3) == 0) lines.add("CLIENT CACHING " + pick(List.of("YES", "NO")));
            boolean several = random.nextBoolean();
            if (several) lines.add("MULTI");
            for (int i = random.nextInt(1, 5); i > 0; i--) lines.add(ofKeys("MGET "));
            if (several) lines.add("EXEC");
            return lines;
        }

        private List<String> ofListener() {
            return switch (random.nextInt(12)) {
                case 0 -> List.of(pick(List.of("SUBSCRIBE ", "UNSUBSCRIBE ")) + some(CHANNELS));
                case 1 -> List.of(pick(List.of("PSUBSCRIBE ", "PUNSUBSCRIBE ")) + some(PATTERNS));
                case 2 -> List.of(pick(List.of("SSUBSCRIBE ", "SUNSUBSCRIBE ")) + some(CHANNELS));
                case 3 -> List.of("PUBLISH " + pick(CHANNELS) + " m" + random.nextInt(100));
                case 4 -> List.of("SPUBLISH " + pick(CHANNELS) + " m" + random.nextInt(100));
                case 5 ->
                        List.of(
                                "PUBSUB "
                                        + pick(List.of("NUMSUB ", "SHARDNUMSUB "))
                                        + some(CHANNELS));
                case 6 -> List.of(pick(List.of("PUBSUB NUMPAT", "PING", "PING x")));
                case 7 -> List.of(tracking());
                case 8 ->
                        List.of("CLIENT CACHING " + pick(List.of("YES", "NO")), ofKeys("EXISTS "));
                case 9 ->
                        switch (random.nextInt(4)) {
                            case 0 -> List.of("CONFIG SET notify-keyspace-events " + events());
                            case 1 -> List.of("RESET");
                            case 2 -> List.of("CLIENT REPLY SKIP", "HELLO " + random.nextInt(2, 4));
                            default -> List.of("SELECT " + random.nextInt(2));
                        };
                default -> List.of(ofKeys("EXISTS "));
            };
        }

        private String tracking() {
            if (random.nextInt(4) == 0) return "CLIENT TRACKING OFF";
            var line = new StringBuilder("CLIENT TRACKING ON");
            int scope = random.nextInt(6);
            if (scope == 0) line.append(" OPTIN");
            if (scope == 1) line.append(" OPTOUT");
            if (scope == 2 || scope == 3) line.append(" BCAST");
            if (scope == 3) {
                // Of overlapping prefixes Redis finds those behind the first too late.
                line.append(" PREFIX ").append(pick(PREFIXES));
            }
            // Who listens for several broadcasts hears them in the order of their addresses.
            if (random.nextInt(4) == 0) {
                line.append(" NOLOOP");
            } else if (random.nextInt(4) == 0) {
                line.append(" REDIRECT @").append(random.nextInt(1, 5));
            }
            return line.toString();
        }

        private String ofKeys(String several) {
            return switch (random.nextInt(12)) {
                case 0 -> "SET " + pick(KEYS) + " v";
                case 1 -> "DEL " + some(KEYS);
                case 2 -> "MSET " + pick(KEYS) + " a " + pick(KEYS) + " b";
                case 3 -> "APPEND " + pick(KEYS) + " x";
                case 4 -> "RENAME " + pick(KEYS) + " " + pick(KEYS);
                case 5 -> "EXPIRE " + pick(KEYS) + " " + pick(List.of("1000", "-1"));
                case 6 -> random.nextInt(4) == 0 ? pick(List.of("FLUSHALL", "FLUSHDB")) : "PING";
                case 7 -> several + some(KEYS);
                case 8 -> "EXISTS " + some(KEYS);
                case 9 -> "STRLEN " + pick(KEYS);
                default -> "GET " + pick(KEYS);
            };
        }

        private String events() {
            var letters = new StringBuilder();
            for (char letter : "KE$gnxm".toCharArray()) {
                if (random.nextInt(3) > 0) letters.append(letter);
            }
            return letters.isEmpty() ? "KEA" : letters.toString();
        }

        private String some(List<String> names) {
            return random.nextBoolean() ? pick(names) : pick(names) + " " + pick(names);
        }

        private <T> T pick(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }
    }
}
