package hearsay.simulations.workload;

import hearsay.simulations.check.Call;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// SET with values that are all different, and GET. Of ten writes one also asks for the value
/// before, and one is a compare-and-set by WATCH.
final class Registers implements Job {

    private static final byte[] SET = Texts.ascii("SET");
    private static final byte[] GETSET = Texts.ascii("GETSET");
    private static final byte[] GET = Texts.ascii("GET");

    private final KeyNames keys;
    private final Values values;

    Registers(KeyNames keys, Values values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public Errand next(Worker worker, RandomGenerator chance) {
        int key = keys.choose(chance);
        var name = keys.name(key);
        var bytes = keys.bytes(key);
        if (keys.reads(chance)) return new Errand(worker, name, Call.GET, 0, GET, bytes);
        long value = values.next();
        var text = Texts.number(value, keys.valueSize());
        int way = chance.nextInt(10);
        if (way == 0) return new Errand(worker, name, Call.GETSET, value, GETSET, bytes, text);
        // What is watched is the connection's: others of a pipeline would spoil it.
        if (way == 1 && !keys.inPipelines())
            return new CompareAndSet(worker, name, bytes, value, text);
        return new Errand(worker, name, Call.SET, value, SET, bytes, text);
    }

    @Override
    public @Nullable Errand read(Worker worker, String key) {
        return keys.has(key) ? new Errand(worker, key, Call.GET, 0, GET, Texts.ascii(key)) : null;
    }
}
