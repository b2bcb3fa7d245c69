package hearsay.node.config;

/// The part of a node that a directive is about, and, of parts still to come, what is not done
/// about it.
///
/// Directives of such a part may stand in redis.conf and on the command line: a node starts all the
/// same, with a warning. `CONFIG SET` is another matter: where OK would be a promise that is not
/// kept, it refuses.
public enum Part {
    // spotless:off
    SERVED       ("", false),
    FILES        ("snapshots and append-only files are not written or loaded yet; the data lives in memory and on replicas", true),
    FILE_DETAILS ("snapshots and append-only files are not written or loaded yet", false),
    TLS          ("connections are not encrypted yet", true),
    ACL          ("there are no users and rules yet; only the password of requirepass is asked for", true),
    MODULES      ("modules are not loaded", true),
    SOCKETS      ("sockets are not marked, bound to a source address or opened in the file system", true),
    SYSLOG       ("nothing is sent to syslog; the log goes to logfile or standard output", true),
    PROCESS      ("the process stays as it was started: in the foreground, with its title, priority and processors", true),
    MACHINERY    ("it is about machinery inside redis-server that is not needed here", false);
    // spotless:on

    private final String notDone;
    private final boolean promises;

    Part(String notDone, boolean promises) {
        this.notDone = notDone;
        this.promises = promises;
    }

    /// Says what will not be done; empty for [#SERVED].
    public String notDone() {
        return notDone;
    }

    /// Whether accepting the directive would promise something that does not happen.
    public boolean promises() {
        return promises;
    }

    public boolean isServed() {
        return this == SERVED;
    }
}
