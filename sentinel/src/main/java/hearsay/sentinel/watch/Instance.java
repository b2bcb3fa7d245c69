package hearsay.sentinel.watch;

import hearsay.sentinel.model.Address;
import org.jspecify.annotations.Nullable;

/// Somebody who is watched: a master, one of its replicas, or another Sentinel that watches it.
/// What is known of it; what to do about that is decided elsewhere.
public abstract sealed class Instance permits Master, Replica, OtherSentinel {

    private final String name;
    public Address address;
    public Link link;

    /// 40 hex digits, null while unknown.
    public @Nullable String runId;

    /// When the last hello was published there.
    public long lastPublished;

    private boolean down;
    private long downSince;

    /// Whether SCRIPT KILL was sent since it went down.
    public boolean scriptKillSent;

    /// Whether this object is still in use; answers to what a removed one asked are of no interest.
    public boolean removed;

    Instance(String name, Address address, long nowMillis) {
        this.name = name;
        this.address = address;
        link = new Link(nowMillis);
        lastPublished = nowMillis;
    }

    /// As Redis' events and replies call it: the name of a master, `ip:port` of a replica, the run
    /// id of a Sentinel.
    public final String name() {
        return name;
    }

    /// The master that this is about; a master itself.
    public abstract Master master();

    /// `master`, `slave` or `sentinel`.
    public abstract String kind();

    /// Subjectively down (SDOWN).
    public final boolean isDown() {
        return down;
    }

    public final void down(long nowMillis) {
        down = true;
        downSince = nowMillis;
    }

    public final void up() {
        down = false;
        scriptKillSent = false;
    }

    /// When it last went down; still known when it is up again. 0 for never.
    public final long downSince() {
        return downSince;
    }

    final void neverWasDown() {
        downSince = 0;
    }

    /// Whether it did not go down in the latest `millis`.
    public boolean wasUpFor(long millis, long nowMillis) {
        return downSince == 0 || nowMillis - downSince > millis;
    }

    /// `type name ip port`, and ` @ name ip port` of the master if it is none: how Redis' events
    /// begin.
    public final String described(boolean asHostname) {
        String self = kind() + ' ' + name + ' ' + placed(asHostname);
        return master() == this
                ? self
                : self + " @ " + master().name() + ' ' + master().placed(asHostname);
    }

    String placed(boolean asHostname) {
        return address.announced(asHostname) + ' ' + address.port();
    }
}
