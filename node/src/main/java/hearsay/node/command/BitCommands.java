package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.encoding.Bits;
import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.StringValue;
import hearsay.node.resp.Decimal;
import hearsay.node.resp.Empty;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Strings as bitmaps. Numbers within them are in [BitFields].
///
/// Source: Redis documentation, "Bitmap commands".
final class BitCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("BITCOUNT",    -2, "READONLY",      "1 RO ACCESS",                       BitCommands::bitCount),
            command("BITFIELD",    -2, "WRITE DENYOOM", "1 RW UPDATE ACCESS VARIABLE_FLAGS", BitFields::bitField),
            command("BITFIELD_RO", -2, "READONLY FAST", "1 RO ACCESS",                       BitFields::bitFieldReadOnly),
            command("BITOP",       -4, "WRITE DENYOOM", "2 OW UPDATE;3..-1 RO ACCESS",       BitCommands::bitOp),
            command("BITPOS",      -3, "READONLY",      "1 RO ACCESS",                       BitCommands::bitPos),
            command("GETBIT",       3, "READONLY FAST", "1 RO ACCESS",                       BitCommands::getBit),
            command("SETBIT",       4, "WRITE DENYOOM", "1 RW ACCESS UPDATE",                BitCommands::setBit));
    // spotless:on

    private static final String OFFSET_MISTAKE = "ERR bit offset is not an integer or out of range";
    private static final String BIT_MISTAKE = "ERR bit is not an integer or out of range";

    private BitCommands() {}

    private static void setBit(Call call) {
        long bit = offset(call, 2, 0);
        long on = call.integer(3, 0, 1, BIT_MISTAKE);
        var entry = call.write(1);
        var value = Call.string(entry);
        int before = value == null ? -1 : value.length();
        entry = lengthened(call, entry, value, bit);
        var raw = (StringValue.Raw) entry.value();
        long old = Bits.get(raw.array(), raw.length(), bit, 1);
        if (old != on || raw.length() != before) {
            Bits.set(raw.array(), bit, 1, on);
            call.changed(entry, EventClass.STRING, "setbit");
        }
        call.reply().integer(old);
    }

    private static void getBit(Call call) {
        long bit = offset(call, 2, 0);
        var value = Call.string(call.read(1));
        if (value == null) {
            call.reply().integer(0);
        } else {
            call.reply().integer(Bits.get(array(value), value.length(), bit, 1));
        }
    }

    private static void bitCount(Call call) {
        var value = Call.string(call.read(1));
        if (value == null) {
            call.reply().integer(0);
            return;
        }
        int count = call.count();
        if (count == 2) {
            call.reply().integer(Bits.count(array(value), 0, 8L * value.length()));
            return;
        }
        if (count != 4 && count != 5) throw CommandError.syntax();
        long start = call.integer(2);
        long end = call.integer(3);
        if (start < 0 && end < 0 && start > end) {
            call.reply().integer(0);
            return;
        }
        boolean inBits = count == 5 && inBits(call, 4);
        long total = inBits ? 8L * value.length() : value.length();
        long from = fromEnd(start, total);
        long to = Math.min(fromEnd(end, total), total - 1) + 1;
        if (!inBits) {
            from = Math.min(from, total) * 8;
            to *= 8;
        }
        call.reply().integer(Bits.count(array(value), from, to));
    }

    private static void bitPos(Call call) {
        long bit = call.integer(2);
        if (bit != 0 && bit != 1) throw new CommandError("ERR The bit argument must be 1 or 0.");
        var value = Call.string(call.read(1));
        if (value == null) {
            call.reply().integer(bit == 1 ? -1 : 0);
            return;
        }
        int count = call.count();
        if (count > 6) throw CommandError.syntax();
        long start = count > 3 ? call.integer(3) : 0;
        boolean inBits = count > 5 && inBits(call, 5);
        long total = inBits ? 8L * value.length() : value.length();
        long end = count > 4 ? call.integer(4) : total - 1;
        long from = fromEnd(start, total);
        long to = Math.min(fromEnd(end, total), total - 1) + 1;
        if (from >= to) {
            call.reply().integer(-1);
            return;
        }
        if (!inBits) {
            from *= 8;
            to *= 8;
        }
        long found = Bits.find(array(value), bit == 1, from, to);
        // Without an end the string is followed by zeros without end.
        if (found < 0 && bit == 0 && count <= 4) found = to;
        call.reply().integer(found);
    }

    private static void bitOp(Call call) {
        boolean and = call.is(1, "AND");
        boolean or = call.is(1, "OR");
        boolean not = call.is(1, "NOT");
        if (!and && !or && !not && !call.is(1, "XOR")) throw CommandError.syntax();
        if (not && call.count() != 4) {
            throw new CommandError("ERR BITOP NOT must be called with a single source key.");
        }
        int longest = 0;
        var sources = new @Nullable StringValue[call.count() - 3];
        for (int i = 0; i < sources.length; i++) {
            var source = Call.string(call.read(i + 3));
            sources[i] = source;
            if (source != null) longest = Math.max(longest, source.length());
        }
        var result = new byte[longest];
        if (sources[0] != null) sources[0].copyTo(result, 0);
        for (int i = 1; i < sources.length; i++) {
            var source = sources[i];
            var bytes = source == null ? Empty.BYTES : array(source);
            int length = source == null ? 0 : source.length();
            if (and) and(result, bytes, length);
            else if (or) or(result, bytes, length);
            else xor(result, bytes, length);
        }
        if (not) for (int i = 0; i < longest; i++) result[i] = (byte) ~result[i];
        store(call, result);
        call.reply().integer(longest);
    }

    // The plainest of loops, which the JVM turns into the widest of instructions.

    private static void and(byte[] result, byte[] source, int length) {
        for (int i = 0; i < length; i++) result[i] &= source[i];
        Arrays.fill(result, length, result.length, (byte) 0);
    }

    private static void or(byte[] result, byte[] source, int length) {
        for (int i = 0; i < length; i++) result[i] |= source[i];
    }

    private static void xor(byte[] result, byte[] source, int length) {
        for (int i = 0; i < length; i++) result[i] ^= source[i];
    }

    /// BITOP's target, word 2: it is gone if there is nothing to be kept.
    private static void store(Call call, byte[] result) {
        if (result.length == 0) {
            var old = call.asItStands(2);
            if (old != null) call.delete(old);
            return;
        }
        var entry = call.write(2);
        var value = StringValue.raw(result);
        if (entry == null) {
            entry = call.add(2, value);
        } else {
            call.db().persist(entry);
            call.db().replace(entry, value);
        }
        call.changed(entry, EventClass.STRING, "set");
    }

    /// The position that a word names, in bits; `#7` is the seventh number of that many bits.
    ///
    /// @param size 0 if there are no numbers to be counted
    static long offset(Call call, int index, int size) {
        var words = call.words();
        int at = words.offset(index);
        int length = words.length(index);
        boolean counted = size > 0 && length > 0 && words.buffer()[at] == '#';
        if (counted) {
            at++;
            length--;
        }
        if (!Decimal.isLong(words.buffer(), at, length)) throw new CommandError(OFFSET_MISTAKE);
        long offset = Decimal.parse(words.buffer(), at, length);
        if (counted) offset *= size;
        // What a master has done, its replica repeats, as far as arrays of the JVM reach.
        long max = StringValue.LENGTH_MAX - 8;
        if (!call.session().isMaster()) max = Math.min(max, call.server().bulkLengthMax());
        if (offset < 0 || offset >>> 3 >= max) throw new CommandError(OFFSET_MISTAKE);
        return offset;
    }

    /// The key of word 1 with a [StringValue.Raw] that is so long that it has that bit.
    ///
    /// @param entry the key's, if there is one
    /// @param value its string
    static Entry lengthened(
            Call call, @Nullable Entry entry, @Nullable StringValue value, long bit) {
        int length = (int) (bit >>> 3) + 1;
        if (entry == null || value == null) return call.add(1, StringValue.raw(new byte[length]));
        var raw = value.raw();
        if (raw == value && raw.length() >= length) return entry;
        raw.grow(length);
        call.db().replace(entry, raw);
        return entry;
    }

    /// The bytes, to be looked at; there may be more of them than belong to the string.
    static byte[] array(StringValue value) {
        return switch (value) {
            case StringValue.Int number -> number.bytes();
            case StringValue.Embedded text -> text.array();
            case StringValue.Raw raw -> raw.array();
        };
    }

    private static boolean inBits(Call call, int index) {
        if (call.is(index, "BIT")) return true;
        if (call.is(index, "BYTE")) return false;
        throw CommandError.syntax();
    }

    /// Negative positions are counted from the end, and end at the beginning.
    private static long fromEnd(long position, long total) {
        return position < 0 ? Math.max(0, total + position) : position;
    }
}
