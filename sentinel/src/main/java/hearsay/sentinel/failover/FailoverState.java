package hearsay.sentinel.failover;

import org.jspecify.annotations.Nullable;

/// How far the failover of a master is, as its leader sees it.
///
/// ```
///   Idle ──▶ WaitStart ──▶ SelectReplica ──▶ SendSlaveOfNoOne ──▶ WaitPromotion
///    ▲           │ not elected   │ none good        │ timeout          │ timeout  │ INFO: role:master
///    ├───────────┴───────────────┴──────────────────┴──────────────────┘          ▼
///    └──────────────────────────── UpdateConfig ◀── all done, timeout ── ReconfigureReplicas
/// ```
///
/// Up to the promotion a failover can be given up. Behind it there are two masters until all have
/// heard of it: it is brought to its end.
///
/// Source: "Sentinel, the failover process"; item 69.
public sealed interface FailoverState {

    FailoverState IDLE = new Idle();

    /// @param epoch of this attempt, which becomes the config epoch of the new master
    /// @param forced by SENTINEL FAILOVER: needs no votes
    record Attempt(long epoch, boolean forced) {}

    /// No failover.
    record Idle() implements FailoverState {}

    /// Waiting to be elected.
    record WaitStart(Attempt attempt, long sinceMillis) implements FailoverState {}

    record SelectReplica(Attempt attempt, long sinceMillis) implements FailoverState {}

    /// The chosen one is to be told to become a master, as soon as it is connected.
    record SendSlaveOfNoOne(Attempt attempt, long sinceMillis, String replica)
            implements FailoverState {}

    /// It was told; its INFO will show it.
    record WaitPromotion(Attempt attempt, long sinceMillis, String replica)
            implements FailoverState {}

    /// The other replicas are told to follow it, some at a time.
    record ReconfigureReplicas(Attempt attempt, long sinceMillis, String replica)
            implements FailoverState {}

    /// All that remains is to call the promoted replica the master.
    record UpdateConfig(Attempt attempt, long sinceMillis, String replica)
            implements FailoverState {}

    default boolean isInProgress() {
        return !(this instanceof Idle);
    }

    /// Null while there is no failover.
    default @Nullable Attempt current() {
        return switch (this) {
            case Idle idle -> null;
            case WaitStart state -> state.attempt;
            case SelectReplica state -> state.attempt;
            case SendSlaveOfNoOne state -> state.attempt;
            case WaitPromotion state -> state.attempt;
            case ReconfigureReplicas state -> state.attempt;
            case UpdateConfig state -> state.attempt;
        };
    }

    /// The name of the replica chosen, null before that.
    default @Nullable String promoted() {
        return switch (this) {
            case Idle idle -> null;
            case WaitStart state -> null;
            case SelectReplica state -> null;
            case SendSlaveOfNoOne state -> state.replica;
            case WaitPromotion state -> state.replica;
            case ReconfigureReplicas state -> state.replica;
            case UpdateConfig state -> state.replica;
        };
    }

    /// Whether the new master is one by its own word, and the new configuration is valid.
    default boolean isPastPromotion() {
        return this instanceof ReconfigureReplicas || this instanceof UpdateConfig;
    }

    /// As SENTINEL MASTER names it.
    default String word() {
        return switch (this) {
            case Idle idle -> "none";
            case WaitStart state -> "wait_start";
            case SelectReplica state -> "select_slave";
            case SendSlaveOfNoOne state -> "send_slaveof_noone";
            case WaitPromotion state -> "wait_promotion";
            case ReconfigureReplicas state -> "reconf_slaves";
            case UpdateConfig state -> "update_config";
        };
    }
}
