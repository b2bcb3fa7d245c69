package hearsay.node.command;

import hearsay.node.encoding.Intset;
import hearsay.node.encoding.Listpack;
import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.SetValue;
import hearsay.node.resp.Arguments;
import hearsay.node.resp.Decimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SRANDMEMBER and SPOP: members of a set chosen at random, to look at or to take away.
///
/// What was taken away is told to replicas as SREM: they would have chosen others.
final class RandomMembers {

    /// So many members at the most are named by one SREM.
    private static final int BATCH = 1024;

    /// With less than this part of a set left, what stays is chosen instead of what goes.
    private static final long MOST = 5;

    private RandomMembers() {}

    static void sRandMember(Call call) {
        if (call.count() > 3) throw CommandError.syntax();
        if (call.count() == 2) {
            var set = Call.set(call.read(1));
            if (set == null) {
                call.reply().nil();
            } else {
                replyOne(call, set);
            }
            return;
        }
        long count = RandomFields.signedCount(call, 2);
        var set = Call.set(call.read(1));
        if (set == null || count == 0) {
            call.reply().array(0);
        } else if (count < 0 || count == 1) {
            draw(call, set, Math.abs(count));
        } else if (count >= set.count()) {
            call.reply().array(set.count());
            SetCommands.replyAll(call, set);
        } else {
            call.reply().array(count);
            for (var member : chosen(call, set, (int) count)) call.reply().bulk(member);
        }
    }

    private static void replyOne(Call call, SetValue set) {
        var reply = call.reply();
        var random = call.random();
        var numbers = set.intset();
        if (numbers != null) reply.bulk(numbers.at(random.nextInt(numbers.count())));
        var pack = set.listpack();
        if (pack != null) pack.reply(pack.at(random.nextInt(pack.count())), reply);
        var members = set.members();
        if (members != null) reply.bulk(members.random(random).key());
    }

    private static void draw(Call call, SetValue set, long count) {
        var reply = call.reply();
        reply.array(count);
        var pack = set.listpack();
        if (pack == null || count == 1) {
            for (long i = 0; i < count && !reply.isOverflown(); i++) replyOne(call, set);
            return;
        }
        var places = places(pack);
        for (long i = 0; i < count && !reply.isOverflown(); i++) {
            pack.reply(places[call.random().nextInt(places.length)], reply);
        }
    }

    /// Where the members are, so that they need not be looked for again and again.
    private static int[] places(Listpack pack) {
        var places = new int[pack.count()];
        int at = pack.first();
        for (int i = 0; i < places.length; i++, at = pack.next(at)) places[i] = at;
        return places;
    }

    /// So many different members, fewer than there are.
    private static List<byte[]> chosen(Call call, SetValue set, int count) {
        var chosen = new ArrayList<byte[]>(count);
        var members = set.members();
        if (members != null) {
            for (var one : Sampling.of(members, count, call.random())) chosen.add(one.key());
            return chosen;
        }
        var sampling = Sampling.inOrder(call.random(), count, set.count());
        var numbers = set.intset();
        for (int i = 0; numbers != null && !sampling.isComplete(); i++) {
            if (sampling.takesNext()) chosen.add(Decimal.bytes(numbers.at(i)));
        }
        var pack = set.listpack();
        if (pack == null) return chosen;
        for (int at = pack.first(); !sampling.isComplete(); at = pack.next(at)) {
            if (sampling.takesNext()) chosen.add(pack.text(at));
        }
        return chosen;
    }

    static void sPop(Call call) {
        if (call.count() > 3) throw CommandError.syntax();
        if (call.count() == 2) {
            popOne(call);
            return;
        }
        var mistake = "ERR value is out of range, must be positive";
        long count = call.integer(2, 0, Long.MAX_VALUE, mistake);
        var entry = call.write(1);
        var set = Call.set(entry);
        if (entry == null || set == null || count == 0) {
            call.reply().set(0);
        } else if (count >= set.count()) {
            popAll(call, entry, set);
        } else {
            popSome(call, entry, set, (int) count);
        }
    }

