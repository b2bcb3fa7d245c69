package hearsay.node.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RealRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random commands of each type to our node and to a real redis-server: both say the same of their
/// keys, command by command, in keyspace notifications of all classes.
///
/// More of it: `-Dhearsay.fuzz.events=100000 -Dhearsay.fuzz.type=list -Dhearsay.fuzz.seed=7`.
class EventsFuzzTest {

    private static final int COMMANDS = Integer.getInteger("hearsay.fuzz.events", 300);
    private static final int LENGTH = 1000;
    private static final long SEED = Long.getLong("hearsay.fuzz.seed", 1);
    private static final int SHRINK_SECONDS = Integer.getInteger("hearsay.fuzz.shrink", 30);

    private static final List<KnownDifference> KNOWN =
            List.of(
                    KnownDifference.of("SCAN", "it walks by chance, and 7.0 missed keys of a TYPE"),
                    KnownDifference.of("RANDOMKEY", "it is by chance which keys it meets"),
                    KnownDifference.of("PEXPIRE", "7.0 looks at the clock again: 1 ms may be over"),
                    new KnownDifference(
                            "7.2 makes a consumer also if there is nothing for it",
                            (words, ours, theirs) ->
                                    withoutConsumers(ours).equals(withoutConsumers(theirs))));

    static Stream<String> types() {
        return FuzzTest.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void what_happens_to_keys_is_told_as_by_redis(String type) {
        var generator = Generators.named(type);
        var arguments = Commands.arguments(generator).toArray(new String[0]);
        try (var redis = RealRedis.startOrSkip(arguments);
                var twins = Twins.withEvents(redis, generator, KNOWN)) {
            long seed = SEED;
            for (int done = 0; done < COMMANDS; done += LENGTH, seed++) {
                int length = Math.min(LENGTH, COMMANDS - done);
                var script = new ArrayList<>(Script.of(generator, 2, seed, length));
                script.removeIf(EventsFuzzTest::isNew);
                var mismatch = twins.run(script);
                if (mismatch == null) continue;
                var shrinker = new Shrinker(twins, script, mismatch, SHRINK_SECONDS);
                shrinker.shrink();
                var found = shrinker.mismatch();
                assertThat(RawReply.show(found.ours()))
                        .as(
                                "%s%nafter%n%s%nseed %d",
                                Mismatch.show(found.words()),
                                Mismatch.show(shrinker.script()),
                                seed)
                        .isEqualTo(RawReply.show(found.theirs()));
            }
        }
    }

    /// What 7.0 does not know, or allows, makes other data, and may cost a whole transaction.
    private static boolean isNew(String[] words) {
        var name = words[0].toUpperCase(Locale.ROOT);
        return name.equals("XSETID")
                || ((name.equals("ZRANK") || name.equals("ZREVRANK")) && words.length > 3);
    }

    private static String withoutConsumers(String events) {
        return events.replaceAll("(?s)\\d+:xgroup-(create|del)consumer .*?\r\n(?=\\d+:|$)", "");
    }
}
