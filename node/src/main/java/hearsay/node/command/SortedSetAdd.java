package hearsay.node.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.RankedSortedSet;
import hearsay.node.keyspace.SortedSetValue;
import hearsay.node.resp.Doubles;

/// ZADD and ZINCRBY.
///
/// Source: Redis documentation of ZADD, "ZADD options".
final class SortedSetAdd {

    private static final int NX = 1;
    private static final int XX = 2;
    private static final int GT = 4;
    private static final int LT = 8;
    private static final int CH = 16;
    private static final int INCR = 32;

    private SortedSetAdd() {}

    static void zAdd(Call call) {
        add(call, 0);
    }

    static void zIncrBy(Call call) {
        add(call, INCR);
    }

    private static void add(Call call, int given) {
        int options = given;
        int first = 2;
        for (int option; first < call.count() && (option = option(call, first)) != 0; first++) {
            options |= option;
        }
        check(call, options, first);
        var entry = call.write(1);
        var set = Call.sortedSet(entry);
        if (entry == null || set == null) {
            if ((options & XX) != 0) {
                replyNothing(call, options);
                return;
            }
            set = SortedSetCommands.sized(call, pairs(call, first), call.length(first + 1));
            entry = call.add(1, set);
        } else {
            set = prepared(call, entry, set, pairs(call, first));
        }
        if ((options & INCR) != 0) {
            increment(call, entry, set, options, first);
        } else {
            addAll(call, entry, set, options, first);
        }
    }

    private static int option(Call call, int word) {
        if (call.length(word) != 2) return call.is(word, "INCR") ? INCR : 0;
        if (call.is(word, "NX")) return NX;
        if (call.is(word, "XX")) return XX;
        if (call.is(word, "CH")) return CH;
        if (call.is(word, "GT")) return GT;
        return call.is(word, "LT") ? LT : 0;
    }

    /// Finds every mistake before anything is changed.
    private static void check(Call call, int options, int first) {
        int words = call.count() - first;
        if (words == 0 || words % 2 != 0) throw CommandError.syntax();
        if ((options & NX) != 0 && (options & XX) != 0) {
            throw new CommandError("ERR XX and NX options at the same time are not compatible");
        }
        if (Integer.bitCount(options & (NX | GT | LT)) > 1) {
            throw new CommandError(
                    "ERR GT, LT, and/or NX options at the same time are not compatible");
        }
        if ((options & INCR) != 0 && words > 2) {
            throw new CommandError("ERR INCR option supports a single increment-element pair");
        }
        for (int i = first; i < call.count(); i += 2) {
            if (Double.isNaN(score(call, i))) throw CommandError.notAFloat();
        }
    }

    private static void addAll(
            Call call, Entry entry, SortedSetValue given, int options, int first) {
        var set = given;
        int added = 0;
        int updated = 0;
        for (int i = first; i < call.count(); i += 2) {
            double score = score(call, i);
            double before = SortedSetCommands.score(call, set, i + 1);
            if (Double.isNaN(before)) {
                if ((options & XX) != 0) continue;
                set = insert(call, entry, set, i + 1, score);
                added++;
            } else if (isWanted(options, before, score) && score != before) {
                move(call, set, i + 1, score);
                updated++;
            }
        }
        if (added + updated > 0) call.changed(entry, EventClass.SORTED_SET, "zadd");
        call.reply().integer((options & CH) != 0 ? added + updated : added);
    }

    private static void increment(
            Call call, Entry entry, SortedSetValue set, int options, int first) {
        int member = first + 1;
        double before = SortedSetCommands.score(call, set, member);
        double score = score(call, first);
        if (Double.isNaN(before)) {
            if ((options & XX) != 0) {
                call.reply().nil();
                return;
            }
            insert(call, entry, set, member, score);
        } else {
            score += before;
            if ((options & NX) != 0) {
                call.reply().nil();
                return;
            }
            if (Double.isNaN(score)) {
                throw new CommandError("ERR resulting score is not a number (NaN)");
            }
            if (!isWanted(options, before, score)) {
                call.reply().nil();
                return;
            }
            if (score == before) {
                call.reply().number(score);
                return;
            }
            move(call, set, member, score);
        }
        call.changed(entry, EventClass.SORTED_SET, "zincr");
        call.reply().number(score);
    }

    /// Whether a member that is here may get another score.
    private static boolean isWanted(int options, double before, double score) {
        if ((options & NX) != 0) return false;
        if ((options & LT) != 0 && score >= before) return false;
        return (options & GT) == 0 || score > before;
    }

    /// Many members at once may be too many for the encoding, even if they are here already.
    private static SortedSetValue prepared(
            Call call, Entry entry, SortedSetValue set, int members) {
        boolean fits = members <= call.server().settings().values().zsetMaxListpackEntries();
        if (fits || set instanceof RankedSortedSet) return set;
        var ranked = new RankedSortedSet(set);
        call.db().replace(entry, ranked);
        return ranked;
    }

    private static SortedSetValue insert(
            Call call, Entry entry, SortedSetValue given, int member, double score) {
        var words = call.words();
        var set = SortedSetCommands.roomFor(call, given, words.length(member));
        if (set != given) call.db().replace(entry, set);
        set.add(words.buffer(), words.offset(member), words.length(member), score);
        return set;
    }

    private static void move(Call call, SortedSetValue set, int member, double score) {
        var words = call.words();
        set.move(words.buffer(), words.offset(member), words.length(member), score);
    }

    private static void replyNothing(Call call, int options) {
        if ((options & INCR) != 0) {
            call.reply().nil();
        } else {
            call.reply().integer(0);
        }
    }

    private static int pairs(Call call, int first) {
        return (call.count() - first) / 2;
    }

    private static double score(Call call, int word) {
        var words = call.words();
        return Doubles.parse(words.buffer(), words.offset(word), words.length(word));
    }
}
