package hearsay.node.command;

import hearsay.node.encoding.Intset;
import hearsay.node.encoding.Listpack;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.SetValue;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// What several sets have in common (SINTER, SINTERCARD), in all (SUNION), or what only the first
/// has (SDIFF); and the same stored.
///
/// A key that does not exist is an empty set. In which encoding a result is stored depends on the
/// way it is made, so this goes Redis' ways.
///
/// Source: Redis 7.2, `t_set.c`.
final class SetOperations {

    private static final Comparator<@Nullable SetValue> BY_SIZE =
            Comparator.comparingInt(SetOperations::size);

    private SetOperations() {}

    static void sInter(Call call) {
        var sets = sets(call, 1, call.count());
        int mark = call.reply().mark();
        var shown = new int[1];
        intersect(
                sets,
                (bytes, offset, length) -> {
                    call.reply().bulk(bytes, offset, length);
                    shown[0]++;
                    return true;
                });
        call.reply().setFrom(mark, shown[0]);
    }

    static void sInterStore(Call call) {
        var sets = sets(call, 2, call.count());
        var limits = SetCommands.limits(call);
        var result = emptyLike(sets);
        var onlyNumbers = new boolean[] {true};
        intersect(
                sets,
                (bytes, offset, length) -> {
                    onlyNumbers[0] &= SetValue.isNumber(bytes, offset, length);
                    result.add(bytes, offset, length, limits);
                    return true;
                });
        if (onlyNumbers[0]) result.toIntset(limits);
        store(call, result, "sinterstore");
    }

    /// The smallest set decides how the result begins.
    private static SetValue emptyLike(@Nullable SetValue[] sets) {
        var smallest = sets[0];
        for (var set : sets) {
            if (size(set) < size(smallest)) smallest = set;
        }
        return smallest != null && smallest.intset() != null
                ? new SetValue(new Intset())
                : new SetValue(new Listpack());
    }

    static void sInterCard(Call call) {
        long keys = call.integer(1, 1, Long.MAX_VALUE, "ERR numkeys should be greater than 0");
        if (keys > call.count() - 2) {
            throw new CommandError("ERR Number of keys can't be greater than number of args");
        }
        int end = 2 + (int) keys;
        long limit = 0;
        for (int i = end; i < call.count(); i += 2) {
            if (!call.is(i, "LIMIT") || i + 1 == call.count()) throw CommandError.syntax();
            limit = call.integer(i + 1, 0, Long.MAX_VALUE, "ERR LIMIT can't be negative");
        }
        long most = limit == 0 ? Long.MAX_VALUE : limit;
        var found = new long[1];
        intersect(sets(call, 2, end), (bytes, offset, length) -> ++found[0] < most);
        call.reply().integer(found[0]);
    }

    /// Shows what is in all of the sets: the smallest is gone through, the others are asked.
    private static void intersect(@Nullable SetValue[] sets, SetValue.Visitor visitor) {
        Arrays.sort(sets, BY_SIZE);
        var smallest = sets[0];
        if (smallest == null) return;
        smallest.forEach((bytes, offset, length) -> {
            for (var other : sets) {
                if (other == null || other == smallest) continue;
                if (!other.contains(bytes, offset, length)) return true;
            }
            return visitor.member(bytes, offset, length);
        });
    }

    static void sUnion(Call call) {
        reply(call, union(call, sets(call, 1, call.count())));
    }

    static void sUnionStore(Call call) {
        store(call, union(call, sets(call, 2, call.count())), "sunionstore");
    }

    private static SetValue union(Call call, @Nullable SetValue[] sets) {
        var result = new SetValue(new Intset());
        for (var set : sets) addAll(call, set, result);
        return result;
    }

    static void sDiff(Call call) {
        reply(call, difference(call, sets(call, 1, call.count())));
    }

    static void sDiffStore(Call call) {
        store(call, difference(call, sets(call, 2, call.count())), "sdiffstore");
    }

    /// Either each member of the first set is looked for in the others, or theirs are removed from
    /// a copy of it, whichever promises to be less work.
    private static SetValue difference(Call call, @Nullable SetValue[] sets) {
        var first = sets[0];
        var result = new SetValue(new Intset());
        if (first == null || isAmongOthers(sets)) return result;
        long lookups = 0;
        long removals = 0;
        for (var set : sets) {
            if (set == null) continue;
            lookups += first.count();
            removals += set.count();
        }
        if (lookups / 2 <= removals) {
            addMissing(call, first, sets, result);
        } else {
            addAll(call, first, result);
            for (int i = 1; i < sets.length && !result.isEmpty(); i++) removeAll(sets[i], result);
        }
        return result;
    }

    private static boolean isAmongOthers(@Nullable SetValue[] sets) {
        for (int i = 1; i < sets.length; i++) {
            if (sets[i] == sets[0]) return true;
        }
        return false;
    }

    /// Large sets are asked first: they are more likely to know.
    private static void addMissing(
            Call call, SetValue first, @Nullable SetValue[] sets, SetValue result) {
        Arrays.sort(sets, 1, sets.length, BY_SIZE.reversed());
        var limits = SetCommands.limits(call);
        first.forEach((bytes, offset, length) -> {
            for (int i = 1; i < sets.length; i++) {
                var other = sets[i];
                if (other != null && other.contains(bytes, offset, length)) return true;
            }
            result.add(bytes, offset, length, limits);
            return true;
        });
    }

    private static void addAll(Call call, @Nullable SetValue set, SetValue result) {
        if (set == null) return;
        var limits = SetCommands.limits(call);
        set.forEach((bytes, offset, length) -> {
            result.add(bytes, offset, length, limits);
            return true;
        });
    }

    private static void removeAll(@Nullable SetValue set, SetValue result) {
        if (set == null) return;
        set.forEach((bytes, offset, length) -> {
            result.remove(bytes, offset, length);
            return true;
        });
    }

    /// The sets that words from `from` to before `to` name; null for those that do not exist.
    ///
    /// @throws CommandError one of them is no set
    private static @Nullable SetValue[] sets(Call call, int from, int to) {
        @Nullable SetValue[] sets = new SetValue[to - from];
        for (int i = from; i < to; i++) sets[i - from] = Call.set(call.read(i));
        return sets;
    }

    private static int size(@Nullable SetValue set) {
        return set == null ? 0 : set.count();
    }

    private static void reply(Call call, SetValue result) {
        call.reply().set(result.count());
        SetCommands.replyAll(call, result);
    }

    /// Replaces whatever word 1 names by the result; by nothing if there is none.
    private static void store(Call call, SetValue result, String event) {
        call.reply().integer(result.count());
        if (result.isEmpty()) {
            var old = call.asItStands(1);
            if (old != null) call.delete(old);
            return;
        }
        result.compact();
        var entry = call.write(1);
        if (entry == null) {
            entry = call.add(1, result);
        } else {
            call.db().persist(entry);
            call.db().replace(entry, result);
        }
        call.changed(entry, EventClass.SET, event);
    }
}
