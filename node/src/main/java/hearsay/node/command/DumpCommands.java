package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.Value;
import hearsay.node.persistence.DumpPayload;
import hearsay.node.persistence.RdbError;
import hearsay.node.persistence.RdbWriter;
import hearsay.node.resp.Decimal;
import java.util.List;

/// DUMP and RESTORE: values as they travel from one Redis to another.
///
/// Source: Redis documentation of DUMP and RESTORE.
final class DumpCommands {

    // spotless:off
    /// RESTORE as MIGRATE says it to a node that is importing the key's slot.
    static final List<Command> RESTORE_ASKING = List.of(
            command("RESTORE-ASKING", -4, "WRITE DENYOOM ASKING", "1 OW UPDATE", DumpCommands::restore));
    // spotless:on

    private DumpCommands() {}

    static void dump(Call call) {
        var entry = call.read(1);
        if (entry == null) {
            call.reply().nil();
            return;
        }
        var options = RdbWriter.Options.of(call.server().settings());
        call.reply().bulk(new DumpPayload(options).of(entry.value()));
    }

    static void restore(Call call) {
        boolean replacing = false;
        boolean absolute = false;
        long idleSeconds = -1;
        long frequency = -1;
        for (int i = 4; i < call.count(); i++) {
            boolean hasValue = i + 1 < call.count();
            if (call.is(i, "REPLACE")) {
                replacing = true;
            } else if (call.is(i, "ABSTTL")) {
                absolute = true;
            } else if (call.is(i, "IDLETIME") && hasValue && frequency < 0) {
                idleSeconds = call.integer(++i);
                if (idleSeconds < 0) {
                    throw new CommandError("ERR Invalid IDLETIME value, must be >= 0");
                }
            } else if (call.is(i, "FREQ") && hasValue && idleSeconds < 0) {
                frequency = call.integer(++i);
                if (frequency < 0 || frequency > 255) {
                    throw new CommandError("ERR Invalid FREQ value, must be >= 0 and <= 255");
                }
            } else {
                throw CommandError.syntax();
            }
        }
        if (!replacing && call.write(1) != null) {
            throw new CommandError("BUSYKEY Target key name already exists.");
        }
        long expireAt = call.integer(2);
        if (expireAt < 0) throw new CommandError("ERR Invalid TTL value, must be >= 0");
        var value = value(call);
        boolean expires = expireAt > 0;
        if (expires && !absolute) expireAt += call.nowMillis();
        var old = call.asItStands(1);
        if (old != null) call.db().remove(old);
        call.reply().ok();
        if (expires && call.db().isOverAtOnce(expireAt)) {
            if (old == null) return;
            call.changed(old, EventClass.GENERIC, "del");
            call.propagateDeletion(call.server().settings().memory().lazyServerDel());
            return;
        }
        var entry = call.add(1, value);
        if (expires) call.db().expireAt(entry, expireAt);
        call.db().used(entry, idleSeconds, (int) frequency);
        call.changed(entry, EventClass.GENERIC, "restore");
        if (expires && !absolute && call.isRepeated()) repeatRestore(call, expireAt);
    }

    /// Replicas are told the moment.
    private static void repeatRestore(Call call, long expireAt) {
        var words = new byte[call.count() + 1][];
        for (int i = 0; i < call.count(); i++) words[i] = call.bytes(i);
        words[2] = Decimal.bytes(expireAt);
        words[call.count()] = Words.ABSTTL;
        call.propagateAs(words);
    }

    private static Value value(Call call) {
        try {
            return DumpPayload.read(call.bytes(3), call.server().settings().values());
        } catch (RdbError error) {
            throw new CommandError("ERR " + error.reason());
        }
    }
}
