package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.command.SetOptions.Lifetime;
import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.StringValue;
import hearsay.node.resp.Decimal;
import hearsay.node.resp.Empty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Commands on strings. Those that calculate are in [Counters] and [LongestCommonSubsequence].
///
/// Source: Redis documentation, "String commands".
final class StringCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("APPEND",       3, "WRITE DENYOOM FAST", "1 RW INSERT",                       StringCommands::append),
            command("DECR",         2, "WRITE DENYOOM FAST", "1 RW ACCESS UPDATE",                Counters::decr),
            command("DECRBY",       3, "WRITE DENYOOM FAST", "1 RW ACCESS UPDATE",                Counters::decrBy),
            command("GET",          2, "READONLY FAST",      "1 RO ACCESS",                       StringCommands::get),
            command("GETDEL",       2, "WRITE FAST",         "1 RW ACCESS DELETE",                StringCommands::getDel),
            command("GETEX",       -2, "WRITE FAST",         "1 RW ACCESS UPDATE",                StringCommands::getEx),
            command("GETRANGE",     4, "READONLY",           "1 RO ACCESS",                       StringCommands::getRange),
            command("GETSET",       3, "WRITE DENYOOM FAST", "1 RW ACCESS UPDATE",                StringCommands::getSet),
            command("INCR",         2, "WRITE DENYOOM FAST", "1 RW ACCESS UPDATE",                Counters::incr),
            command("INCRBY",       3, "WRITE DENYOOM FAST", "1 RW ACCESS UPDATE",                Counters::incrBy),
            command("INCRBYFLOAT",  3, "WRITE DENYOOM FAST", "1 RW ACCESS UPDATE",                Counters::incrByFloat),
            command("LCS",         -3, "READONLY",           "1..1 RO ACCESS",                    LongestCommonSubsequence::lcs),
            command("MGET",        -2, "READONLY FAST",      "1..-1 RO ACCESS",                   StringCommands::mGet),
            command("MSET",        -3, "WRITE DENYOOM",      "1..-1/2 OW UPDATE",                 StringCommands::mSet),
            command("MSETNX",      -3, "WRITE DENYOOM",      "1..-1/2 OW INSERT",                 StringCommands::mSetNx),
            command("PSETEX",       4, "WRITE DENYOOM",      "1 OW UPDATE",                       StringCommands::pSetEx),
            command("SET",         -3, "WRITE DENYOOM",      "1 RW ACCESS UPDATE VARIABLE_FLAGS", StringCommands::set),
            command("SETEX",        4, "WRITE DENYOOM",      "1 OW UPDATE",                       StringCommands::setEx),
            command("SETNX",        3, "WRITE DENYOOM FAST", "1 OW INSERT",                       StringCommands::setNx),
            command("SETRANGE",     4, "WRITE DENYOOM",      "1 RW UPDATE",                       StringCommands::setRange),
            command("STRLEN",       2, "READONLY FAST",      "1 RO",                              StringCommands::strLen),
            command("SUBSTR",       4, "READONLY",           "1 RO ACCESS",                       StringCommands::getRange));
    // spotless:on

    private StringCommands() {}

    private static void get(Call call) {
        reply(call, Call.string(call.read(1)));
    }

    private static void set(Call call) {
        if (call.count() == 3) {
            store(call, call.write(1), 1, 2, false);
            call.reply().ok();
        } else {
            set(call, 2, call.setOptions().parseSet(call));
        }
    }

    private static void setEx(Call call) {
        set(call, 3, call.setOptions().time(Lifetime.EX, 2));
    }

    private static void pSetEx(Call call) {
        set(call, 3, call.setOptions().time(Lifetime.PX, 2));
    }

    private static void set(Call call, int value, SetOptions options) {
        long expireAt = options.expireAt(call);
        if (options.get) reply(call, Call.string(call.read(1)));
        var entry = call.write(1);
        if (entry == null ? options.onlyIfPresent : options.onlyIfAbsent) {
            if (!options.get) call.reply().nil();
            return;
        }
        boolean keepsTime = options.lifetime != Lifetime.UNSAID;
        entry = store(call, entry, 1, value, keepsTime);
        if (expireAt != Entry.NEVER) {
            call.db().expireAt(entry, expireAt);
            call.event(entry, EventClass.GENERIC, "expire");
        }
        if (!options.get) call.reply().ok();
        if (call.isRepeated()) repeatSet(call, value, options, expireAt);
    }

    /// Replicas are told the moment, not the distance; and they are not asked for the old value.
    private static void repeatSet(Call call, int value, SetOptions options, long expireAt) {
        if (expireAt != Entry.NEVER) {
            if (options.lifetime == Lifetime.PXAT) return;
            call.propagateAs(
                    Words.SET,
                    call.bytes(1),
                    call.bytes(value),
                    Words.PXAT,
                    Decimal.bytes(expireAt));
        } else if (options.get) {
            call.propagateWithout("GET", 3);
        }
    }

    private static void setNx(Call call) {
        var entry = call.write(1);
        if (entry == null) store(call, null, 1, 2, false);
        call.reply().integer(entry == null ? 1 : 0);
    }

    private static void getSet(Call call) {
        reply(call, Call.string(call.read(1)));
        store(call, call.write(1), 1, 2, false);
        if (call.isRepeated()) call.propagateAs(Words.SET, call.bytes(1), call.bytes(2));
    }

    private static void getDel(Call call) {
        var value = Call.string(call.read(1));
        reply(call, value);
        if (value == null) return;
        delete(call, false);
    }

    private static void getEx(Call call) {
        var options = call.setOptions().parseGetEx(call);
        var value = Call.string(call.read(1));
        long expireAt = value == null ? Entry.NEVER : options.expireAt(call);
        reply(call, value);
        if (value == null) return;
        if (options.lifetime.isAbsolute() && call.db().isOverAtOnce(expireAt)) {
            delete(call, call.server().settings().memory().lazyExpire());
        } else if (expireAt != Entry.NEVER) {
            var entry = Objects.requireNonNull(call.write(1));
            call.db().expireAt(entry, expireAt);
            call.changed(entry, EventClass.GENERIC, "expire");
            if (call.isRepeated()) {
                call.propagateAs(Words.PEXPIREAT, call.bytes(1), Decimal.bytes(expireAt));
            }
        } else if (options.lifetime == Lifetime.PERSIST) {
            var entry = Objects.requireNonNull(call.write(1));
            if (!call.db().persist(entry)) return;
            call.changed(entry, EventClass.GENERIC, "persist");
            if (call.isRepeated()) call.propagateAs(Words.PERSIST, call.bytes(1));
        }
    }

    /// Deletes the key of word 1, which is here.
    private static void delete(Call call, boolean lazy) {
        var entry = Objects.requireNonNull(call.write(1));
        call.delete(entry);
        call.propagateDeletion(lazy);
    }

    private static void mGet(Call call) {
        int count = call.count();
        call.reply().array(count - 1);
        for (int i = 1; i < count; i++) {
            var entry = call.read(i);
            reply(call, entry != null && entry.value() instanceof StringValue s ? s : null);
        }
    }

    private static void mSet(Call call) {
        setAll(call);
        call.reply().ok();
    }

    private static void mSetNx(Call call) {
        requirePairs(call);
        for (int i = 1; i < call.count(); i += 2) {
            if (call.write(i) == null) continue;
            call.reply().integer(0);
            return;
        }
        setAll(call);
        call.reply().integer(1);
    }

    private static void setAll(Call call) {
        requirePairs(call);
        int count = call.count();
        for (int i = 1; i < count; i += 2) store(call, call.write(i), i, i + 1, false);
    }

    private static void requirePairs(Call call) {
        if (call.count() % 2 == 0) throw CommandError.wrongArity(call.command().fullName());
    }

    private static void append(Call call) {
        var entry = call.write(1);
        var value = Call.string(entry);
        if (entry == null || value == null) {
            entry = call.add(1, valueOf(call, 2));
            call.reply().integer(call.length(2));
        } else {
            int length = value.length();
            checkLength(call, length, call.length(2));
            var raw = changeable(call, entry, value);
            raw.write(length, call.words().buffer(), call.words().offset(2), call.length(2));
            call.reply().integer(raw.length());
        }
        call.changed(entry, EventClass.STRING, "append");
    }

    private static void setRange(Call call) {
        long at = call.integer(2);
        if (at < 0) throw new CommandError("ERR offset is out of range");
        var entry = call.write(1);
        var value = Call.string(entry);
        int size = call.length(3);
        if (size == 0) {
            call.reply().integer(value == null ? 0 : value.length());
            return;
        }
        checkLength(call, at, size);
        if (entry == null || value == null) {
            value = StringValue.text(Empty.BYTES, 0, 0).raw();
            entry = call.add(1, value);
        }
        var raw = changeable(call, entry, value);
        raw.write((int) at, call.words().buffer(), call.words().offset(3), size);
        call.changed(entry, EventClass.STRING, "setrange");
        call.reply().integer(raw.length());
    }

    private static void getRange(Call call) {
        long start = call.integer(2);
        long end = call.integer(3);
        var value = Call.string(call.read(1));
        int length = value == null ? 0 : value.length();
        if (start < 0 && end < 0 && start > end) length = 0;
        int from = (int) Math.max(0, Math.min(length, start < 0 ? length + start : start));
        int to = (int) Math.max(0, Math.min(length - 1L, end < 0 ? length + end : end));
        if (value == null || length == 0 || from > to) {
            call.reply().bulk(Empty.BYTES);
            return;
        }
        switch (value) {
            case StringValue.Int number -> call.reply().bulk(number.bytes(), from, to - from + 1);
            case StringValue.Embedded text -> call.reply().bulk(text.array(), from, to - from + 1);
            case StringValue.Raw raw -> call.reply().bulk(raw.array(), from, to - from + 1);
        }
    }

    private static void strLen(Call call) {
        var value = Call.string(call.read(1));
        call.reply().integer(value == null ? 0 : value.length());
    }

    /// Sets the key of one word to the value of another.
    ///
    /// @param entry the key's entry, from [Call#write], if there is one
    private static Entry store(
            Call call, @Nullable Entry entry, int key, int value, boolean keepsTime) {
        Entry stored;
        if (entry == null) {
            stored = call.add(key, valueOf(call, value));
        } else {
            stored = entry;
            if (!keepsTime) call.db().persist(entry);
            if (!overwritten(call, entry, value)) call.db().replace(entry, valueOf(call, value));
        }
        call.changed(stored, EventClass.STRING, "set");
        return stored;
    }

    private static StringValue valueOf(Call call, int index) {
        var words = call.words();
        return StringValue.of(words.buffer(), words.offset(index), words.length(index));
    }

    /// Saves two objects where the new bytes fit the old ones exactly, and are no number.
    private static boolean overwritten(Call call, Entry entry, int index) {
        int length = call.length(index);
        if (length <= StringValue.NUMBER_MAX) return false;
        var words = call.words();
        switch (entry.value()) {
            case StringValue.Embedded embedded when embedded.length() == length ->
                    embedded.overwrite(words.buffer(), words.offset(index));
            case StringValue.Raw raw
                    when raw.length() == length && length > StringValue.EMBEDDED_MAX ->
                    raw.overwrite(words.buffer(), words.offset(index));
            default -> {
                return false;
            }
        }
        return true;
    }

    /// The entry's string as one that can be changed in place.
    private static StringValue.Raw changeable(Call call, Entry entry, StringValue value) {
        var raw = value.raw();
        if (raw != value) call.db().replace(entry, raw);
        return raw;
    }

    /// @throws CommandError a string of that many bytes may not be made
    private static void checkLength(Call call, long size, long more) {
        // What a master has done, its replica repeats, as far as arrays of the JVM reach.
        long max = StringValue.LENGTH_MAX;
        if (!call.session().isMaster()) max = Math.min(max, call.server().bulkLengthMax());
        if (size > max || size + more > max) {
            throw new CommandError("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
        }
    }

    private static void reply(Call call, @Nullable StringValue value) {
        switch (value) {
            case null -> call.reply().nil();
            case StringValue.Int number -> call.reply().bulk(number.number());
            case StringValue.Embedded embedded -> call.reply().bulk(embedded.array());
            case StringValue.Raw raw -> call.reply().bulk(raw.array(), 0, raw.length());
        }
    }
}
