package hearsay.simulations.workload;

import hearsay.simulations.check.Call;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// RPUSH and LRANGE, or SADD and SMEMBERS, of numbers that are all different: what was added, and
/// in a list in which order.
final class Collecting implements Job {

    enum Kind {
        LIST(Call.RPUSH, Call.LRANGE, "0", "-1"),
        SET(Call.SADD, Call.SMEMBERS);

        private final Call add;
        private final Call read;
        private final byte[] addName;
        private final byte[][] readWords;

        /// @param range what stands behind the key when all is read
        Kind(Call add, Call read, String... range) {
            this.add = add;
            this.read = read;
            addName = Texts.ascii(add.name());
            readWords = new byte[2 + range.length][];
            readWords[0] = Texts.ascii(read.name());
            for (int i = 0; i < range.length; i++) readWords[2 + i] = Texts.ascii(range[i]);
        }

        byte[][] reading(byte[] key) {
            var words = readWords.clone();
            words[1] = key;
            return words;
        }
    }

    private final KeyNames keys;
    private final Values values;
    private final Kind kind;

    Collecting(KeyNames keys, Values values, Kind kind) {
        this.keys = keys;
        this.values = values;
        this.kind = kind;
    }

    @Override
    public Errand next(Worker worker, RandomGenerator chance) {
        int key = keys.choose(chance);
        var name = keys.name(key);
        var bytes = keys.bytes(key);
        if (keys.reads(chance)) return new Errand(worker, name, kind.read, 0, kind.reading(bytes));
        long value = values.next();
        var text = Texts.number(value, keys.valueSize());
        return new Errand(worker, name, kind.add, value, kind.addName, bytes, text);
    }

    @Override
    public @Nullable Errand read(Worker worker, String key) {
        if (!keys.has(key)) return null;
        return new Errand(worker, key, kind.read, 0, kind.reading(Texts.ascii(key)));
    }
}
