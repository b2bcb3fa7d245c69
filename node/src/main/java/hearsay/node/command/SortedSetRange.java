package hearsay.node.command;

import hearsay.node.keyspace.LexBound;
import hearsay.node.keyspace.LexRange;
import hearsay.node.keyspace.RankRange;
import hearsay.node.keyspace.ScoreRange;
import hearsay.node.keyspace.SortedSetValue;
import hearsay.node.resp.Doubles;
import org.jspecify.annotations.Nullable;

/// ZRANGE and its kin: the members between two ranks, scores or strings, forwards or backwards, to
/// be shown or to be stored.
///
/// Source: Redis documentation of ZRANGE and ZRANGESTORE.
final class SortedSetRange {

    private enum By {
        UNSAID,
        RANK,
        SCORE,
        LEX
    }

    private final Call call;
    private final int key;
    private final boolean storing;
    private By by;
    private boolean reverse;
    private boolean mayReverse;
    private boolean withScores;
    private long offset;
    private long limit = -1;
    private long start;
    private long stop;
    private @Nullable ScoreRange scores;
    private @Nullable LexRange lex;

    /// @param key the word that names the set; the two ends of the range follow, then options
    private SortedSetRange(Call call, int key, boolean storing, By by) {
        this.call = call;
        this.key = key;
        this.storing = storing;
        this.by = by;
        mayReverse = by == By.UNSAID;
    }

    static void zRange(Call call) {
        new SortedSetRange(call, 1, false, By.UNSAID).parse().show();
    }

    static void zRangeStore(Call call) {
        new SortedSetRange(call, 2, true, By.UNSAID).parse().store();
    }

    static void zRevRange(Call call) {
        new SortedSetRange(call, 1, false, By.RANK).reversed().parse().show();
    }

    static void zRangeByScore(Call call) {
        new SortedSetRange(call, 1, false, By.SCORE).parse().show();
    }

    static void zRevRangeByScore(Call call) {
        new SortedSetRange(call, 1, false, By.SCORE).reversed().parse().show();
    }

    static void zRangeByLex(Call call) {
        new SortedSetRange(call, 1, false, By.LEX).parse().show();
    }

    static void zRevRangeByLex(Call call) {
        new SortedSetRange(call, 1, false, By.LEX).reversed().parse().show();
    }

    /// The scores from one word to another: numbers, with `(` before them if they are not included.
    ///
    /// @throws CommandError a word is no number
    static ScoreRange scores(Call call, int min, int max) {
        return new ScoreRange(
                score(call, min), isOpen(call, min), score(call, max), isOpen(call, max));
    }

    /// The strings from one word to another, each with `[` or `(` before it, or `-` or `+`.
    ///
    /// @throws CommandError a word is none of these
    static LexRange lex(Call call, int min, int max) {
        return new LexRange(bound(call, min), bound(call, max));
    }

    private SortedSetRange reversed() {
        reverse = true;
        return this;
    }

    private SortedSetRange parse() {
        for (int i = key + 3; i < call.count(); i++) {
            if (!storing && call.is(i, "WITHSCORES")) {
                withScores = true;
            } else if (call.is(i, "LIMIT") && i + 2 < call.count()) {
                offset = call.integer(++i);
                limit = call.integer(++i);
            } else if (mayReverse && call.is(i, "REV")) {
                reverse = true;
                mayReverse = false;
            } else if (by == By.UNSAID && call.is(i, "BYLEX")) {
                by = By.LEX;
            } else if (by == By.UNSAID && call.is(i, "BYSCORE")) {
                by = By.SCORE;
            } else {
                throw CommandError.syntax();
            }
        }
        if (by == By.UNSAID) by = By.RANK;
        if (limit != -1 && by == By.RANK) {
            throw new CommandError(
                    "ERR syntax error, LIMIT is only supported in combination with either BYSCORE"
                            + " or BYLEX");
        }
        if (withScores && by == By.LEX) {
            throw new CommandError(
                    "ERR syntax error, WITHSCORES not supported in combination with BYLEX");
        }
        parseEnds();
        return this;
    }

