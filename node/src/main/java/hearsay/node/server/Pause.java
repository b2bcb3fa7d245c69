package hearsay.node.server;

import hearsay.node.server.Conditions.Condition;

/// Clients made to wait: by CLIENT PAUSE, or because a failover or the end of the node wants the
/// data to stand still.
///
/// The purposes do not know of each other; what is in force is the strictest of them. While there
/// is a pause no key expires either, for that would be a write.
///
/// Source: Redis documentation of CLIENT PAUSE.
public final class Pause {

    /// Why there is a pause.
    public enum Purpose {
        CLIENT_PAUSE,
        FAILOVER,
        /// The replicas are to catch up before the node ends.
        SHUTDOWN
    }

    /// Who has to wait.
    public enum Scope {
        NOBODY,
        /// Commands that change the data, or that replicas would repeat.
        WRITES,
        EVERYBODY
    }

    private final Conditions conditions;
    private final Scope[] scopes = {Scope.NOBODY, Scope.NOBODY, Scope.NOBODY};
    private final long[] untilMillis = new long[Purpose.values().length];
    private Scope inForce = Scope.NOBODY;

    Pause(Conditions conditions) {
        this.conditions = conditions;
    }

    /// A pause begins, or another one for the same purpose replaces it; it never becomes shorter.
    ///
    /// @param endMillis Unix time in milliseconds
    /// @return whether some who had to wait need not any more
    boolean begin(Purpose purpose, Scope scope, long endMillis, long nowMillis) {
        int i = purpose.ordinal();
        scopes[i] = scope;
        untilMillis[i] = Math.max(untilMillis[i], endMillis);
        return update(nowMillis);
    }

    boolean end(Purpose purpose, long nowMillis) {
        scopes[purpose.ordinal()] = Scope.NOBODY;
        untilMillis[purpose.ordinal()] = 0;
        return update(nowMillis);
    }

    /// Time has passed.
    ///
    /// @return whether some who had to wait need not any more
    boolean update(long nowMillis) {
        var before = inForce;
        inForce = Scope.NOBODY;
        for (int i = 0; i < scopes.length; i++) {
            if (untilMillis[i] <= nowMillis) {
                scopes[i] = Scope.NOBODY;
                untilMillis[i] = 0;
            }
            if (scopes[i].compareTo(inForce) > 0) inForce = scopes[i];
        }
        conditions.set(Condition.WRITES_PAUSED, inForce == Scope.WRITES);
        conditions.set(Condition.ALL_PAUSED, inForce == Scope.EVERYBODY);
        return inForce.compareTo(before) < 0;
    }

    public boolean isActive() {
        return inForce != Scope.NOBODY;
    }

    public Scope inForce() {
        return inForce;
    }

    /// What was asked for this purpose and is not over yet.
    public Scope scope(Purpose purpose) {
        return scopes[purpose.ordinal()];
    }

    /// When the last pause ends, Unix time in milliseconds; 0 without one.
    public long endMillis() {
        long end = 0;
        for (long until : untilMillis) end = Math.max(end, until);
        return end;
    }
}
