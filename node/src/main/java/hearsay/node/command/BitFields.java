package hearsay.node.command;

import hearsay.node.encoding.Bits;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.StringValue;
import hearsay.node.resp.Decimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// BITFIELD: a string as numbers of 1 to 64 bits, wherever they begin.
///
/// Source: Redis documentation of BITFIELD.
final class BitFields {

    private static final String TYPE_MISTAKE =
            "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported"
                    + " but i64 is.";

    private enum Work {
        GET,
        SET,
        INCRBY
    }

    /// What happens to a number that does not fit: it goes round, stays at the border, or is not
    /// written.
    private enum Overflow {
        WRAP,
        SAT,
        FAIL
    }

    /// One thing to do.
    ///
    /// @param at the first bit
    /// @param operand what is set or added
    private record Operation(
            Work work, boolean signed, int size, long at, long operand, Overflow overflow) {

        long lastBit() {
            return at + size - 1;
        }

        long largest() {
            return signed ? (1L << size - 1) - 1 : -1L >>> 64 - size;
        }

        long smallest() {
            return signed ? ~largest() : 0;
        }

        long read(byte[] bytes, int length) {
            return fold(Bits.get(bytes, length, at, size));
        }

        /// The number that the lowest bits are.
        long fold(long bits) {
            if (size == 64) return bits;
            int unused = 64 - size;
            return signed ? bits << unused >> unused : bits << unused >>> unused;
        }
    }

    private BitFields() {}

    static void bitField(Call call) {
        run(call, operations(call));
    }

    static void bitFieldReadOnly(Call call) {
        var operations = operations(call);
        if (writes(operations)) {
            throw new CommandError("ERR BITFIELD_RO only supports the GET subcommand");
        }
        run(call, operations);
    }

    private static List<Operation> operations(Call call) {
        var operations = new ArrayList<Operation>();
        var overflow = Overflow.WRAP;
        int count = call.count();
        for (int i = 2; i < count; ) {
            int left = count - i - 1;
            if (call.is(i, "OVERFLOW") && left >= 1) {
                overflow = overflow(call, i + 1);
                i += 2;
                continue;
            }
            var work = work(call, i, left);
            var type = type(call, i + 1);
            boolean signed = type.charAt(0) == 'i';
            int size = Integer.parseInt(type.substring(1));
            long at = BitCommands.offset(call, i + 2, size);
            long operand = work == Work.GET ? 0 : call.integer(i + 3);
            operations.add(new Operation(work, signed, size, at, operand, overflow));
            i += work == Work.GET ? 3 : 4;
        }
        return operations;
    }

    private static Work work(Call call, int index, int left) {
        if (call.is(index, "GET") && left >= 2) return Work.GET;
        if (call.is(index, "SET") && left >= 3) return Work.SET;
        if (call.is(index, "INCRBY") && left >= 3) return Work.INCRBY;
        throw CommandError.syntax();
    }

    private static Overflow overflow(Call call, int index) {
        for (var overflow : Overflow.values()) {
            if (call.is(index, overflow.name())) return overflow;
        }
        throw new CommandError("ERR Invalid OVERFLOW type specified");
    }

    /// `i` or `u` and a number of bits, the latter as Redis reads it: up to a zero byte.
    private static String type(Call call, int index) {
        var word = call.text(index);
        int zero = word.indexOf(0);
        var type = zero < 0 ? word : word.substring(0, zero);
        boolean signed = type.startsWith("i");
        if (!signed && !type.startsWith("u")) throw new CommandError(TYPE_MISTAKE);
        var digits = type.substring(1).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        if (digits.length > 2 || !Decimal.isLong(digits, 0, digits.length)) {
            throw new CommandError(TYPE_MISTAKE);
        }
        long size = Decimal.parse(digits, 0, digits.length);
        if (size < 1 || size > (signed ? 64 : 63)) throw new CommandError(TYPE_MISTAKE);
        return type;
    }

    private static boolean writes(List<Operation> operations) {
        return operations.stream().anyMatch(operation -> operation.work != Work.GET);
    }

    private static void run(Call call, List<Operation> operations) {
        if (!writes(operations)) {
            var value = Call.string(call.read(1));
            call.reply().array(operations.size());
            for (var operation : operations) call.reply().integer(read(value, operation));
            return;
        }
        long last = 0;
        for (var operation : operations) {
            if (operation.work != Work.GET) last = Math.max(last, operation.lastBit());
        }
        var entry = call.write(1);
        var value = Call.string(entry);
        int before = value == null ? -1 : value.length();
        entry = BitCommands.lengthened(call, entry, value, last);
        var raw = (StringValue.Raw) entry.value();
        boolean grown = raw.length() != before;
        boolean changed = false;
        call.reply().array(operations.size());
        for (var operation : operations) {
            if (operation.work == Work.GET) call.reply().integer(read(raw, operation));
            else changed |= write(call, raw, operation, grown);
        }
        if (changed) call.changed(entry, EventClass.STRING, "setbit");
    }

    private static long read(@Nullable StringValue value, Operation operation) {
        return value == null ? 0 : operation.read(BitCommands.array(value), value.length());
    }

    /// Answers whether anything has changed.
    private static boolean write(
            Call call, StringValue.Raw raw, Operation operation, boolean grown) {
        long old = operation.read(raw.array(), raw.length());
        boolean adds = operation.work == Work.INCRBY;
        long base = adds ? old : operation.operand;
        long step = adds ? operation.operand : 0;
        int beyond = beyond(operation, base, step);
        if (beyond != 0 && operation.overflow == Overflow.FAIL) {
            call.reply().nil();
            return false;
        }
        long value = operation.fold(base + step);
        if (beyond != 0 && operation.overflow == Overflow.SAT) {
            value = beyond > 0 ? operation.largest() : operation.smallest();
        }
        Bits.set(raw.array(), operation.at, operation.size, value);
        call.reply().integer(adds ? value : old);
        return grown || old != value;
    }

    /// Whether `base + step` is too large (1), too small (-1), or fits (0). An unsigned number that
    /// is given as negative is a very large one.
    ///
    /// Redis reckons with what is left up to the borders, which itself goes round where a number of
    /// 64 bits is set to a narrow field: so a very small one may be too large here.
    private static int beyond(Operation operation, long base, long step) {
        long above = operation.largest() - base;
        long below = operation.smallest() - base;
        if (!operation.signed) {
            if (Long.compareUnsigned(base, operation.largest()) > 0) return 1;
            return step > 0 && step > above ? 1 : step < 0 && step < below ? -1 : 0;
        }
        boolean narrow = operation.size < 64;
        if (base > operation.largest() || (narrow || base >= 0 && step > 0) && step > above)
            return 1;
        if (base < operation.smallest() || (narrow || base < 0 && step < 0) && step < below)
            return -1;
        return 0;
    }
}
