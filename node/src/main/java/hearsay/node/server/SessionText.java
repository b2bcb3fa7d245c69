package hearsay.node.server;

import hearsay.node.pubsub.Subject;
import hearsay.node.resp.Arguments;

/// A session as CLIENT LIST shows it: one line of fields.
///
/// Source: Redis documentation of CLIENT LIST.
public final class SessionText {

    private SessionText() {}

    public static String line(Session session, Server server) {
        var current = server.isServing(session) ? server.servedWords() : session.postponed();
        long words = wordsSize(session, current);
        var transaction = session.transaction();
        long queued = transaction == null ? 0 : transaction.size();
        var requests = session.requests();
        var replies = session.replies();
        long unsent = session.link().unsent();
        long second = server.nowMillis() / 1000;
        var line = new Fields();
        line.add("id", session.id());
        line.add("addr", session.link().remoteAddress());
        line.add("laddr", session.link().localAddress());
        line.add("fd", session.link().descriptor());
        line.add("name", session.name());
        line.add("age", second - session.createdMillis() / 1000);
        line.add("idle", second - session.lastInteractionMillis() / 1000);
        line.add("flags", flags(session));
        line.add("db", session.database());
        var pubsub = server.pubsub();
        line.add("sub", pubsub.subscriptions(session, Subject.CHANNEL));
        line.add("psub", pubsub.subscriptions(session, Subject.PATTERN));
        line.add("ssub", pubsub.subscriptions(session, Subject.SHARD_CHANNEL));
        line.add("multi", transaction == null ? -1 : transaction.requests().size());
        line.add("qbuf", requests.pending());
        line.add("qbuf-free", requests.capacity() - requests.pending());
        line.add("argv-mem", words);
        line.add("multi-mem", queued);
        line.add("rbs", replies.capacity());
        line.add("rbp", replies.length());
        line.add("obl", replies.length());
        line.add("oll", unsent > 0 ? 1 : 0);
        line.add("omem", unsent);
        line.add("tot-mem", server.memory().of(session) + words);
        line.add("events", unsent > 0 ? "rw" : "r");
        line.add("cmd", session.lastCommand());
        line.add("user", session.isMaster() ? "(superuser)" : "default");
        var tracking = session.tracking();
        line.add("redir", tracking == null ? -1 : tracking.redirection());
        line.add("resp", replies.protocol());
        line.add("lib-name", session.libraryName());
        line.add("lib-ver", session.libraryVersion());
        return line.toString();
    }

    private static long wordsSize(
            Session session, @org.jspecify.annotations.Nullable Arguments current) {
        return current == null ? session.requests().started() : current.size();
    }

    private static String flags(Session session) {
        var flags = new StringBuilder();
        switch (session.kind()) {
            case NORMAL -> {}
            case PUBSUB -> flags.append('P');
            case REPLICA -> flags.append('S');
            case MASTER -> flags.append('M');
            case MONITOR -> flags.append('O');
        }
        if (session.transaction() != null) flags.append('x');
        if (session.isBlocked()) flags.append('b');
        var tracking = session.tracking();
        if (tracking != null) {
            flags.append('t');
            if (tracking.isBroken()) flags.append('R');
            if (tracking.isBroadcast()) flags.append('B');
        }
        if (session.isTouchedWatch()) flags.append('d');
        if (session.isClosing()) flags.append(session.isCutOff() ? 'A' : 'c');
        if (session.isReadOnly()) flags.append('r');
        if (session.isNoEvict()) flags.append('e');
        if (session.isNoTouch()) flags.append('T');
        return flags.isEmpty() ? "N" : flags.toString();
    }

    /// `name=value`, separated by spaces.
    private static final class Fields {
        private final StringBuilder text = new StringBuilder();

        void add(String name, long value) {
            add(name, Long.toString(value));
        }

        void add(String name, String value) {
            if (!text.isEmpty()) text.append(' ');
            text.append(name).append('=').append(value);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
