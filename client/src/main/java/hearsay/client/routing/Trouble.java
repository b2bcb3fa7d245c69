package hearsay.client.routing;

import hearsay.client.connection.ConnectionFailure;
import hearsay.client.connection.Reply;
import org.jspecify.annotations.Nullable;

/// What keeps a request from its answer: what a node says instead of doing it, or what becomes of
/// the connection.
///
/// Source: Redis Cluster specification, "Redirection and resharding"; the errors are Redis'.
public enum Trouble {
    /// The slot has another master.
    MOVED,
    /// The slot is on its way, and this key is there already.
    ASK,
    /// The slot is on its way, and some of the keys are here, some there.
    TRYAGAIN,
    /// Somebody's slots have no master.
    CLUSTERDOWN,
    /// The node reads its data from disk.
    LOADING,
    /// The replica has lost its master, and says nothing of which it is not sure.
    MASTERDOWN,
    /// A write has come to a replica.
    READONLY,
    /// Who was blocked was sent away, since its node is no master any more.
    UNBLOCKED,
    CONNECT,
    AUTHENTICATION,
    HANDSHAKE,
    BROKEN,
    TIMEOUT,
    MALFORMED,
    OVERLOAD;

    /// What an error tells, or null if it is the caller's own affair.
    static @Nullable Trouble of(Reply.Failure error) {
        return switch (error.code()) {
            case "MOVED" -> MOVED;
            case "ASK" -> ASK;
            case "TRYAGAIN" -> TRYAGAIN;
            case "CLUSTERDOWN" -> CLUSTERDOWN;
            case "LOADING" -> LOADING;
            case "MASTERDOWN" -> MASTERDOWN;
            case "READONLY" -> READONLY;
            // The other one is CLIENT UNBLOCK, by which somebody wanted the caller to know.
            case "UNBLOCKED" -> error.text().contains("instance state changed") ? UNBLOCKED : null;
            default -> null;
        };
    }

    /// Null if it is no trouble but the end: the client was closed.
    static @Nullable Trouble of(ConnectionFailure failure) {
        return switch (failure.kind()) {
            case CONNECT -> CONNECT;
            case AUTHENTICATION -> AUTHENTICATION;
            case HANDSHAKE -> HANDSHAKE;
            case BROKEN -> BROKEN;
            case TIMEOUT -> TIMEOUT;
            case MALFORMED -> MALFORMED;
            case OVERLOAD -> OVERLOAD;
            case CLOSED -> null;
        };
    }
}
