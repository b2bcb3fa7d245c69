package hearsay.node.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compares what two servers say of the commands they were given: how often each was called,
/// rejected and failed, and how often each error was replied. How long they took is their own
/// affair.
final class Counts {

    /// What the fuzzer asks one of them, or more often than the other, for its own purposes.
    private static final List<String> OWN =
            List.of(
                    "select",
                    "type",
                    "hello",
                    "config|resetstat",
                    "info",
                    "debug",
                    "restore",
                    "del");

    private final Twins twins;

    Counts(Twins twins) {
        this.twins = twins;
    }

    @Nullable Mismatch difference(int index) {
        for (var section : List.of("commandstats", "errorstats")) {
            var words = new String[] {"INFO", section};
            var ours = counts(twins.askOurs(words), twins.aside());
            var theirs = counts(twins.askTheirs(words), twins.aside());
            if (!ours.equals(theirs)) return new Mismatch(index, words, ours, theirs);
        }
        return null;
    }

    private static String counts(String info, Set<String> aside) {
        return Arrays.stream(info.split("\r\n"))
                .filter(line -> line.matches("(cmdstat|errorstat)_.*"))
                .filter(line -> !OWN.contains(name(line)) && !aside.contains(name(line)))
                .map(line -> line.replaceAll("usec=\\d+,usec_per_call=[0-9.]+,", ""))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String name(String line) {
        return line.replaceAll("cmdstat_|:.*", "");
    }
}
