package hearsay.node.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Where somebody listens: a name or an address as it was written, and a port.
public record HostPort(String host, int port) {

    @Override
    public String toString() {
        return host + ":" + port;
    }

    /// The value of `replicaof`: `<host> <port>`, or `no one`.
    record Master() implements Kind<Optional<HostPort>> {

        @Override
        public boolean takesSeveral() {
            return true;
        }

        @Override
        public Optional<HostPort> parse(List<String> words, Optional<HostPort> old) {
            if (words.size() != 2) throw new ConfigError("wrong number of arguments");
            if (Words.lower(words.get(0)).equals("no") && Words.lower(words.get(1)).equals("one"))
                return Optional.empty();
            OptionalLong port = Numbers.lenient(words.get(1), 10);
            if (port.isEmpty() || port.getAsLong() < 0 || port.getAsLong() > 65535) {
                throw new ConfigError("Invalid master port");
            }
            return Optional.of(new HostPort(words.get(0), (int) port.getAsLong()));
        }

        @Override
        public String show(Optional<HostPort> value) {
            return value.map(master -> master.host + " " + master.port).orElse("");
        }

        @Override
        public List<Line> lines(
                String name, Optional<HostPort> value, Optional<HostPort> defaultValue) {
            return value.map(master -> List.of(new Line(name + " " + show(value), true)))
                    .orElse(List.of());
        }
    }

    /// Any number of `host:port`, as `hearsay-seed-nodes` has them.
    record Several() implements Kind<List<HostPort>> {

        @Override
        public boolean takesSeveral() {
            return true;
        }

        @Override
        public List<HostPort> parse(List<String> words, List<HostPort> old) {
            if (words.equals(List.of(""))) return List.of();
            List<HostPort> several = new ArrayList<>();
            for (String word : words) {
                int colon = word.lastIndexOf(':');
                OptionalLong port = Numbers.strict(word.substring(colon + 1));
                if (colon < 1
                        || port.isEmpty()
                        || port.getAsLong() < 1
                        || port.getAsLong() > 65535) {
                    throw new ConfigError("'" + word + "' is not host:port");
                }
                several.add(new HostPort(word.substring(0, colon), (int) port.getAsLong()));
            }
            return List.copyOf(several);
        }

        @Override
        public String show(List<HostPort> value) {
            return value.stream().map(HostPort::toString).collect(Collectors.joining(" "));
        }

        @Override
        public List<Line> lines(String name, List<HostPort> value, List<HostPort> defaultValue) {
            if (value.isEmpty()) return List.of();
            return List.of(new Line(name + " " + show(value), true));
        }
    }
}
