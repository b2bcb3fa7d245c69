package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.StringValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands on strings.
final class StringCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("GET",    2, "READONLY FAST",       "1 RO ACCESS",                       StringCommands::get),
            command("INCR",   2, "WRITE DENYOOM FAST",  "1 RW ACCESS UPDATE",                StringCommands::incr),
            command("SET",   -3, "WRITE DENYOOM",       "1 RW ACCESS UPDATE VARIABLE_FLAGS", StringCommands::set));
    // spotless:on

    private static final String OVERFLOW = "ERR increment or decrement would overflow";

    private StringCommands() {}

    private static void get(Call call) {
        reply(call, Call.string(call.read(1)));
    }

    private static void set(Call call) {
        if (call.count() > 3) throw CommandError.syntax();
        store(call, 1, 2);
        call.reply().ok();
    }

    private static void incr(Call call) {
        add(call, 1);
    }

    /// Sets the key of one word to the value of another, and takes its time to live away.
    private static void store(Call call, int key, int value) {
        var entry = call.write(key);
        if (entry == null) {
            entry = call.add(key, valueOf(call, value));
        } else {
            call.db().persist(entry);
            if (!overwritten(call, entry, value)) call.db().replace(entry, valueOf(call, value));
        }
        call.changed(entry, EventClass.STRING, "set");
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

    private static void add(Call call, long increment) {
        var entry = call.write(1);
        var value = Call.string(entry);
        long before = numberOf(value);
        long after = before + increment;
        if (((before ^ after) & (increment ^ after)) < 0) throw new CommandError(OVERFLOW);
        if (value instanceof StringValue.Int number) {
            number.number(after);
        } else if (entry != null) {
            call.db().replace(entry, StringValue.of(after));
        } else {
            entry = call.add(1, StringValue.of(after));
        }
        call.changed(java.util.Objects.requireNonNull(entry), EventClass.STRING, "incrby");
        call.reply().integer(after);
    }

    private static long numberOf(@Nullable StringValue value) {
        if (value == null) return 0;
        if (value instanceof StringValue.Int number) return number.number();
        var bytes = value.bytes();
        if (!hearsay.node.resp.Decimal.isLong(bytes, 0, bytes.length))
            throw CommandError.notAnInteger();
        return hearsay.node.resp.Decimal.parse(bytes, 0, bytes.length);
    }

    static void reply(Call call, @Nullable StringValue value) {
        switch (value) {
            case null -> call.reply().nil();
            case StringValue.Int number -> call.reply().bulk(number.number());
            case StringValue.Embedded embedded -> call.reply().bulk(embedded.array());
            case StringValue.Raw raw -> call.reply().bulk(raw.array(), 0, raw.length());
        }
    }
}
