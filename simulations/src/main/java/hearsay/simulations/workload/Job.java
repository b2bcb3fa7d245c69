package hearsay.simulations.workload;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What the clients of one workload do: which errand is next, and how a key is read back.
interface Job {

    /// What must be done before anything else; the number counts from 0 until there is none.
    default @Nullable Errand prepare(Worker worker, int number) {
        return null;
    }

    Errand next(Worker worker, RandomGenerator chance);

    /// Reads all that a key holds, null if the key is none of this job's, or holds nothing.
    @Nullable Errand read(Worker worker, String key);

    /// @param suffix tells the keys of one workload from those of others of its kind
    static Job of(Workload workload, Values values, String suffix) {
        var keys = names(workload, suffix);
        return switch (workload.kind()) {
            case COUNTERS -> new Counters(keys);
            case REGISTERS -> new Registers(keys, values);
            case LISTS -> new Collecting(keys, values, Collecting.Kind.LIST);
            case SETS -> new Collecting(keys, values, Collecting.Kind.SET);
            case TRANSFERS -> new Transfers(keys);
            case PUBSUB -> new Publishing(keys, values);
            case STREAMS -> new Streaming(keys, values);
        };
    }

    static KeyNames names(Workload workload, String suffix) {
        return new KeyNames(nameOf(workload.kind()) + suffix, workload);
    }

    private static String nameOf(Workload.Kind kind) {
        return switch (kind) {
            case COUNTERS -> "counter";
            case REGISTERS -> "register";
            case LISTS -> "list";
            case SETS -> "set";
            case TRANSFERS -> "accounts";
            case PUBSUB -> "channel";
            case STREAMS -> "stream";
        };
    }
}
