package hearsay.node.config;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// `save <seconds> <changes>`: a snapshot is due when so many changes are that many seconds old.
public record SavePoint(long seconds, int changes) {

    @Override
    public String toString() {
        return seconds + " " + changes;
    }

    /// The value of `save`: any number of pairs, in one line or several.
    record Points() implements Kind<List<SavePoint>> {

        @Override
        public boolean takesSeveral() {
            return true;
        }

        @Override
        public List<SavePoint> parse(List<String> words, List<SavePoint> old) {
            if (words.equals(List.of(""))) return List.of();
            if (words.size() % 2 == 1) throw invalid();
            List<SavePoint> points = new ArrayList<>();
            for (int i = 0; i < words.size(); i += 2) {
                points.add(
                        new SavePoint(number(words.get(i), 1), (int) number(words.get(i + 1), 0)));
            }
            return List.copyOf(points);
        }

        /// Lines of one configuration add up; an empty one takes back those before it.
        @Override
        public List<SavePoint> again(List<SavePoint> earlier, List<SavePoint> later) {
            if (later.isEmpty()) return later;
            List<SavePoint> all = new ArrayList<>(earlier);
            all.addAll(later);
            return List.copyOf(all);
        }

        @Override
        public String show(List<SavePoint> value) {
            return value.stream().map(SavePoint::toString).collect(Collectors.joining(" "));
        }

        /// Always written, for a file without `save` would mean Redis' defaults to Redis.
        @Override
        public List<Line> lines(String name, List<SavePoint> value, List<SavePoint> defaultValue) {
            if (value.isEmpty()) return List.of(new Line(name + " \"\"", true));
            return value.stream().map(point -> new Line(name + " " + point, true)).toList();
        }

        private static long number(String word, long least) {
            OptionalLong number = Numbers.lenient(word, 10);
            if (number.isEmpty() || number.getAsLong() < least) throw invalid();
            return number.getAsLong();
        }

        private static ConfigError invalid() {
            return new ConfigError("Invalid save parameters");
        }
    }
}
