package hearsay.node.server;

/// What a node has to say to its operator, in Redis' four levels.
@FunctionalInterface
public interface Log {

    enum Level {
        DEBUG,
        VERBOSE,
        NOTICE,
        WARNING
    }

    void log(Level level, String text);

    /// What the node is from now on: `M` a master, `S` a replica.
    default void role(char role) {}

    default void notice(String text) {
        log(Level.NOTICE, text);
    }

    default void warning(String text) {
        log(Level.WARNING, text);
    }

    default void verbose(String text) {
        log(Level.VERBOSE, text);
    }

    default void debug(String text) {
        log(Level.DEBUG, text);
    }
}
