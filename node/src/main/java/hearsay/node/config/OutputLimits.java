package hearsay.node.config;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The limits of `client-output-buffer-limit`, one for each class of clients.
///
/// @param replica for replicas and clients in MONITOR
public record OutputLimits(OutputLimit normal, OutputLimit replica, OutputLimit pubsub) {

    static final OutputLimits DEFAULTS =
            new OutputLimits(
                    new OutputLimit(0, 0, 0),
                    new OutputLimit(256L << 20, 64L << 20, 60),
                    new OutputLimit(32L << 20, 8L << 20, 60));

    /// The classes of clients, in the order of the directive.
    public enum ClientClass {
        NORMAL,
        REPLICA,
        PUBSUB
    }

    public OutputLimit of(ClientClass clientClass) {
        return switch (clientClass) {
            case NORMAL -> normal;
            case REPLICA -> replica;
            case PUBSUB -> pubsub;
        };
    }

    private OutputLimits with(ClientClass clientClass, OutputLimit limit) {
        return switch (clientClass) {
            case NORMAL -> new OutputLimits(limit, replica, pubsub);
            case REPLICA -> new OutputLimits(normal, limit, pubsub);
            case PUBSUB -> new OutputLimits(normal, replica, limit);
        };
    }

    /// Any number of `<class> <hard> <soft> <seconds>`; the classes that are not named stay as they
    /// are.
    record PerClass() implements Kind<OutputLimits> {

        @Override
        public boolean takesSeveral() {
            return true;
        }

        @Override
        public OutputLimits parse(List<String> words, OutputLimits old) {
            if (words.size() % 4 != 0) {
                throw new ConfigError("Wrong number of arguments in buffer limit configuration.");
            }
            OutputLimits limits = old;
            for (int i = 0; i < words.size(); i += 4) {
                limits = limits.with(classNamed(words.get(i)), limit(words.subList(i + 1, i + 4)));
            }
            return limits;
        }

        @Override
        public String show(OutputLimits value) {
            List<String> shown = new ArrayList<>();
            for (ClientClass each : ClientClass.values()) {
                OutputLimit limit = value.of(each);
                shown.add(each == ClientClass.REPLICA ? "slave" : Words.lower(each.name()));
                shown.add(Long.toUnsignedString(limit.hardBytes()));
                shown.add(Long.toUnsignedString(limit.softBytes()));
                shown.add(Long.toString(limit.softSeconds()));
            }
            return String.join(" ", shown);
        }

        @Override
        public List<Line> lines(String name, OutputLimits value, OutputLimits defaultValue) {
            List<Line> lines = new ArrayList<>();
            for (ClientClass each : ClientClass.values()) {
                OutputLimit limit = value.of(each);
                String hard = Numeric.inUnits(limit.hardBytes());
                String soft = Numeric.inUnits(limit.softBytes());
                String seconds = Long.toString(limit.softSeconds());
                lines.add(
                        new Line(
                                String.join(
                                        " ", name, Words.lower(each.name()), hard, soft, seconds),
                                !limit.equals(defaultValue.of(each))));
            }
            return lines;
        }

        private static OutputLimit limit(List<String> words) {
            OptionalLong hard = Numbers.memory(words.get(0));
            OptionalLong soft = Numbers.memory(words.get(1));
            OptionalLong seconds = Numbers.lenient(words.get(2), 10);
            if (hard.isEmpty() || soft.isEmpty() || seconds.isEmpty() || seconds.getAsLong() < 0) {
                throw new ConfigError(
                        "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
            }
            return new OutputLimit(hard.getAsLong(), soft.getAsLong(), seconds.getAsLong());
        }

        private static ClientClass classNamed(String word) {
            return switch (Words.lower(word)) {
                case "normal" -> ClientClass.NORMAL;
                case "slave", "replica" -> ClientClass.REPLICA;
                case "pubsub" -> ClientClass.PUBSUB;
                default ->
                        throw new ConfigError(
                                "Invalid client class specified in buffer limit configuration.");
            };
        }
    }
}
