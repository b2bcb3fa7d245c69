package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.config.ValueSettings;
import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.HashValue;
import hearsay.node.keyspace.HashValue.Field;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.resp.Decimal;
import hearsay.node.resp.LongDouble;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands on hashes. Those that choose fields at random are in [RandomFields].
///
/// Source: Redis documentation, "Hash commands".
final class HashCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("HDEL",         -3, "WRITE FAST",         "1 RW DELETE",        HashCommands::hDel),
            command("HEXISTS",       3, "READONLY FAST",      "1 RO",               HashCommands::hExists),
            command("HGET",          3, "READONLY FAST",      "1 RO ACCESS",        HashCommands::hGet),
            command("HGETALL",       2, "READONLY",           "1 RO ACCESS",        HashCommands::hGetAll),
            command("HINCRBY",       4, "WRITE DENYOOM FAST", "1 RW ACCESS UPDATE", HashCommands::hIncrBy),
            command("HINCRBYFLOAT",  4, "WRITE DENYOOM FAST", "1 RW ACCESS UPDATE", HashCommands::hIncrByFloat),
            command("HKEYS",         2, "READONLY",           "1 RO ACCESS",        HashCommands::hKeys),
            command("HLEN",          2, "READONLY FAST",      "1 RO",               HashCommands::hLen),
            command("HMGET",        -3, "READONLY FAST",      "1 RO ACCESS",        HashCommands::hMGet),
            command("HMSET",        -4, "WRITE DENYOOM FAST", "1 RW UPDATE",        HashCommands::hMSet),
            command("HRANDFIELD",   -2, "READONLY",           "1 RO ACCESS",        RandomFields::hRandField),
            command("HSCAN",        -3, "READONLY",           "1 RO ACCESS",        HashCommands::hScan),
            command("HSET",         -4, "WRITE DENYOOM FAST", "1 RW UPDATE",        HashCommands::hSet),
            command("HSETNX",        4, "WRITE DENYOOM FAST", "1 RW INSERT",        HashCommands::hSetNx),
            command("HSTRLEN",       3, "READONLY FAST",      "1 RO",               HashCommands::hStrLen),
            command("HVALS",         2, "READONLY",           "1 RO ACCESS",        HashCommands::hVals));
    // spotless:on

    private HashCommands() {}

    private static void hSet(Call call) {
        call.reply().integer(setAll(call));
    }

    private static void hMSet(Call call) {
        setAll(call);
        call.reply().ok();
    }

    /// @return how many of the fields are new
    private static int setAll(Call call) {
        int count = call.count();
        if (count % 2 == 1) throw CommandError.wrongArity(call.command().fullName());
        var entry = call.write(1);
        var hash = Call.hash(entry);
        if (hash == null) hash = new HashValue();
        expect(call, hash);
        int created = 0;
        for (int i = 2; i < count; i += 2) {
            if (set(call, hash, i, i + 1)) created++;
        }
        if (entry == null && count > 4) hash.compact();
        changed(call, entry, hash, "hset");
        return created;
    }

    private static void hSetNx(Call call) {
        var entry = call.write(1);
        var hash = Call.hash(entry);
        if (hash == null) {
            hash = new HashValue();
        } else if (has(call, hash, 2)) {
            call.reply().integer(0);
            return;
        }
        expect(call, hash);
        set(call, hash, 2, 3);
        changed(call, entry, hash, "hset");
        call.reply().integer(1);
    }

    /// Prepares the hash for the fields and values from word 2 on.
    private static void expect(Call call, HashValue hash) {
        int longest = 0;
        long sum = 0;
        for (int i = 2; i < call.count(); i++) {
            longest = Math.max(longest, call.length(i));
            sum += call.length(i);
        }
        hash.expect(call.count() / 2 - 1, longest, sum, limits(call));
    }

    private static boolean set(Call call, HashValue hash, int field, int value) {
        var words = call.words();
        var bytes = words.buffer();
        return hash.set(
                bytes,
                words.offset(field),
                words.length(field),
                bytes,
                words.offset(value),
                words.length(value),
                limits(call));
    }

    /// @param entry of the hash, or null if there was none
    private static void changed(Call call, @Nullable Entry entry, HashValue hash, String event) {
        var changed = entry == null ? call.add(1, hash) : entry;
        call.changed(changed, EventClass.HASH, event);
    }

    private static void hIncrBy(Call call) {
        long increment = call.integer(3);
        var entry = call.write(1);
        var hash = Call.hash(entry);
        if (hash == null) hash = new HashValue();
        var old = get(call, hash, 2);
        long before = 0;
        if (old != null) {
            if (!Decimal.isLong(old, 0, old.length)) {
                throw new CommandError("ERR hash value is not an integer");
            }
            before = Decimal.parse(old, 0, old.length);
        }
        long after = before + increment;
        if (((before ^ after) & (increment ^ after)) < 0) {
            throw new CommandError("ERR increment or decrement would overflow");
        }
        set(call, hash, 2, Decimal.bytes(after));
        changed(call, entry, hash, "hincrby");
        call.reply().integer(after);
    }

    /// Replicas are told the result: they need not calculate as we do.
    private static void hIncrByFloat(Call call) {
        var increment = LongDouble.parse(call.bytes(3));
        if (increment == null) throw CommandError.notAFloat();
        if (!increment.isFinite()) throw new CommandError("ERR value is NaN or Infinity");
        var entry = call.write(1);
        var hash = Call.hash(entry);
        if (hash == null) hash = new HashValue();
        var old = get(call, hash, 2);
        var before = old == null ? LongDouble.ZERO : LongDouble.parse(old);
        if (before == null) throw new CommandError("ERR hash value is not a float");
        var after = before.plus(increment);
        if (!after.isFinite()) {
            throw new CommandError("ERR increment would produce NaN or Infinity");
        }
        var text = after.text().getBytes(StandardCharsets.US_ASCII);
        set(call, hash, 2, text);
        changed(call, entry, hash, "hincrbyfloat");
        call.reply().bulk(text);
        if (call.isRepeated()) {
            call.propagateAs(Words.HSET, call.bytes(1), call.bytes(2), text);
        }
    }

    private static void set(Call call, HashValue hash, int field, byte[] value) {
        var words = call.words();
        hash.set(
                words.buffer(),
                words.offset(field),
                words.length(field),
                value,
                0,
                value.length,
                limits(call));
    }

    private static void hDel(Call call) {
        var entry = call.write(1);
        var hash = Call.hash(entry);
        int deleted = 0;
        if (entry != null && hash != null) {
            var words = call.words();
            for (int i = 2; i < call.count() && hash.count() > 0; i++) {
                if (hash.remove(words.buffer(), words.offset(i), words.length(i))) deleted++;
            }
            if (deleted > 0) call.changed(entry, EventClass.HASH, "hdel");
            if (hash.count() == 0) call.delete(entry);
        }
        call.reply().integer(deleted);
    }

    private static void hGet(Call call) {
        reply(call, Call.hash(call.read(1)), 2);
    }

    private static void hMGet(Call call) {
        var hash = Call.hash(call.read(1));
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) reply(call, hash, i);
    }

    /// Replies with the value of the field that a word names.
    private static void reply(Call call, @Nullable HashValue hash, int word) {
        var words = call.words();
        var bytes = words.buffer();
        int offset = words.offset(word);
        int length = words.length(word);
        var reply = call.reply();
        var pairs = hash == null ? null : hash.listpack();
        if (pairs != null) {
            int at = HashValue.position(pairs, bytes, offset, length);
            if (at < 0) {
                reply.nil();
            } else {
                pairs.reply(at, reply);
            }
            return;
        }
        var fields = hash == null ? null : hash.fields();
        var field = fields == null ? null : fields.find(bytes, offset, length);
        if (field == null) {
            reply.nil();
        } else {
            reply.bulk(field.value());
        }
    }

    private static void hLen(Call call) {
        var hash = Call.hash(call.read(1));
        call.reply().integer(hash == null ? 0 : hash.count());
    }

    private static void hStrLen(Call call) {
        var hash = Call.hash(call.read(1));
        var words = call.words();
        call.reply()
                .integer(
                        hash == null
                                ? 0
                                : hash.length(words.buffer(), words.offset(2), words.length(2)));
    }

    private static void hExists(Call call) {
        var hash = Call.hash(call.read(1));
        call.reply().integer(hash != null && has(call, hash, 2) ? 1 : 0);
    }

    private static void hGetAll(Call call) {
        var hash = Call.hash(call.read(1));
        call.reply().map(hash == null ? 0 : hash.count());
        if (hash != null) replyAll(call, hash, true, true);
    }

    private static void hKeys(Call call) {
        var hash = Call.hash(call.read(1));
        call.reply().array(hash == null ? 0 : hash.count());
        if (hash != null) replyAll(call, hash, true, false);
    }

    private static void hVals(Call call) {
        var hash = Call.hash(call.read(1));
        call.reply().array(hash == null ? 0 : hash.count());
        if (hash != null) replyAll(call, hash, false, true);
    }

    private static void replyAll(Call call, HashValue hash, boolean fields, boolean values) {
        var reply = call.reply();
        var table = hash.fields();
        if (table != null) {
            table.forEach(field -> {
                if (fields) reply.bulk(field.key());
                if (values) reply.bulk(field.value());
            });
        }
        var pairs = hash.listpack();
        if (pairs == null) return;
        for (int at = pairs.first(); at >= 0; at = pairs.next(at)) {
            if (fields) pairs.reply(at, reply);
            at = pairs.next(at);
            if (values) pairs.reply(at, reply);
        }
    }

    private static void hScan(Call call) {
        long cursor = ScanOptions.cursor(call, 2);
        var hash = Call.hash(call.read(1));
        if (hash == null) {
            ScanOptions.replyNothing(call);
            return;
        }
        var options = ScanOptions.of(call, 3);
        var pairs = hash.listpack();
        if (pairs != null) options.replyAll(call, pairs, 2);
        var table = hash.fields();
        if (table == null) return;
        var found = new ArrayList<Field>();
        cursor =
                options.walk(
                        cursor,
                        table::scan,
                        (Field field) -> {
                            if (options.matches(field.key())) found.add(field);
                        });
        var reply = call.reply();
        reply.array(2);
        reply.bulk(cursor);
        reply.array(2L * found.size());
        for (var field : found) {
            reply.bulk(field.key());
            reply.bulk(field.value());
        }
    }

    private static boolean has(Call call, HashValue hash, int word) {
        var words = call.words();
        return hash.has(words.buffer(), words.offset(word), words.length(word));
    }

    private static byte @Nullable [] get(Call call, HashValue hash, int word) {
        var words = call.words();
        return hash.get(words.buffer(), words.offset(word), words.length(word));
    }

    private static ValueSettings limits(Call call) {
        return call.server().settings().values();
    }
}
