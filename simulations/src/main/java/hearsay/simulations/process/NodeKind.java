package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.nio.file.Path;
import java.util.List;

/// What program a process is: a node or a Sentinel, ours or Redis' own. Both read the same files.
public enum NodeKind {
    /// A JVM with one node in it, or several.
    HEARSAY("hearsay", 20_000) {
        @Override
        public List<String> command(List<Path> configurations, List<String> jvmOptions) {
            return NodeJvm.command(configurations, jvmOptions);
        }
    },

    /// The `redis-server` on the PATH.
    REDIS_SERVER("redis-server", 10_000) {
        @Override
        public List<String> command(List<Path> configurations, List<String> jvmOptions) {
            return List.of("redis-server", alone(configurations).toString());
        }

        @Override
        NodeKind sentinel() {
            return REDIS_SENTINEL;
        }
    },

    /// A JVM with a Sentinel of ours in it.
    SENTINEL("sentinel", 20_000) {
        @Override
        public List<String> command(List<Path> configurations, List<String> jvmOptions) {
            return NodeJvm.sentinel(alone(configurations), jvmOptions);
        }
    },

    /// The `redis-sentinel` on the PATH.
    REDIS_SENTINEL("redis-sentinel", 10_000) {
        @Override
        public List<String> command(List<Path> configurations, List<String> jvmOptions) {
            return List.of("redis-sentinel", alone(configurations).toString());
        }
    };

    /// The nodes: who has data.
    static final List<NodeKind> NODES = List.of(HEARSAY, REDIS_SERVER);

    private static Path alone(List<Path> configurations) {
        if (configurations.size() != 1)
            throw new IllegalArgumentException("one in a process, not " + configurations);
        return configurations.getFirst();
    }

    private final String word;
    private final int busOffset;

    NodeKind(String word, int busOffset) {
        this.word = word;
        this.busOffset = busOffset;
    }

    /// What to start so that a node runs with each of these configurations, in the foreground, all
    /// in one process.
    ///
    /// @param configurations one; of ours also several
    /// @param jvmOptions come after the usual ones and win
    public abstract List<String> command(List<Path> configurations, List<String> jvmOptions);

    /// The port on which the nodes talk to each other.
    int busPort(int port) {
        return port + busOffset;
    }

    /// The Sentinel of the same house.
    NodeKind sentinel() {
        return SENTINEL;
    }

    boolean isSentinel() {
        return this == SENTINEL || this == REDIS_SENTINEL;
    }

    /// By its word; `jvms` is what experiments call ours.
    public static NodeKind named(String word) {
        if (word.equals("jvms")) return HEARSAY;
        for (NodeKind kind : values()) if (kind.word.equals(word)) return kind;
        throw new Refusal("There is no kind of node called '" + word + "'.");
    }

    @Override
    public String toString() {
        return word;
    }
}