    private static void popOne(Call call) {
        var entry = call.write(1);
        var set = Call.set(entry);
        if (entry == null || set == null) {
            call.reply().nil();
            return;
        }
        var removals = call.isRepeated() ? new Removals(call) : null;
        popOne(call, set, removals);
        call.changed(entry, EventClass.SET, "spop");
        if (set.isEmpty()) call.delete(entry);
        if (removals != null) removals.end();
    }

    private static void popOne(Call call, SetValue set, @Nullable Removals removals) {
        var reply = call.reply();
        var random = call.random();
        var numbers = set.intset();
        if (numbers != null) {
            int place = random.nextInt(numbers.count());
            reply.bulk(numbers.at(place));
            if (removals != null) removals.add(Decimal.bytes(numbers.at(place)));
            numbers.removeAt(place);
        }
        var pack = set.listpack();
        if (pack != null) {
            int at = pack.at(random.nextInt(pack.count()));
            pack.reply(at, reply);
            if (removals != null) removals.add(pack.text(at));
            pack.delete(at);
        }
        var members = set.members();
        if (members != null) {
            var member = members.random(random);
            reply.bulk(member.key());
            if (removals != null) removals.add(member.key());
            set.remove(member);
        }
    }

    private static void popAll(Call call, Entry entry, SetValue set) {
        call.reply().set(set.count());
        SetCommands.replyAll(call, set);
        call.changed(entry, EventClass.SET, "spop");
        call.delete(entry);
        call.propagateDeletion(call.server().settings().memory().lazyServerDel());
    }

    private static void popSome(Call call, Entry entry, SetValue set, int count) {
        call.reply().set(count);
        var removals = call.isRepeated() ? new Removals(call) : null;
        int remaining = set.count() - count;
        var pack = set.listpack();
        if (remaining * MOST <= count) {
            var rest = takeRest(call, set, remaining);
            SetCommands.replyAll(call, set);
            if (removals != null) removals.addAll(set);
            call.db().replace(entry, rest);
        } else if (pack != null) {
            popFrom(call, pack, count, removals);
        } else {
            for (int i = 0; i < count; i++) popOne(call, set, removals);
        }
        call.changed(entry, EventClass.SET, "spop");
        if (removals != null) removals.end();
    }

    /// Takes out what is to stay when nearly all members go. It is a new set, whose encoding begins
    /// anew.
    private static SetValue takeRest(Call call, SetValue set, int remaining) {
        var rest = set.intset() != null ? new SetValue(new Intset()) : new SetValue(new Listpack());
        var limits = SetCommands.limits(call);
        for (var member : chosen(call, set, remaining)) {
            rest.add(member, 0, member.length, limits);
            set.remove(member, 0, member.length);
        }
        return rest;
    }

    private static void popFrom(Call call, Listpack pack, int count, @Nullable Removals removals) {
        var sampling = Sampling.inOrder(call.random(), count, pack.count());
        for (int at = pack.first(); !sampling.isComplete(); ) {
            if (!sampling.takesNext()) {
                at = pack.next(at);
                continue;
            }
            pack.reply(at, call.reply());
            if (removals != null) removals.add(pack.text(at));
            at = pack.delete(at);
        }
    }

    /// The SREM that says to replicas what is gone.
    private static final class Removals {

        private final Call call;
        private final List<byte[]> words = new ArrayList<>();

        Removals(Call call) {
            this.call = call;
        }

        void add(byte[] member) {
            if (words.size() == BATCH) flush();
            words.add(member);
        }

        void addAll(SetValue set) {
            set.forEach((bytes, offset, length) -> {
                add(Arrays.copyOfRange(bytes, offset, offset + length));
                return true;
            });
        }

        private void flush() {
            call.server().propagation().also(call.db().index(), Arguments.of(command()));
            words.clear();
        }

        /// The last of them takes the place of the client's own command.
        void end() {
            call.propagateAs(command());
        }

        private byte[][] command() {
            var command = new byte[2 + words.size()][];
            command[0] = Words.SREM;
            command[1] = call.bytes(1);
            for (int i = 0; i < words.size(); i++) command[2 + i] = words.get(i);
            return command;
        }
    }
}