    /// Backwards, scores and strings have the upper end first.
    private void parseEnds() {
        int min = key + (reverse ? 2 : 1);
        int max = key + (reverse ? 1 : 2);
        switch (by) {
            case SCORE -> scores = scores(call, min, max);
            case LEX -> lex = lex(call, min, max);
            case RANK, UNSAID -> {
                start = call.integer(key + 1);
                stop = call.integer(key + 2);
            }
        }
    }

    private void show() {
        var set = Call.sortedSet(call.read(key));
        var reply = call.reply();
        var ranks = set == null ? RankRange.EMPTY : ranks(set);
        SortedSetCommands.begin(reply, ranks.size(), withScores);
        if (set == null || ranks.isEmpty()) return;
        var place = first(set, ranks);
        for (int left = ranks.size(); left > 0; left--) {
            SortedSetCommands.reply(reply, place, withScores);
            step(place);
        }
    }

    private void store() {
        var set = Call.sortedSet(call.read(key));
        var ranks = set == null ? RankRange.EMPTY : ranks(set);
        var result = SortedSetCommands.sized(call, by == By.RANK ? ranks.size() : 0, 0);
        if (set != null && !ranks.isEmpty()) {
            var place = first(set, ranks);
            for (int left = ranks.size(); left > 0; left--) {
                var member = place.member();
                result = SortedSetCommands.roomFor(call, result, member.length);
                result.add(member, 0, member.length, place.score());
                step(place);
            }
        }
        SortedSetCommands.store(call, 1, result, "zrangestore");
    }

    private RankRange ranks(SortedSetValue set) {
        int size = set.size();
        if (scores != null) return limited(scores.ranks(set));
        if (lex != null) return limited(set.ranks(lex, reverse));
        var ranks = RankRange.between(start, stop, size);
        return reverse && !ranks.isEmpty() ? ranks.reversed(size) : ranks;
    }

    /// LIMIT: leaves out the first ones, in the order in which they are shown, and those beyond.
    private RankRange limited(RankRange ranks) {
        if (offset < 0 || offset >= ranks.size()) return RankRange.EMPTY;
        long left = ranks.size() - offset;
        int shown = (int) (limit < 0 ? left : Math.min(limit, left));
        if (reverse) {
            int to = ranks.to() - (int) offset;
            return new RankRange(to - shown, to);
        }
        int from = ranks.from() + (int) offset;
        return new RankRange(from, from + shown);
    }

    private SortedSetValue.Cursor first(SortedSetValue set, RankRange ranks) {
        return set.at(reverse ? ranks.to() - 1 : ranks.from());
    }

    private void step(SortedSetValue.Cursor place) {
        if (reverse) {
            place.previous();
        } else {
            place.next();
        }
    }

    private static boolean isOpen(Call call, int word) {
        return call.length(word) > 0 && call.words().buffer()[call.words().offset(word)] == '(';
    }

    private static double score(Call call, int word) {
        int skipped = isOpen(call, word) ? 1 : 0;
        double score =
                Doubles.parseLeniently(
                        call.words().buffer(),
                        call.words().offset(word) + skipped,
                        call.length(word) - skipped);
        if (Double.isNaN(score)) throw new CommandError("ERR min or max is not a float");
        return score;
    }

    private static LexBound bound(Call call, int word) {
        var text = call.bytes(word);
        // C strings: what follows a zero byte is not seen.
        boolean alone = text.length == 1 || (text.length > 1 && text[1] == 0);
        switch (text.length == 0 ? 0 : text[0]) {
            case '(', '[' -> {
                var rest = java.util.Arrays.copyOfRange(text, 1, text.length);
                return new LexBound.At(rest, text[0] == '(');
            }
            case '-' -> {
                if (alone) return new LexBound.Lowest();
            }
            case '+' -> {
                if (alone) return new LexBound.Highest();
            }
            default -> {
                // No end of a range.
            }
        }
        throw new CommandError("ERR min or max not valid string range item");
    }
}
