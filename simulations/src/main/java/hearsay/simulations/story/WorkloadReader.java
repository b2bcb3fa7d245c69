package hearsay.simulations.story;

import hearsay.simulations.fault.Text;
import hearsay.simulations.workload.Keys;
import hearsay.simulations.workload.Workload;
import hearsay.simulations.workload.Workload.Kind;
import hearsay.simulations.world.WorldPlan;
import java.time.Duration;
import java.util.Optional;

/// One of the `workloads` of a story file.
///
/// ```
/// { kind = counters, clients = 10, rate = 500, keys = 100, distribution = zipf 1.1, pipeline = 1
///   reads = 20%, wait { replicas = 1, timeout = 100ms }, value-size = 16, from = 0s, until = 60s }
/// ```
final class WorkloadReader {

    private WorkloadReader() {}

    static Optional<Workload> read(Section section, WorldPlan world, Duration lasts) {
        var kind =
                section.required("kind", Kind.COUNTERS, text -> Section.constant(text, Kind.class));
        int clients = section.whole("clients", 10);
        double rate = section.number("rate", 100);
        int keys = section.whole("keys", 100);
        var distribution = section.read("distribution", new Keys.Uniform(), WorkloadReader::keys);
        int pipeline = section.whole("pipeline", 1);
        double reads = section.fraction("reads", 0.2);
        Section wait = section.section("wait");
        int waitReplicas = wait.whole("replicas", 0);
        var waitTimeout = wait.duration("timeout", Duration.ofSeconds(1));
        wait.close();
        if (waitReplicas > world.replicas())
            section.mistakes()
                    .add(
                            wait.originOf("replicas"),
                            "WAIT for %d replicas of masters that have %d; expected at most that"
                                    .formatted(waitReplicas, world.replicas()));
        int valueSize = section.whole("value-size", 16);
        var begins = section.duration("from", Duration.ZERO);
        var ends = section.duration("until", lasts);
        if (ends.compareTo(lasts) > 0)
            section.mistakes()
                    .add(
                            section.originOf("until"),
                            "until "
                                    + Text.of(ends)
                                    + " the story does not last; expected at most "
                                    + Text.of(lasts));
        section.close();
        return section.make(() ->
                new Workload(
                        kind,
                        clients,
                        rate,
                        keys,
                        distribution,
                        pipeline,
                        reads,
                        waitReplicas,
                        waitTimeout,
                        valueSize,
                        begins,
                        ends));
    }

    private static Keys keys(String text) {
        String[] words = text.strip().split("\\s+");
        if (text.strip().equals("uniform")) return new Keys.Uniform();
        if (words.length == 2 && words[0].equals("zipf"))
            return new Keys.Zipf(Text.number(words[1]));
        if (words.length == 2 && words[0].equals("hot"))
            return new Keys.Hot(Text.fraction(words[1]));
        throw new IllegalArgumentException(
                "unknown distribution '" + text + "'; expected uniform, zipf 1.1 or hot 90%");
    }

    static String text(Keys keys) {
        return switch (keys) {
            case Keys.Uniform uniform -> "uniform";
            case Keys.Zipf zipf -> "zipf " + zipf.exponent();
            case Keys.Hot hot -> "hot " + hot.fraction();
        };
    }
}
