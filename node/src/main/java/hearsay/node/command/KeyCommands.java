package hearsay.node.command;

import static hearsay.node.command.Command.command;
import static hearsay.node.command.Command.container;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.Glob;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.Value;
import java.util.List;

/// Commands on keys of any type. What concerns their time to live is in [ExpiryCommands].
///
/// Source: Redis documentation, "Generic commands".
final class KeyCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("COPY",        -3, "WRITE DENYOOM",         "1 RO ACCESS; 2 OW UPDATE",        KeyCommands::copy),
            command("DEL",         -2, "WRITE",                 "1..-1 RM DELETE",                 KeyCommands::del),
            command("DUMP",         2, "READONLY",              "1 RO ACCESS",                     DumpCommands::dump),
            command("EXISTS",      -2, "READONLY FAST",         "1..-1 RO",                        KeyCommands::exists),
            command("EXPIRE",      -3, "WRITE FAST",            "1 RW UPDATE",                     ExpiryCommands::expire),
            command("EXPIREAT",    -3, "WRITE FAST",            "1 RW UPDATE",                     ExpiryCommands::expireAt),
            command("EXPIRETIME",   2, "READONLY FAST",         "1 RO ACCESS",                     ExpiryCommands::expireTime),
            command("KEYS",         2, "READONLY",              "",                                KeyCommands::keys).acl("DANGEROUS"),
            command("MOVE",         3, "WRITE FAST",            "1 RW ACCESS UPDATE",              KeyCommands::move),
            container("OBJECT",    -2, "",
                command("ENCODING", 3, "READONLY",              "2 RO",                            ObjectCommands::encoding),
                command("FREQ",     3, "READONLY",              "2 RO",                            ObjectCommands::freq),
                command("HELP",     2, "LOADING STALE",         "",                                ObjectCommands::help),
                command("IDLETIME", 3, "READONLY",              "2 RO",                            ObjectCommands::idleTime),
                command("REFCOUNT", 3, "READONLY",              "2 RO",                            ObjectCommands::refCount)),
            command("PERSIST",      2, "WRITE FAST",            "1 RW UPDATE",                     ExpiryCommands::persist),
            command("PEXPIRE",     -3, "WRITE FAST",            "1 RW UPDATE",                     ExpiryCommands::pExpire),
            command("PEXPIREAT",   -3, "WRITE FAST",            "1 RW UPDATE",                     ExpiryCommands::pExpireAt),
            command("PEXPIRETIME",  2, "READONLY FAST",         "1 RO ACCESS",                     ExpiryCommands::pExpireTime),
            command("PTTL",         2, "READONLY FAST",         "1 RO ACCESS",                     ExpiryCommands::pTtl),
            command("RANDOMKEY",    1, "READONLY TOUCHES_ARBITRARY_KEYS", "",                      KeyCommands::randomKey),
            command("RENAME",       3, "WRITE",                 "1 RW ACCESS DELETE; 2 OW UPDATE", KeyCommands::rename),
            command("RENAMENX",     3, "WRITE FAST",            "1 RW ACCESS DELETE; 2 OW INSERT", KeyCommands::renameNx),
            command("RESTORE",     -4, "WRITE DENYOOM",         "1 OW UPDATE",                     DumpCommands::restore).acl("DANGEROUS"),
            command("SCAN",        -2, "READONLY TOUCHES_ARBITRARY_KEYS", "",                      ScanCommand::scan),
            command("TOUCH",       -2, "READONLY FAST",         "1..-1 RO",                        KeyCommands::touch),
            command("TTL",          2, "READONLY FAST",         "1 RO ACCESS",                     ExpiryCommands::ttl),
            command("TYPE",         2, "READONLY FAST",         "1 RO",                            KeyCommands::type),
            command("UNLINK",      -2, "WRITE FAST",            "1..-1 RM DELETE",                 KeyCommands::unlink));
    // spotless:on

    private KeyCommands() {}

    private static void del(Call call) {
        remove(call, call.server().settings().memory().lazyUserDel());
    }

    private static void unlink(Call call) {
        remove(call, true);
    }

    private static void remove(Call call, boolean lazy) {
        int deleted = 0;
        for (int i = 1; i < call.count(); i++) {
            var entry = call.forRemoval(i);
            if (entry == null) continue;
            call.delete(entry);
            if (lazy) call.server().lazyFreeing().lastWasLazy();
            deleted++;
        }
        call.reply().integer(deleted);
    }

    private static void exists(Call call) {
        int found = 0;
        for (int i = 1; i < call.count(); i++) {
            if (call.look(i) != null) found++;
        }
        call.reply().integer(found);
    }

    /// Touches also for a client that has said CLIENT NO-TOUCH: it means it.
    private static void touch(Call call) {
        int touched = 0;
        for (int i = 1; i < call.count(); i++) {
            var entry = call.look(i);
            if (entry == null) continue;
            call.db().use(entry);
            touched++;
        }
        call.reply().integer(touched);
    }

    private static void type(Call call) {
        var entry = call.look(1);
        call.reply().status(entry == null ? "none" : entry.value().type());
    }

    private static void rename(Call call) {
        if (renamed(call, true)) call.reply().ok();
    }

    private static void renameNx(Call call) {
        call.reply().integer(renamed(call, false) ? 1 : 0);
    }

    /// @param replacing whether the new name may be another key's
    /// @return whether there is, now, a key of the new name that came from the old one
    private static boolean renamed(Call call, boolean replacing) {
        var db = call.db();
        var source = call.write(1);
        if (source == null) throw CommandError.noSuchKey();
        if (call.isSame(1, 2)) {
            // Nothing to do; and for RENAMENX the new name is taken.
            return replacing;
        }
        var target = call.write(2);
        if (target != null) {
            if (!replacing) return false;
            db.remove(target);
        }
        long expireAt = source.expireAt();
        db.remove(source);
        target = put(call, db, 2, source.value(), expireAt);
        call.changed(source, EventClass.GENERIC, "rename_from");
        call.changed(target, EventClass.GENERIC, "rename_to");
        return true;
    }

    private static void move(Call call) {
        if (call.server().isClusterEnabled()) {
            throw new CommandError("ERR MOVE is not allowed in cluster mode");
        }
        var db = call.db();
        var other = call.database(2);
        if (db == other) throw CommandError.sameObject();
        var source = call.write(1);
        if (source == null || call.writeIn(other, 1) != null) {
            call.reply().integer(0);
            return;
        }
        long expireAt = source.expireAt();
        db.remove(source);
        var target = put(call, other, 1, source.value(), expireAt);
        db.changed(source, EventClass.GENERIC, "move_from");
        other.changed(target, EventClass.GENERIC, "move_to");
        call.reply().integer(1);
    }

    private static void copy(Call call) {
        var db = call.db();
        var other = db;
        boolean replacing = false;
        for (int i = 3; i < call.count(); i++) {
            if (call.is(i, "REPLACE")) {
                replacing = true;
            } else if (call.is(i, "DB") && i + 1 < call.count()) {
                other = call.database(++i);
            } else {
                throw CommandError.syntax();
            }
        }
        if (db == other && call.isSame(1, 2)) throw CommandError.sameObject();
        var source = call.read(1);
        var target = source == null ? null : call.writeIn(other, 2);
        if (source == null || (target != null && !replacing)) {
            call.reply().integer(0);
            return;
        }
        if (target != null) other.remove(target);
        target = put(call, other, 2, source.value().copy(), source.expireAt());
        other.changed(target, EventClass.GENERIC, "copy_to");
        call.reply().integer(1);
    }

    private static Entry put(Call call, Keyspace db, int key, Value value, long expireAt) {
        var entry = call.addTo(db, key, value);
        if (expireAt != Entry.NEVER) db.expireAt(entry, expireAt);
        return entry;
    }

    private static void randomKey(Call call) {
        var entry = call.db().random();
        if (entry == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(entry.key());
        }
    }

    private static void keys(Call call) {
        var db = call.db();
        var reply = call.reply();
        var pattern = call.bytes(1);
        // Also the empty key, which the pattern `*` as such does not match.
        boolean all = pattern.length == 1 && pattern[0] == '*';
        int mark = reply.mark();
        var found = new int[1];
        db.forEach(entry -> {
            if (!all && !Glob.matches(pattern, entry.key())) return;
            if (db.isOver(entry)) return;
            reply.bulk(entry.key());
            found[0]++;
        });
        reply.arrayFrom(mark, found[0]);
    }
}
