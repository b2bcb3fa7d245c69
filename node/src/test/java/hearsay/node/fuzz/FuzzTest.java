package hearsay.node.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import hearsay.node.RealRedis;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Random commands of each type to our node and to a real redis-server: the replies are the same,
/// byte for byte, and so is the data.
///
/// More of it, in sequences of two thousand that begin with empty servers, each with a seed of its
/// own:
///
/// ```
/// -Dtest=FuzzTest -Dhearsay.fuzz=1000000 -Dhearsay.fuzz.type=list -Dhearsay.fuzz.seed=7 -Dhearsay.fuzz.protocol=3
/// ```
///
/// It goes with whatever redis-server is first on the PATH. With 7.2, `-Dhearsay.fuzz.exact=true`
/// excuses no difference between that and 7.0.
class FuzzTest {

    private static final int COMMANDS = Integer.getInteger("hearsay.fuzz", 2000);
    private static final int LENGTH = Integer.getInteger("hearsay.fuzz.length", 2000);
    private static final long SEED = Long.getLong("hearsay.fuzz.seed", 1);
    private static final int PROTOCOL = Integer.getInteger("hearsay.fuzz.protocol", 0);
    private static final String TYPE = System.getProperty("hearsay.fuzz.type", "");
    private static final int SHRINK_SECONDS = Integer.getInteger("hearsay.fuzz.shrink", 30);

    static Stream<Arguments> everything() {
        return types().flatMap(type ->
                Stream.of(2, 3)
                        .filter(protocol -> PROTOCOL == 0 || protocol == PROTOCOL)
                        .map(protocol -> Arguments.of(type, protocol)));
    }

    static Stream<String> types() {
        return Generators.ALL.stream()
                .map(Generator::name)
                .filter(name -> TYPE.isEmpty() || List.of(TYPE.split(",")).contains(name));
    }

    @ParameterizedTest(name = "{0}, RESP{1}")
    @MethodSource("everything")
    void any_sequence_of_commands_goes_as_it_does_with_redis(String type, int protocol) {
        var generator = Generators.named(type);
        var arguments = Commands.arguments(generator).toArray(new String[0]);
        try (var redis = RealRedis.startOrSkip(arguments);
                var twins = new Twins(redis, generator, protocol)) {
            var progress = new Progress(type + ", RESP" + protocol, COMMANDS);
            long seed = SEED;
            for (int done = 0; done < COMMANDS; done += LENGTH, seed++) {
                var script =
                        Script.of(generator, protocol, seed, Math.min(LENGTH, COMMANDS - done));
                var mismatch = twins.run(script);
                if (mismatch != null) report(twins, script, mismatch, type, protocol, seed);
                progress.done(Math.min(COMMANDS, done + LENGTH));
            }
            progress.end(twins.knownSeen());
        }
    }

    private static void report(
            Twins twins,
            List<String[]> script,
            Mismatch mismatch,
            String type,
            int protocol,
            long seed) {
        var shrinker = new Shrinker(twins, script, mismatch, SHRINK_SECONDS);
        shrinker.shrink();
        var found = shrinker.mismatch();
        assertThat(RawReply.show(found.ours()))
                .as(
                        """
                        %s
                        after
                        %s
                        again with -Dtest=FuzzTest -Dhearsay.fuzz.type=%s -Dhearsay.fuzz.protocol=%d -Dhearsay.fuzz.seed=%d
                        at first request %d of the script: %s
                        """,
                        Mismatch.show(found.words()),
                        Mismatch.show(shrinker.script()),
                        type,
                        protocol,
                        seed,
                        mismatch.index(),
                        Mismatch.show(mismatch.words()))
                .isEqualTo(RawReply.show(found.theirs()));
        fail("The replies differ after what is shown of them.");
    }
}
