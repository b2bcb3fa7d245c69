package hearsay.node.command;

import hearsay.node.encoding.Dictionary;
import hearsay.node.encoding.Hash;
import hearsay.node.keyspace.RankedSortedSet;
import hearsay.node.keyspace.SetValue;
import hearsay.node.keyspace.SortedSetValue;
import hearsay.node.keyspace.Value;
import hearsay.node.resp.Doubles;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// ZUNION, ZINTER, ZDIFF, their forms that store, and ZINTERCARD. Sets take part as if each of
/// their members had the score 1.
///
/// Source: Redis documentation of ZUNIONSTORE, ZINTER and ZDIFF.
final class SortedSetOperation {

    private enum Kind {
        UNION,
        INTER,
        DIFF,
        CARDINALITY
    }

    private enum Aggregate {
        SUM,
        MIN,
        MAX;

        /// The sum of both infinities is 0 here: no score is NaN.
        double of(double before, double other) {
            return switch (this) {
                case SUM -> orZero(before + other);
                case MIN -> other < before ? other : before;
                case MAX -> other > before ? other : before;
            };
        }
    }

    /// A set that takes part.
    ///
    /// @param value a set or a sorted set, null for no key
    private record Source(@Nullable Value value, double weight) {

        int size() {
            return switch (value) {
                case null -> 0;
                case SortedSetValue sorted -> sorted.size();
                case SetValue set -> set.count();
                default -> throw new IllegalStateException();
            };
        }

        /// The member's score, its weight not regarded; NaN if it is not here.
        double score(byte[] member) {
            return switch (value) {
                case null -> Double.NaN;
                case SortedSetValue sorted -> sorted.score(member, 0, member.length);
                case SetValue set -> set.contains(member, 0, member.length) ? 1 : Double.NaN;
                default -> throw new IllegalStateException();
            };
        }

        boolean contains(byte[] member) {
            return !Double.isNaN(score(member));
        }

        /// Shows members and their weighted scores as long as the visitor wants more.
        void forEach(Visitor visitor) {
            switch (value) {
                case null -> {
                    // Nothing to be seen.
                }
                case SortedSetValue sorted -> {
                    if (sorted.size() == 0) return;
                    for (var place = sorted.at(0); place.isHere(); place.next()) {
                        double score = orZero(weight * place.score());
                        if (!visitor.member(place.member(), score)) return;
                    }
                }
                case SetValue set ->
                        set.forEach((bytes, offset, length) ->
                                visitor.member(
                                        Arrays.copyOfRange(bytes, offset, offset + length),
                                        weight));
                default -> throw new IllegalStateException();
            }
        }
    }

    @FunctionalInterface
    private interface Visitor {

        /// @return whether to go on
        boolean member(byte[] member, double score);
    }

    /// A member of a union, and what its scores have come to so far.
    private static final class Sum extends Dictionary.Node {

        private double score;

        Sum(byte[] member, int hash, double score) {
            super(member, hash);
            this.score = score;
        }
    }

    private final Call call;
    private final Kind kind;
    private final int number;
    private final boolean storing;
    private Source[] sources = new Source[0];
    private Aggregate aggregate = Aggregate.SUM;
    private boolean withScores;
    private long limit;
    private int longest;

    /// @param number the word that says how many keys follow
    private SortedSetOperation(Call call, Kind kind, int number) {
        this.call = call;
        this.kind = kind;
        this.number = number;
        this.storing = number == 2;
    }

    static void zUnion(Call call) {
        new SortedSetOperation(call, Kind.UNION, 1).parse().show();
    }

    static void zInter(Call call) {
        new SortedSetOperation(call, Kind.INTER, 1).parse().show();
    }

    static void zDiff(Call call) {
        new SortedSetOperation(call, Kind.DIFF, 1).parse().show();
    }

    static void zInterCard(Call call) {
        new SortedSetOperation(call, Kind.CARDINALITY, 1).parse().count();
    }

    static void zUnionStore(Call call) {
        new SortedSetOperation(call, Kind.UNION, 2).parse().store("zunionstore");
    }

    static void zInterStore(Call call) {
        new SortedSetOperation(call, Kind.INTER, 2).parse().store("zinterstore");
    }

    static void zDiffStore(Call call) {
        new SortedSetOperation(call, Kind.DIFF, 2).parse().store("zdiffstore");
    }

    private SortedSetOperation parse() {
        long keys = call.integer(number);
        if (keys < 1) {
            throw new CommandError(
                    "ERR at least 1 input key is needed for '"
                            + call.command().fullName()
                            + "' command");
        }
        if (keys > call.count() - number - 1) throw CommandError.syntax();
        @Nullable Value[] values = new Value[(int) keys];
        for (int i = 0; i < values.length; i++) values[i] = value(number + 1 + i);
        var weights = new double[values.length];
        Arrays.fill(weights, 1);
        parseOptions(number + 1 + values.length, weights);
        sources = new Source[values.length];
        for (int i = 0; i < values.length; i++) sources[i] = new Source(values[i], weights[i]);
        // The smallest first: it may decide everything, and sums are made in this order.
        if (kind != Kind.DIFF) Arrays.sort(sources, Comparator.comparingInt(Source::size));
        return this;
    }

