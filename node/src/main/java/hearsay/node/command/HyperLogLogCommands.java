package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.hyperloglog.HyperLogLog;
import hearsay.node.hyperloglog.HyperLogLog.Corrupt;
import hearsay.node.hyperloglog.SelfTest;
import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.StringValue;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Counting different elements in strings that are a [HyperLogLog].
///
/// Source: Redis documentation, "HyperLogLog commands".
final class HyperLogLogCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("PFADD",      -2, "WRITE DENYOOM FAST",     "1 RW INSERT",                        corruptible(HyperLogLogCommands::add)),
            command("PFCOUNT",    -2, "READONLY MAY_REPLICATE", "1..-1 RW ACCESS",                    corruptible(HyperLogLogCommands::count)),
            command("PFDEBUG",     3, "WRITE DENYOOM ADMIN",    "2 RW ACCESS",                        corruptible(HyperLogLogCommands::debug)),
            command("PFMERGE",    -2, "WRITE DENYOOM",          "1 RW ACCESS INSERT;2..-1 RO ACCESS", corruptible(HyperLogLogCommands::merge)),
            command("PFSELFTEST",  1, "ADMIN",                  "",                                   HyperLogLogCommands::selfTest));
    // spotless:on

    private interface Work {
        void handle(Call call) throws Corrupt;
    }

    private HyperLogLogCommands() {}

    private static Command.Handler corruptible(Work work) {
        return call -> {
            try {
                work.handle(call);
            } catch (Corrupt corrupt) {
                throw new CommandError("INVALIDOBJ " + corrupt.getMessage());
            }
        };
    }

    private static void add(Call call) throws Corrupt {
        var entry = call.write(1);
        var hll = changeable(call, entry);
        boolean updated = entry == null;
        if (entry == null) entry = call.add(1, StringValue.raw(hll.bytes(), hll.length()));
        long sparseMax = sparseMax(call);
        var words = call.words();
        try {
            for (int i = 2; i < call.count(); i++) {
                updated |= hll.add(words.buffer(), words.offset(i), words.length(i), sparseMax);
            }
            if (updated) hll.forgetCount();
        } finally {
            store(entry, hll);
        }
        if (updated) call.changed(entry, EventClass.STRING, "pfadd");
        call.reply().integer(updated ? 1 : 0);
    }

    private static void count(Call call) throws Corrupt {
        if (call.count() > 2) {
            call.reply().integer(HyperLogLog.count(union(call).registers));
            return;
        }
        if (of(call.read(1)) == null) {
            call.reply().integer(0);
            return;
        }
        // The number is remembered in the value itself: a reader that writes.
        var entry = Objects.requireNonNull(call.write(1));
        var hll = changeable(call, entry);
        boolean known = hll.isCounted();
        long count = known ? hll.counted() : hll.count();
        if (!known) call.changed(entry, EventClass.STRING, "");
        call.reply().integer(count);
    }

    private static void merge(Call call) throws Corrupt {
        var union = union(call);
        var entry = call.write(1);
        var hll = changeable(call, entry);
        if (entry == null) entry = call.add(1, StringValue.raw(hll.bytes(), hll.length()));
        if (union.dense) hll.makeDense();
        long sparseMax = sparseMax(call);
        for (int i = 0; i < HyperLogLog.REGISTERS; i++) {
            byte register = union.registers[i];
            if (register != 0) hll.raise(i, register, sparseMax);
        }
        hll.forgetCount();
        store(entry, hll);
        call.changed(entry, EventClass.STRING, "pfadd");
        call.reply().ok();
    }

    /// @param registers the largest value of each in all keys from word 1 on
    /// @param dense whether one of them is
    private record Union(byte[] registers, boolean dense) {}

    private static Union union(Call call) throws Corrupt {
        var registers = new byte[HyperLogLog.REGISTERS];
        boolean dense = false;
        for (int i = 1; i < call.count(); i++) {
            var hll = of(call.read(i));
            if (hll == null) continue;
            dense |= !hll.isSparse();
            hll.mergeInto(registers);
        }
        return new Union(registers, dense);
    }

    private static void debug(Call call) throws Corrupt {
        var entry = call.write(2);
        if (entry == null) throw new CommandError("ERR The specified key does not exist");
        var hll = changeable(call, entry);
        switch (call.text(1).toLowerCase(Locale.ROOT)) {
            case "getreg" -> {
                makeDense(call, entry, hll);
                call.reply().array(HyperLogLog.REGISTERS);
                for (int i = 0; i < HyperLogLog.REGISTERS; i++) {
                    call.reply().integer(hll.register(i));
                }
            }
            case "decode" -> {
                if (!hll.isSparse()) throw new CommandError("ERR HLL encoding is not sparse");
                call.reply().bulk(hll.decode());
            }
            case "encoding" -> call.reply().status(hll.isSparse() ? "sparse" : "dense");
            case "todense" -> call.reply().integer(makeDense(call, entry, hll) ? 1 : 0);
            default ->
                    throw new CommandError("ERR Unknown PFDEBUG subcommand '" + call.text(1) + "'");
        }
    }

    /// Answers whether it was not dense already. Those who repeat our commands do likewise.
    private static boolean makeDense(Call call, Entry entry, HyperLogLog hll) throws Corrupt {
        boolean sparse = hll.isSparse();
        hll.makeDense();
        store(entry, hll);
        if (sparse) call.propagateAnyway();
        return sparse;
    }

    private static void selfTest(Call call) {
        var failure = SelfTest.run(call.server().environment().random(), sparseMax(call));
        if (failure != null) throw new CommandError(failure);
        call.reply().ok();
    }

    /// The key's HyperLogLog, to be looked at; null for no key.
    private static @Nullable HyperLogLog of(@Nullable Entry entry) {
        var value = Call.string(entry);
        if (value == null) return null;
        var raw = value.raw();
        if (value instanceof StringValue.Int || !HyperLogLog.isValid(raw.array(), raw.length())) {
            throw new CommandError("WRONGTYPE Key is not a valid HyperLogLog string value.");
        }
        return new HyperLogLog(raw.array(), raw.length());
    }

    /// The HyperLogLog of a key that is to be changed, new if there is none. Its bytes are the
    /// value's own: [#store] says so when they are others.
    private static HyperLogLog changeable(Call call, @Nullable Entry entry) {
        var hll = of(entry);
        if (entry == null || hll == null) return new HyperLogLog();
        if (!(entry.value() instanceof StringValue.Raw)) {
            call.db().replace(entry, StringValue.raw(hll.bytes(), hll.length()));
        }
        return hll;
    }

    private static void store(Entry entry, HyperLogLog hll) {
        ((StringValue.Raw) entry.value()).become(hll.bytes(), hll.length());
    }

    private static long sparseMax(Call call) {
        return call.server().settings().values().hllSparseMaxBytes();
    }
}
