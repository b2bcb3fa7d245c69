package hearsay.node.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The kinds of value that only one directive has.
final class Specials {

    private Specials() {}

    /// `bind`: up to 16 addresses. None at all listens nowhere.
    record Addresses() implements Kind<List<String>> {

        @Override
        public boolean takesSeveral() {
            return true;
        }

        @Override
        public List<String> parse(List<String> words, List<String> old) {
            if (words.size() > 16) throw new ConfigError("Too many bind addresses specified.");
            return words.equals(List.of("")) ? List.of() : List.copyOf(words);
        }

        @Override
        public String show(List<String> value) {
            return String.join(" ", value);
        }

        @Override
        public List<Line> lines(String name, List<String> value, List<String> defaultValue) {
            String addresses = value.isEmpty() ? "\"\"" : show(value);
            return List.of(new Line(name + " " + addresses, !value.equals(defaultValue)));
        }
    }

    /// `dir`: what a relative name of a file is relative to. Always written to redis.conf, as an
    /// absolute path.
    record Directory() implements Kind<String> {

        @Override
        public String parse(List<String> words, String old) {
            return words.getFirst();
        }

        @Override
        public String show(String value) {
            return value;
        }

        @Override
        public List<Line> lines(String name, String value, String defaultValue) {
            return List.of(new Line(name + " " + Words.quote(value), true));
        }
    }

    /// `oom-score-adj-values`: for a master, a replica and a child process.
    record OomScores() implements Kind<List<Integer>> {

        @Override
        public boolean takesSeveral() {
            return true;
        }

        @Override
        public List<Integer> parse(List<String> words, List<Integer> old) {
            if (words.size() != 3) throw new ConfigError("wrong number of arguments");
            List<Integer> scores = new ArrayList<>();
            for (String word : words) {
                OptionalLong score = Numbers.lenient(word, 10);
                if (score.isEmpty() || score.getAsLong() < -2000 || score.getAsLong() > 2000) {
                    throw new ConfigError(
                            "Invalid oom-score-adj-values, elements must be between -2000 and 2000.");
                }
                scores.add((int) score.getAsLong());
            }
            return List.copyOf(scores);
        }

        @Override
        public String show(List<Integer> value) {
            return value.stream().map(String::valueOf).collect(Collectors.joining(" "));
        }
    }

    /// `latency-tracking-info-percentiles`, which INFO shows. Always written to redis.conf.
    record Percentiles() implements Kind<List<Double>> {

        private static final Pattern NUMBER =
                Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

        @Override
        public boolean takesSeveral() {
            return true;
        }

        @Override
        public List<Double> parse(List<String> words, List<Double> old) {
            if (words.equals(List.of(""))) return List.of();
            List<Double> percentiles = new ArrayList<>();
            for (String word : words) {
                if (!NUMBER.matcher(word).matches()) {
                    throw new ConfigError("Invalid latency-tracking-info-percentiles parameters");
                }
                double percentile = Double.parseDouble(word);
                if (percentile < 0 || percentile > 100) {
                    throw new ConfigError(
                            "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
                }
                percentiles.add(percentile);
            }
            return List.copyOf(percentiles);
        }

        @Override
        public String show(List<Double> value) {
            return value.stream().map(Percentiles::shortest).collect(Collectors.joining(" "));
        }

        @Override
        public List<Line> lines(String name, List<Double> value, List<Double> defaultValue) {
            return List.of(new Line(name + " " + (value.isEmpty() ? "\"\"" : show(value)), true));
        }

        private static String shortest(double percentile) {
            BigDecimal rounded = new BigDecimal(percentile).setScale(6, RoundingMode.HALF_EVEN);
            return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        }
    }
}
