package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.encoding.RankedNode;
import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.PackedSortedSet;
import hearsay.node.keyspace.RankRange;
import hearsay.node.keyspace.RankedSortedSet;
import hearsay.node.keyspace.SortedSetValue;
import hearsay.node.resp.Doubles;
import hearsay.node.resp.Replies;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands on sorted sets. Those that add are in [SortedSetAdd], those that show members of a
/// range in [SortedSetRange], those that take members out in [SortedSetPop], those that combine
/// sets in [SortedSetOperation], the one that picks at random in [SortedSetSample].
///
/// Source: Redis documentation, "Sorted set commands".
final class SortedSetCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("BZMPOP",               -5, "WRITE BLOCKING",      "2#0,1,1 RW ACCESS DELETE",                  SortedSetPop::bZMPop),
            command("BZPOPMAX",             -3, "WRITE FAST BLOCKING", "1..-2 RW ACCESS DELETE",                    SortedSetPop::bZPopMax),
            command("BZPOPMIN",             -3, "WRITE FAST BLOCKING", "1..-2 RW ACCESS DELETE",                    SortedSetPop::bZPopMin),
            command("ZADD",                 -4, "WRITE DENYOOM FAST",  "1 RW UPDATE",                               SortedSetAdd::zAdd),
            command("ZCARD",                 2, "READONLY FAST",       "1 RO",                                      SortedSetCommands::zCard),
            command("ZCOUNT",                4, "READONLY FAST",       "1 RO ACCESS",                               SortedSetCommands::zCount),
            command("ZDIFF",                -3, "READONLY",            "1#0,1,1 RO ACCESS",                         SortedSetOperation::zDiff),
            command("ZDIFFSTORE",           -4, "WRITE DENYOOM",       "1 OW UPDATE; 2#0,1,1 RO ACCESS",            SortedSetOperation::zDiffStore),
            command("ZINCRBY",               4, "WRITE DENYOOM FAST",  "1 RW ACCESS UPDATE",                        SortedSetAdd::zIncrBy),
            command("ZINTER",               -3, "READONLY",            "1#0,1,1 RO ACCESS",                         SortedSetOperation::zInter),
            command("ZINTERCARD",           -3, "READONLY",            "1#0,1,1 RO ACCESS",                         SortedSetOperation::zInterCard),
            command("ZINTERSTORE",          -4, "WRITE DENYOOM",       "1 OW UPDATE; 2#0,1,1 RO ACCESS",            SortedSetOperation::zInterStore),
            command("ZLEXCOUNT",             4, "READONLY FAST",       "1 RO ACCESS",                               SortedSetCommands::zLexCount),
            command("ZMPOP",                -4, "WRITE",               "1#0,1,1 RW ACCESS DELETE",                  SortedSetPop::zMPop),
            command("ZMSCORE",              -3, "READONLY FAST",       "1 RO ACCESS",                               SortedSetCommands::zMScore),
            command("ZPOPMAX",              -2, "WRITE FAST",          "1 RW ACCESS DELETE",                        SortedSetPop::zPopMax),
            command("ZPOPMIN",              -2, "WRITE FAST",          "1 RW ACCESS DELETE",                        SortedSetPop::zPopMin),
            command("ZRANDMEMBER",          -2, "READONLY",            "1 RO ACCESS",                               SortedSetSample::zRandMember),
            command("ZRANGE",               -4, "READONLY",            "1 RO ACCESS",                               SortedSetRange::zRange),
            command("ZRANGEBYLEX",          -4, "READONLY",            "1 RO ACCESS",                               SortedSetRange::zRangeByLex),
            command("ZRANGEBYSCORE",        -4, "READONLY",            "1 RO ACCESS",                               SortedSetRange::zRangeByScore),
            command("ZRANGESTORE",          -5, "WRITE DENYOOM",       "1 OW UPDATE; 2 RO ACCESS",                  SortedSetRange::zRangeStore),
            command("ZRANK",                -3, "READONLY FAST",       "1 RO ACCESS",                               SortedSetCommands::zRank),
            command("ZREM",                 -3, "WRITE FAST",          "1 RW DELETE",                               SortedSetCommands::zRem),
            command("ZREMRANGEBYLEX",        4, "WRITE",               "1 RW DELETE",                               SortedSetCommands::zRemRangeByLex),
            command("ZREMRANGEBYRANK",       4, "WRITE",               "1 RW DELETE",                               SortedSetCommands::zRemRangeByRank),
            command("ZREMRANGEBYSCORE",      4, "WRITE",               "1 RW DELETE",                               SortedSetCommands::zRemRangeByScore),
            command("ZREVRANGE",            -4, "READONLY",            "1 RO ACCESS",                               SortedSetRange::zRevRange),
            command("ZREVRANGEBYLEX",       -4, "READONLY",            "1 RO ACCESS",                               SortedSetRange::zRevRangeByLex),
            command("ZREVRANGEBYSCORE",     -4, "READONLY",            "1 RO ACCESS",                               SortedSetRange::zRevRangeByScore),
            command("ZREVRANK",             -3, "READONLY FAST",       "1 RO ACCESS",                               SortedSetCommands::zRevRank),
            command("ZSCAN",                -3, "READONLY",            "1 RO ACCESS",                               SortedSetCommands::zScan),
            command("ZSCORE",                3, "READONLY FAST",       "1 RO ACCESS",                               SortedSetCommands::zScore),
            command("ZUNION",               -3, "READONLY",            "1#0,1,1 RO ACCESS",                         SortedSetOperation::zUnion),
            command("ZUNIONSTORE",          -4, "WRITE DENYOOM",       "1 OW UPDATE; 2#0,1,1 RO ACCESS",            SortedSetOperation::zUnionStore));
    // spotless:on

    private SortedSetCommands() {}

    private static void zCard(Call call) {
        var set = Call.sortedSet(call.read(1));
        call.reply().integer(set == null ? 0 : set.size());
    }

    private static void zScore(Call call) {
        replyScore(call, Call.sortedSet(call.read(1)), 2);
    }

    private static void zMScore(Call call) {
        var set = Call.sortedSet(call.read(1));
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) replyScore(call, set, i);
    }

    private static void replyScore(Call call, @Nullable SortedSetValue set, int member) {
        double score = set == null ? Double.NaN : score(call, set, member);
        if (Double.isNaN(score)) {
            call.reply().nil();
        } else {
            call.reply().number(score);
        }
    }

    private static void zRank(Call call) {
        rank(call, false);
    }

    private static void zRevRank(Call call) {
        rank(call, true);
    }

    private static void rank(Call call, boolean reverse) {
        if (call.count() > 4) throw CommandError.wrongArity(call.command().fullName());
        boolean withScore = call.count() == 4;
        if (withScore && !call.is(3, "WITHSCORE")) throw CommandError.syntax();
        var set = Call.sortedSet(call.read(1));
        var words = call.words();
        int rank = set == null ? -1 : set.rank(words.buffer(), words.offset(2), words.length(2));
        if (set == null || rank < 0) {
            if (withScore) {
                call.reply().nilArray();
            } else {
                call.reply().nil();
            }
            return;
        }
        if (withScore) call.reply().array(2);
        call.reply().integer(reverse ? set.size() - 1 - rank : rank);
        if (withScore) call.reply().number(score(call, set, 2));
    }

    private static void zCount(Call call) {
        var range = SortedSetRange.scores(call, 2, 3);
        var set = Call.sortedSet(call.read(1));
        call.reply().integer(set == null ? 0 : range.ranks(set).size());
    }

    private static void zLexCount(Call call) {
        var range = SortedSetRange.lex(call, 2, 3);
        var set = Call.sortedSet(call.read(1));
        call.reply().integer(set == null ? 0 : set.ranks(range, false).size());
    }

    private static void zRem(Call call) {
        var entry = call.write(1);
        var set = Call.sortedSet(entry);
        if (entry == null || set == null) {
            call.reply().integer(0);
            return;
        }
        var words = call.words();
        int removed = 0;
        for (int i = 2; i < call.count() && set.size() > 0; i++) {
            if (set.remove(words.buffer(), words.offset(i), words.length(i))) removed++;
        }
        if (removed > 0) removed(call, entry, set, "zrem");
        call.reply().integer(removed);
    }

    private static void zRemRangeByRank(Call call) {
        long start = call.integer(2);
        long stop = call.integer(3);
        var entry = call.write(1);
        var set = Call.sortedSet(entry);
        var ranks = set == null ? RankRange.EMPTY : RankRange.between(start, stop, set.size());
        removeRange(call, entry, set, ranks, "zremrangebyrank");
    }

    private static void zRemRangeByScore(Call call) {
        var range = SortedSetRange.scores(call, 2, 3);
        var entry = call.write(1);
        var set = Call.sortedSet(entry);
        var ranks = set == null ? RankRange.EMPTY : range.ranks(set);
        removeRange(call, entry, set, ranks, "zremrangebyscore");
    }

    private static void zRemRangeByLex(Call call) {
        var range = SortedSetRange.lex(call, 2, 3);
        var entry = call.write(1);
        var set = Call.sortedSet(entry);
        var ranks = set == null ? RankRange.EMPTY : set.ranks(range, false);
        removeRange(call, entry, set, ranks, "zremrangebylex");
    }

    private static void removeRange(
            Call call,
            @Nullable Entry entry,
            @Nullable SortedSetValue set,
            RankRange ranks,
            String event) {
        call.reply().integer(ranks.size());
        if (entry == null || set == null || ranks.isEmpty()) return;
        set.remove(ranks);
        removed(call, entry, set, event);
    }

    private static void zScan(Call call) {
        long cursor = ScanOptions.cursor(call, 2);
        var set = Call.sortedSet(call.read(1));
        if (set == null) {
            ScanOptions.replyNothing(call);
            return;
        }
        var options = ScanOptions.of(call, 3);
        var reply = call.reply();
        switch (set) {
            case PackedSortedSet packed -> showAll(reply, packed, options);
            case RankedSortedSet ranked -> showSome(reply, ranked, options, cursor);
        }
    }

    private static void showAll(Replies reply, PackedSortedSet set, ScanOptions options) {
        reply.array(2);
        reply.bulk(0);
        int mark = reply.mark();
        int shown = 0;
        var pack = set.pack();
        for (int at = pack.first(); at >= 0; ) {
            int score = pack.next(at);
            if (options.matches(pack.text(at))) {
                pack.reply(at, reply);
                pack.reply(score, reply);
                shown++;
            }
            at = pack.next(score);
        }
        reply.arrayFrom(mark, 2 * shown);
    }

    private static void showSome(
            Replies reply, RankedSortedSet set, ScanOptions options, long cursor) {
        var found = new ArrayList<RankedNode>();
        long next =
                options.walk(
                        cursor,
                        set::scan,
                        (RankedNode node) -> {
                            if (options.matches(node.key())) found.add(node);
                        });
        reply.array(2);
        reply.bulk(Long.toUnsignedString(next));
        reply.array(Math.multiplyExact(2, found.size()));
        for (var node : found) {
            reply.bulk(node.key());
            reply.bulk(Doubles.longText(node.score()));
        }
    }

    // What the other files share.

    /// The score of the member that a word names, or NaN.
    static double score(Call call, SortedSetValue set, int member) {
        var words = call.words();
        return set.score(words.buffer(), words.offset(member), words.length(member));
    }

    /// Members are gone; the last of them takes the set with it.
    static void removed(Call call, Entry entry, SortedSetValue set, String event) {
        call.changed(entry, EventClass.SORTED_SET, event);
        if (set.size() > 0) return;
        call.db().remove(entry);
        call.event(entry, EventClass.GENERIC, "del");
    }

    /// Puts a result under the key that a word names, whatever was there; an empty one takes away
    /// what was there. Replies with its size.
    static void store(Call call, int key, SortedSetValue result, String event) {
        if (result.size() == 0) {
            var old = call.asItStands(key);
            if (old != null) call.delete(old);
        } else {
            var entry = call.write(key);
            if (entry == null) {
                entry = call.add(key, result);
            } else {
                call.db().persist(entry);
                call.db().replace(entry, result);
            }
            call.changed(entry, EventClass.SORTED_SET, event);
        }
        call.reply().integer(result.size());
    }

    /// The set in the encoding that it needs for one more member: another object if it must change.
    static SortedSetValue roomFor(Call call, SortedSetValue set, int length) {
        if (!(set instanceof PackedSortedSet packed)) return set;
        var settings = call.server().settings().values();
        return packed.hasRoomFor(
                        length, settings.zsetMaxListpackEntries(), settings.zsetMaxListpackValue())
                ? packed
                : new RankedSortedSet(packed);
    }

    /// An empty set for about so many members, of which the first is so long.
    static SortedSetValue sized(Call call, long members, int length) {
        var settings = call.server().settings().values();
        return SortedSetValue.sized(
                members,
                length,
                settings.zsetMaxListpackEntries(),
                settings.zsetMaxListpackValue());
    }

    /// A result in its most compact encoding.
    ///
    /// @param longest bytes of its longest member
    static SortedSetValue compact(Call call, RankedSortedSet result, int longest) {
        var settings = call.server().settings().values();
        boolean fits =
                result.size() <= settings.zsetMaxListpackEntries()
                        && longest <= settings.zsetMaxListpackValue();
        return fits ? result.packed() : result;
    }

    /// Replies with a member, and with its score if that is wanted: a pair of its own in RESP3.
    static void reply(Replies reply, SortedSetValue.Cursor place, boolean withScore) {
        if (withScore && reply.isResp3()) reply.array(2);
        place.reply(reply);
        if (withScore) reply.number(place.score());
    }

    /// Begins a reply of so many members.
    static void begin(Replies reply, int members, boolean withScores) {
        reply.array(withScores && !reply.isResp3() ? 2 * members : members);
    }
}
