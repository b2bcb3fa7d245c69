package hearsay.node.tracking;

import hearsay.node.resp.Bytes;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/// How a session with CLIENT TRACKING on wants to be told of changes.
///
/// Source: Redis documentation, "Client-side caching in Redis".
public final class TrackingMode {

    /// Which keys it is told of.
    public enum Scope {
        /// What it reads.
        READ,
        /// What it reads in a command that follows CLIENT CACHING YES.
        OPT_IN,
        /// What it reads, but for a command that follows CLIENT CACHING NO.
        OPT_OUT,
        /// Whatever begins with one of its prefixes, read or not.
        BROADCAST
    }

    private final NavigableSet<Bytes> prefixes = new TreeSet<>();
    private Scope scope = Scope.READ;
    private long redirection;
    private boolean noLoop;
    private boolean cachingGiven;
    private boolean broken;

    void set(Scope newScope, long newRedirection, boolean newNoLoop) {
        scope = newScope;
        redirection = newRedirection;
        noLoop = newNoLoop;
        broken = false;
    }

    public Scope scope() {
        return scope;
    }

    public boolean isBroadcast() {
        return scope == Scope.BROADCAST;
    }

    /// The session that is told instead; 0 for this one itself.
    public long redirection() {
        return redirection;
    }

    /// Whether it need not be told of what it has changed itself.
    public boolean isNoLoop() {
        return noLoop;
    }

    /// CLIENT CACHING was said about the next command.
    public boolean isCachingGiven() {
        return cachingGiven;
    }

    public void cachingGiven(boolean yes) {
        cachingGiven = yes;
    }

    /// Whether the session that was to be told instead is no more.
    public boolean isBroken() {
        return broken;
    }

    void broken() {
        broken = true;
    }

    /// Of a broadcast, in order.
    public NavigableSet<Bytes> prefixes() {
        return Collections.unmodifiableNavigableSet(prefixes);
    }

    void add(Bytes prefix) {
        prefixes.add(prefix);
    }

    /// Whether it is to be remembered what the command being served has read.
    boolean remembers() {
        return switch (scope) {
            case READ -> true;
            case OPT_IN -> cachingGiven;
            case OPT_OUT -> !cachingGiven;
            case BROADCAST -> false;
        };
    }
}
