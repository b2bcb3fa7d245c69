package hearsay.simulations.workload;

import hearsay.simulations.check.Call;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// PUBLISH of numbers that are all different; a [Subscriber] hears them.
final class Publishing implements Job {

    private static final byte[] PUBLISH = Texts.ascii("PUBLISH");

    private final KeyNames keys;
    private final Values values;

    Publishing(KeyNames keys, Values values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public Errand next(Worker worker, RandomGenerator chance) {
        int key = keys.choose(chance);
        long value = values.next();
        var text = Texts.number(value, keys.valueSize());
        return new Errand(
                worker, keys.name(key), Call.PUBLISH, value, PUBLISH, keys.bytes(key), text);
    }

    /// A channel keeps nothing.
    @Override
    public @Nullable Errand read(Worker worker, String key) {
        return null;
    }
}
