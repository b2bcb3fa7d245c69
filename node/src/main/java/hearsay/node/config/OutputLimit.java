package hearsay.node.config;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// When a client that does not read is cut off: at once above the hard limit, or after it was above
/// the soft one for that long. Zero is no limit.
public record OutputLimit(long hardBytes, long softBytes, long softSeconds) {

    /// The classes of clients with a limit of their own, in the order of the directive.
    public enum ClientClass {
        NORMAL,
        /// Replicas, and `MONITOR`.
        REPLICA,
        PUBSUB
    }

    /// The value of `client-output-buffer-limit`: a limit for each [ClientClass].
    record PerClass() implements Kind<List<OutputLimit>> {

        static final List<OutputLimit> DEFAULTS =
                List.of(
                        new OutputLimit(0, 0, 0),
                        new OutputLimit(256L << 20, 64L << 20, 60),
                        new OutputLimit(32L << 20, 8L << 20, 60));

        @Override
        public boolean takesSeveral() {
            return true;
        }

        /// Any number of `<class> <hard> <soft> <seconds>`; the classes that are not named stay as
        /// they are.
        @Override
        public List<OutputLimit> parse(List<String> words, List<OutputLimit> old) {
            if (words.size() % 4 != 0)
                throw new ConfigError("Wrong number of arguments in buffer limit configuration.");
            List<OutputLimit> limits = new ArrayList<>(old);
            for (int i = 0; i < words.size(); i += 4) {
                int named = classNamed(words.get(i));
                OptionalLong hard = Numbers.memory(words.get(i + 1));
                OptionalLong soft = Numbers.memory(words.get(i + 2));
                OptionalLong seconds = Numbers.lenient(words.get(i + 3), 10);
                if (hard.isEmpty()
                        || soft.isEmpty()
                        || seconds.isEmpty()
                        || seconds.getAsLong() < 0) {
                    throw new ConfigError(
                            "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
                }
                limits.set(
                        named,
                        new OutputLimit(hard.getAsLong(), soft.getAsLong(), seconds.getAsLong()));
            }
            return List.copyOf(limits);
        }

        @Override
        public String show(List<OutputLimit> value) {
            List<String> shown = new ArrayList<>();
            for (ClientClass each : ClientClass.values()) {
                OutputLimit limit = value.get(each.ordinal());
                shown.add(each == ClientClass.REPLICA ? "slave" : Words.lower(each.name()));
                shown.add(Long.toUnsignedString(limit.hardBytes));
                shown.add(Long.toUnsignedString(limit.softBytes));
                shown.add(Long.toString(limit.softSeconds));
            }
            return String.join(" ", shown);
        }

        @Override
        public List<Line> lines(
                String name, List<OutputLimit> value, List<OutputLimit> defaultValue) {
            List<Line> lines = new ArrayList<>();
            for (ClientClass each : ClientClass.values()) {
                OutputLimit limit = value.get(each.ordinal());
                lines.add(
                        new Line(
                                String.join(
                                        " ",
                                        name,
                                        Words.lower(each.name()),
                                        Numeric.inUnits(limit.hardBytes),
                                        Numeric.inUnits(limit.softBytes),
                                        Long.toString(limit.softSeconds)),
                                !limit.equals(defaultValue.get(each.ordinal()))));
            }
            return lines;
        }

        private static int classNamed(String word) {
            return switch (Words.lower(word)) {
                case "normal" -> 0;
                case "slave", "replica" -> 1;
                case "pubsub" -> 2;
                default ->
                        throw new ConfigError(
                                "Invalid client class specified in buffer limit configuration.");
            };
        }
    }
}
