package hearsay.node.server;

import hearsay.gossip.diary.Happening;

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

    /// What happened to the node as a member of its cluster. Who only reads gets the line; who
    /// wants to know it in types overrides this.
    default void happened(Happening happening) {
        switch (happening.level()) {
            case UNLOGGED -> {}
            case DEBUG -> debug(happening.line());
            case VERBOSE -> verbose(happening.line());
            case NOTICE -> notice(happening.line());
            case WARNING -> warning(happening.line());
        }
    }

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
