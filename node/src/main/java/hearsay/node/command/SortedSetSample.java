package hearsay.node.command;

import hearsay.node.keyspace.SortedSetValue;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// ZRANDMEMBER: members chosen at random, by their ranks: each is as likely as any other.
///
/// Source: Redis documentation of ZRANDMEMBER.
final class SortedSetSample {

    /// If less than one of so many members is wanted, ranks are drawn; otherwise every member is
    /// looked at.
    private static final int RARE = 3;

    private SortedSetSample() {}

    static void zRandMember(Call call) {
        if (call.count() == 2) {
            one(call);
            return;
        }
        long count = call.integer(2);
        if (count == Long.MIN_VALUE) {
            throw new CommandError(
                    "ERR value is out of range, value must between -9223372036854775807 and"
                            + " 9223372036854775807");
        }
        boolean withScores = call.count() > 3;
        if (call.count() > 4 || (withScores && !call.is(3, "WITHSCORES"))) {
            throw CommandError.syntax();
        }
        if (withScores && Math.abs(count) > Long.MAX_VALUE / 2) {
            throw new CommandError("ERR value is out of range");
        }
        var set = Call.sortedSet(call.read(1));
        if (set == null || count == 0) {
            call.reply().array(0);
        } else if (count < 0) {
            withRepetitions(call, set, -count, withScores);
        } else if (count >= set.size() && count > 1) {
            all(call, set, withScores);
        } else {
            different(call, set, (int) Math.min(count, set.size()), withScores);
        }
    }

    private static void one(Call call) {
        var set = Call.sortedSet(call.read(1));
        if (set == null) {
            call.reply().nil();
        } else {
            set.at(random(call).nextInt(set.size())).reply(call.reply());
        }
    }

    private static void withRepetitions(
            Call call, SortedSetValue set, long count, boolean withScores) {
        var reply = call.reply();
        reply.array(withScores && !reply.isResp3() ? 2 * count : count);
        for (long i = 0; i < count && !reply.isOverflown(); i++) {
            var place = set.at(random(call).nextInt(set.size()));
            SortedSetCommands.reply(reply, place, withScores);
        }
    }

    private static void all(Call call, SortedSetValue set, boolean withScores) {
        var reply = call.reply();
        SortedSetCommands.begin(reply, set.size(), withScores);
        for (var place = set.at(set.size() - 1); place.isHere(); place.previous()) {
            SortedSetCommands.reply(reply, place, withScores);
        }
    }

    private static void different(Call call, SortedSetValue set, int count, boolean withScores) {
        var reply = call.reply();
        SortedSetCommands.begin(reply, count, withScores);
        if ((long) count * RARE > set.size()) {
            some(call, set, count, withScores);
            return;
        }
        for (int rank : ranks(random(call), count, set.size())) {
            SortedSetCommands.reply(reply, set.at(rank), withScores);
        }
    }

    /// Takes each member as often as there are members wanted among those that are left.
    private static void some(Call call, SortedSetValue set, int count, boolean withScores) {
        int wanted = count;
        int left = set.size();
        for (var place = set.at(0); wanted > 0; place.next(), left--) {
            if (random(call).nextInt(left) >= wanted) continue;
            SortedSetCommands.reply(call.reply(), place, withScores);
            wanted--;
        }
    }

    /// Different numbers below `bound`, in ascending order: drawn until there are enough.
    private static int[] ranks(RandomGenerator random, int count, int bound) {
        var ranks = new int[count];
        int known = 0;
        while (known < count) {
            for (int i = known; i < count; i++) ranks[i] = random.nextInt(bound);
            Arrays.sort(ranks);
            known = 1;
            for (int i = 1; i < count; i++) {
                if (ranks[i] != ranks[i - 1]) ranks[known++] = ranks[i];
            }
        }
        return ranks;
    }

    private static RandomGenerator random(Call call) {
        return call.server().environment().random();
    }
}
