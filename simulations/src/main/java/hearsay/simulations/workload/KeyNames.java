package hearsay.simulations.workload;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The keys of one workload, `counter:0`, `counter:1` …, and the choice among them.
final class KeyNames {

    private final String prefix;
    private final Workload workload;
    private final KeyChooser chooser;
    private final @Nullable String[] names;
    private final byte[] @Nullable [] bytes;

    KeyNames(String name, Workload workload) {
        prefix = name + ":";
        this.workload = workload;
        chooser = new KeyChooser(workload.distribution(), workload.keys());
        names = new String[workload.keys()];
        bytes = new byte[workload.keys()][];
    }

    int size() {
        return workload.keys();
    }

    int choose(RandomGenerator chance) {
        return chooser.next(chance);
    }

    /// Whether the next operation only reads.
    boolean reads(RandomGenerator chance) {
        return workload.reads() > 0 && chance.nextDouble() < workload.reads();
    }

    int valueSize() {
        return workload.valueSize();
    }

    boolean inPipelines() {
        return workload.pipeline() > 1;
    }

    boolean has(String key) {
        return key.startsWith(prefix);
    }

    String name(int key) {
        var known = names[key];
        if (known != null) return known;
        var name = prefix + key;
        names[key] = name;
        return name;
    }

    byte[] bytes(int key) {
        var known = bytes[key];
        if (known != null) return known;
        var name = Texts.ascii(name(key));
        bytes[key] = name;
        return name;
    }
}
