package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.config.ValueSettings;
import hearsay.node.encoding.Dictionary.Node;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.SetValue;
import hearsay.node.resp.Decimal;
import java.util.ArrayList;
import java.util.List;

/// Commands on sets. Those on several sets at once are in [SetOperations], those that choose
/// members at random in [RandomMembers].
///
/// Source: Redis documentation, "Set commands".
final class SetCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("SADD",        -3, "WRITE DENYOOM FAST", "1 RW INSERT",                   SetCommands::sAdd),
            command("SCARD",        2, "READONLY FAST",      "1 RO",                          SetCommands::sCard),
            command("SDIFF",       -2, "READONLY",           "1..-1 RO ACCESS",               SetOperations::sDiff),
            command("SDIFFSTORE",  -3, "WRITE DENYOOM",      "1 OW UPDATE; 2..-1 RO ACCESS",  SetOperations::sDiffStore),
            command("SINTER",      -2, "READONLY",           "1..-1 RO ACCESS",               SetOperations::sInter),
            command("SINTERCARD",  -3, "READONLY",           "1#0,1,1 RO ACCESS",                SetOperations::sInterCard),
            command("SINTERSTORE", -3, "WRITE DENYOOM",      "1 RW UPDATE; 2..-1 RO ACCESS",  SetOperations::sInterStore),
            command("SISMEMBER",    3, "READONLY FAST",      "1 RO",                          SetCommands::sIsMember),
            command("SMEMBERS",     2, "READONLY",           "1 RO ACCESS",                   SetCommands::sMembers),
            command("SMISMEMBER",  -3, "READONLY FAST",      "1 RO ACCESS",                   SetCommands::sMIsMember),
            command("SMOVE",        4, "WRITE FAST",         "1 RW ACCESS DELETE; 2 RW INSERT", SetCommands::sMove),
            command("SPOP",        -2, "WRITE FAST",         "1 RW ACCESS DELETE",            RandomMembers::sPop),
            command("SRANDMEMBER", -2, "READONLY",           "1 RO ACCESS",                   RandomMembers::sRandMember),
            command("SREM",        -3, "WRITE FAST",         "1 RW DELETE",                   SetCommands::sRem),
            command("SSCAN",       -3, "READONLY",           "1 RO ACCESS",                   SetCommands::sScan),
            command("SUNION",      -2, "READONLY",           "1..-1 RO ACCESS",               SetOperations::sUnion),
            command("SUNIONSTORE", -3, "WRITE DENYOOM",      "1 OW UPDATE; 2..-1 RO ACCESS",  SetOperations::sUnionStore));
    // spotless:on

    private SetCommands() {}

    private static void sAdd(Call call) {
        var entry = call.write(1);
        var set = Call.set(entry);
        int members = call.count() - 2;
        if (set == null) {
            set = fitFor(call, 2, members);
        } else {
            set.expect(members, limits(call));
        }
        int added = 0;
        for (int i = 2; i < call.count(); i++) {
            if (add(call, set, i)) added++;
        }
        if (entry == null) {
            if (members > 1) set.compact();
            entry = call.add(1, set);
        }
        if (added > 0) call.changed(entry, EventClass.SET, "sadd");
        call.reply().integer(added);
    }

    private static void sRem(Call call) {
        var entry = call.write(1);
        var set = Call.set(entry);
        int removed = 0;
        if (entry != null && set != null) {
            for (int i = 2; i < call.count() && !set.isEmpty(); i++) {
                if (remove(call, set, i)) removed++;
            }
            if (removed > 0) call.changed(entry, EventClass.SET, "srem");
            if (set.isEmpty()) call.delete(entry);
        }
        call.reply().integer(removed);
    }

    private static void sMove(Call call) {
        var from = call.write(1);
        var to = call.write(2);
        if (from == null) {
            call.reply().integer(0);
            return;
        }
        var source = Call.set(from);
        var target = Call.set(to);
        if (source == null || source == target) {
            call.reply().integer(source != null && contains(call, source, 3) ? 1 : 0);
            return;
        }
        if (!remove(call, source, 3)) {
            call.reply().integer(0);
            return;
        }
        call.changed(from, EventClass.SET, "srem");
        if (source.isEmpty()) call.delete(from);
        if (target == null) target = fitFor(call, 3, 1);
        boolean added = add(call, target, 3);
        if (to == null) to = call.add(2, target);
        if (added) call.changed(to, EventClass.SET, "sadd");
        call.reply().integer(1);
    }

    private static void sIsMember(Call call) {
        var set = Call.set(call.read(1));
        call.reply().integer(set != null && contains(call, set, 2) ? 1 : 0);
    }

    private static void sMIsMember(Call call) {
        var set = Call.set(call.read(1));
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            call.reply().integer(set != null && contains(call, set, i) ? 1 : 0);
        }
    }

    private static void sCard(Call call) {
        var set = Call.set(call.read(1));
        call.reply().integer(set == null ? 0 : set.count());
    }

    private static void sMembers(Call call) {
        var set = Call.set(call.read(1));
        call.reply().set(set == null ? 0 : set.count());
        if (set != null) replyAll(call, set);
    }

    /// Replies with the members, without saying how many they are.
    static void replyAll(Call call, SetValue set) {
        var reply = call.reply();
        var numbers = set.intset();
        if (numbers != null) {
            for (int i = 0; i < numbers.count(); i++) reply.bulk(numbers.at(i));
        }
        var pack = set.listpack();
        if (pack != null) {
            for (int at = pack.first(); at >= 0; at = pack.next(at)) pack.reply(at, reply);
        }
        var members = set.members();
        if (members != null) members.forEach(member -> reply.bulk(member.key()));
    }

    private static void sScan(Call call) {
        long cursor = ScanOptions.cursor(call, 2);
        var set = Call.set(call.read(1));
        if (set == null) {
            ScanOptions.replyNothing(call);
            return;
        }
        var options = ScanOptions.of(call, 3);
        var pack = set.listpack();
        if (pack != null) {
            options.replyAll(call, pack, 1);
            return;
        }
        var found = new ArrayList<byte[]>();
        var members = set.members();
        if (members != null) {
            cursor =
                    options.walk(
                            cursor,
                            members::scan,
                            (Node member) -> {
                                if (options.matches(member.key())) found.add(member.key());
                            });
        }
        var numbers = set.intset();
        if (numbers != null) {
            cursor = 0;
            for (int i = 0; i < numbers.count(); i++) {
                var text = Decimal.bytes(numbers.at(i));
                if (options.matches(text)) found.add(text);
            }
        }
        var reply = call.reply();
        reply.array(2);
        reply.bulk(cursor);
        reply.array(found.size());
        for (var member : found) reply.bulk(member);
    }

    private static SetValue fitFor(Call call, int word, int members) {
        var words = call.words();
        return SetValue.fitFor(
                words.buffer(), words.offset(word), words.length(word), members, limits(call));
    }

    private static boolean add(Call call, SetValue set, int word) {
        var words = call.words();
        return set.add(words.buffer(), words.offset(word), words.length(word), limits(call));
    }

    private static boolean remove(Call call, SetValue set, int word) {
        var words = call.words();
        return set.remove(words.buffer(), words.offset(word), words.length(word));
    }

    private static boolean contains(Call call, SetValue set, int word) {
        var words = call.words();
        return set.contains(words.buffer(), words.offset(word), words.length(word));
    }

    static ValueSettings limits(Call call) {
        return call.server().settings().values();
    }
}