    private @Nullable Value value(int key) {
        var entry = call.read(key);
        if (entry == null) return null;
        if (entry.value() instanceof SortedSetValue || entry.value() instanceof SetValue) {
            return entry.value();
        }
        throw CommandError.wrongType();
    }

    private void parseOptions(int from, double[] weights) {
        boolean aggregates = kind == Kind.UNION || kind == Kind.INTER;
        for (int i = from; i < call.count(); i++) {
            int left = call.count() - i;
            if (aggregates && left > weights.length && call.is(i, "WEIGHTS")) {
                for (int k = 0; k < weights.length; k++) weights[k] = weight(++i);
            } else if (aggregates && left >= 2 && call.is(i, "AGGREGATE")) {
                aggregate = aggregate(++i);
            } else if (!storing && kind != Kind.CARDINALITY && call.is(i, "WITHSCORES")) {
                withScores = true;
            } else if (kind == Kind.CARDINALITY && left >= 2 && call.is(i, "LIMIT")) {
                limit = call.integer(++i, 0, Long.MAX_VALUE, "ERR LIMIT can't be negative");
            } else {
                throw CommandError.syntax();
            }
        }
    }

    private double weight(int word) {
        var words = call.words();
        double weight = Doubles.parse(words.buffer(), words.offset(word), words.length(word));
        if (Double.isNaN(weight)) throw new CommandError("ERR weight value is not a float");
        return weight;
    }

    private Aggregate aggregate(int word) {
        if (call.is(word, "SUM")) return Aggregate.SUM;
        if (call.is(word, "MIN")) return Aggregate.MIN;
        if (call.is(word, "MAX")) return Aggregate.MAX;
        throw CommandError.syntax();
    }

    private void show() {
        var result = result();
        var reply = call.reply();
        SortedSetCommands.begin(reply, result.size(), withScores);
        if (result.size() == 0) return;
        for (var place = result.at(0); place.isHere(); place.next()) {
            SortedSetCommands.reply(reply, place, withScores);
        }
    }

    private void store(String event) {
        var result = result();
        SortedSetCommands.store(call, 1, SortedSetCommands.compact(call, result, longest), event);
    }

    private RankedSortedSet result() {
        var result = new RankedSortedSet();
        switch (kind) {
            case UNION -> unite(result);
            case INTER -> intersect(result);
            case DIFF, CARDINALITY -> subtract(result);
        }
        return result;
    }

    private void unite(RankedSortedSet result) {
        var sums = new Dictionary<Sum>(Hash.seed());
        sums.expand(sources[sources.length - 1].size());
        for (var source : sources) {
            source.forEach((member, score) -> {
                int hash = sums.hash(member, 0, member.length);
                var sum = sums.find(member, 0, member.length, hash);
                if (sum == null) {
                    sums.add(new Sum(member, hash, score));
                } else {
                    sum.score = aggregate.of(sum.score, score);
                }
                return true;
            });
        }
        result.expand(sums.size());
        if (sums.size() == 0) return;
        long cursor = 0;
        do {
            cursor = sums.scan(cursor, sum -> add(result, sum.key(), sum.score));
        } while (cursor != 0);
    }

    private void intersect(RankedSortedSet result) {
        sources[0].forEach((member, first) -> {
            double score = first;
            for (int i = 1; i < sources.length; i++) {
                double other = sources[i].score(member);
                if (Double.isNaN(other)) return true;
                score = aggregate.of(score, other * sources[i].weight());
            }
            add(result, member, score);
            return true;
        });
    }

    private void subtract(RankedSortedSet result) {
        sources[0].forEach((member, score) -> {
            for (int i = 1; i < sources.length; i++) {
                if (sources[i].contains(member)) return true;
            }
            add(result, member, score);
            return true;
        });
    }

    /// ZINTERCARD: it stops at the limit.
    private void count() {
        var seen = new long[1];
        sources[0].forEach((member, score) -> {
            for (int i = 1; i < sources.length; i++) {
                if (!sources[i].contains(member)) return true;
            }
            seen[0]++;
            return limit == 0 || seen[0] < limit;
        });
        call.reply().integer(seen[0]);
    }

    private void add(RankedSortedSet result, byte[] member, double score) {
        longest = Math.max(longest, member.length);
        result.add(member, score);
    }

    private static double orZero(double score) {
        return Double.isNaN(score) ? 0 : score;
    }
}
