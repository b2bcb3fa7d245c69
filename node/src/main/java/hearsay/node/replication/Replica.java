package hearsay.node.replication;

import hearsay.node.persistence.ByteSink;
import hearsay.node.server.Session;

/// One who follows us, as we see it.
///
///     REPLCONF …   PSYNC                                first REPLCONF ACK
///     Introducing ──┬──→ Waiting ──→ Receiving ──→ Loading ──┐
///                   └──────────── partial resync ────────────┴──→ Streaming
final class Replica {

    sealed interface State {
        /// It has said something of itself by REPLCONF, and not yet asked for anything.
        record Introducing() implements State {}

        /// It is to get a snapshot, with the others that come until one starts.
        record Waiting(long sinceMillis) implements State {}

        /// A snapshot is on its way to it.
        record Receiving(FullSync sync) implements State {}

        /// It has been sent all of the snapshot. Not before it has acknowledged that may it be sent
        /// the stream: it looks for the snapshot's end mark at the end of what it has read.
        record Loading(FullSync sync) implements State {}

        record Streaming() implements State {}
    }

    final Session session;
    final ByteSink sink;

    State state = new State.Introducing();
    int listeningPort;
    String announcedAddress = "";
    boolean takesEndMark;
    boolean takesNewId;
    boolean takesSlotOrders;

    /// It came with SYNC, and will never acknowledge anything.
    boolean silent;

    /// It wants a snapshot and nothing after it.
    boolean snapshotOnly;

    /// It wants no keys (`REPLCONF rdb-filter-only`).
    boolean withoutKeys;

    long acknowledgedOffset;
    long acknowledgedFileOffset;
    long acknowledgedMillis;

    /// The offset of the next byte of the stream to be sent.
    long next;

    long unsentBefore;
    long lastProgressMillis;

    Replica(Session session) {
        this.session = session;
        sink = session.link()::write;
    }

    boolean isOnline() {
        return state instanceof State.Streaming || state instanceof State.Loading;
    }

    boolean isStreaming() {
        return state instanceof State.Streaming;
    }

    /// Whether it counts for `min-replicas-to-write`.
    boolean isGood(long nowMillis, int maxLagSeconds) {
        return isOnline() && lagSeconds(nowMillis) <= maxLagSeconds;
    }

    long lagSeconds(long nowMillis) {
        return isOnline() ? nowMillis / 1000 - acknowledgedMillis / 1000 : 0;
    }

    String address() {
        if (!announcedAddress.isEmpty()) return announcedAddress;
        var remote = session.link().remoteAddress();
        var host = remote.substring(0, Math.max(0, remote.lastIndexOf(':')));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /// As the log names it.
    String name() {
        return listeningPort == 0 ? "client id #" + session.id() : address() + ":" + listeningPort;
    }

    /// As INFO names its state.
    String stateName() {
        return switch (state) {
            case State.Introducing none -> "";
            case State.Waiting waiting -> "wait_bgsave";
            case State.Receiving receiving ->
                    receiving.sync().isSending() ? "send_bulk" : "wait_bgsave";
            case State.Loading loading -> "online";
            case State.Streaming streaming -> "online";
        };
    }
}
