package hearsay.node.command;

import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.StringValue;
import hearsay.node.resp.Decimal;
import hearsay.node.resp.LongDouble;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Strings that are numbers.
final class Counters {

    private Counters() {}

    static void incr(Call call) {
        add(call, 1);
    }

    static void decr(Call call) {
        add(call, -1);
    }

    static void incrBy(Call call) {
        add(call, call.integer(2));
    }

    static void decrBy(Call call) {
        long decrement = call.integer(2);
        if (decrement == Long.MIN_VALUE) throw new CommandError("ERR decrement would overflow");
        add(call, -decrement);
    }

    /// Replicas are told the result: they need not calculate as we do.
    static void incrByFloat(Call call) {
        var entry = call.write(1);
        var value = Call.string(entry);
        var before = value == null ? LongDouble.ZERO : LongDouble.parse(value.bytes());
        var increment = LongDouble.parse(call.bytes(2));
        if (before == null || increment == null) throw CommandError.notAFloat();
        var after = before.plus(increment);
        if (!after.isFinite()) {
            throw new CommandError("ERR increment would produce NaN or Infinity");
        }
        var text = after.text().getBytes(StandardCharsets.US_ASCII);
        // Not `int`, whatever it looks like: as in Redis it is one again when somebody sets it.
        var result = StringValue.text(text, 0, text.length);
        if (entry == null) {
            entry = call.add(1, result);
        } else {
            call.db().replace(entry, result);
        }
        call.changed(entry, EventClass.STRING, "incrbyfloat");
        call.reply().bulk(text);
        if (call.isRepeated()) call.propagateAs(Words.SET, call.bytes(1), text, Words.KEEPTTL);
    }

    private static void add(Call call, long increment) {
        var entry = call.write(1);
        var value = Call.string(entry);
        long before = numberOf(value);
        long after = before + increment;
        if (((before ^ after) & (increment ^ after)) < 0) {
            throw new CommandError("ERR increment or decrement would overflow");
        }
        if (value instanceof StringValue.Int number) {
            number.number(after);
        } else if (entry != null) {
            call.db().replace(entry, StringValue.of(after));
        } else {
            entry = call.add(1, StringValue.of(after));
        }
        call.changed(Objects.requireNonNull(entry), EventClass.STRING, "incrby");
        call.reply().integer(after);
    }

    private static long numberOf(@Nullable StringValue value) {
        if (value == null) return 0;
        if (value instanceof StringValue.Int number) return number.number();
        if (value.length() > StringValue.NUMBER_MAX) throw CommandError.notAnInteger();
        var bytes = value.bytes();
        if (!Decimal.isLong(bytes, 0, bytes.length)) throw CommandError.notAnInteger();
        return Decimal.parse(bytes, 0, bytes.length);
    }
}
