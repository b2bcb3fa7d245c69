package hearsay.simulations.workload;

import hearsay.simulations.check.Call;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// INCR and GET: every acknowledged increment counts.
final class Counters implements Job {

    private static final byte[] INCR = Texts.ascii("INCR");
    private static final byte[] GET = Texts.ascii("GET");

    private final KeyNames keys;

    Counters(KeyNames keys) {
        this.keys = keys;
    }

    @Override
    public Errand next(Worker worker, RandomGenerator chance) {
        int key = keys.choose(chance);
        return keys.reads(chance)
                ? new Errand(worker, keys.name(key), Call.GET, 0, GET, keys.bytes(key))
                : new Errand(worker, keys.name(key), Call.INCR, 1, INCR, keys.bytes(key));
    }

    @Override
    public @Nullable Errand read(Worker worker, String key) {
        return keys.has(key) ? new Errand(worker, key, Call.GET, 0, GET, Texts.ascii(key)) : null;
    }
}
