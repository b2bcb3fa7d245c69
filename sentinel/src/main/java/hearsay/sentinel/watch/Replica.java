package hearsay.sentinel.watch;

import hearsay.sentinel.model.Address;
import hearsay.sentinel.model.Role;
import org.jspecify.annotations.Nullable;

/// A replica of a watched master.
public final class Replica extends Instance {

    private static final int DEFAULT_PRIORITY = 100;

    private final Master master;
    public final InfoMemory info;
    public Reconfiguration reconfiguration = Reconfiguration.UNTOLD;

    /// `replica-priority`; 0 for one that must not be promoted.
    public int priority = DEFAULT_PRIORITY;

    /// `replica-announced`: false for one that clients should not see.
    public boolean announced = true;

    /// Whom it replicates from, by its own word; null while unknown.
    public @Nullable String masterHost;

    public int masterPort;

    /// When it last changed its mind about that.
    public long masterSince;

    /// `master_link_status:up`
    public boolean masterLinkUp;

    /// For how long its link to the master has been down, by its own word; 0 while it is up.
    public long masterLinkDownMillis;

    public long offset;

    public Replica(String name, Address address, Master master, long nowMillis) {
        super(name, address, nowMillis);
        this.master = master;
        info = new InfoMemory(Role.SLAVE, nowMillis);
        masterSince = nowMillis;
    }

    @Override
    public Master master() {
        return master;
    }

    @Override
    public String kind() {
        return "slave";
    }

    /// Whether the failover under way has chosen this replica.
    public boolean isPromoted() {
        return name().equals(master.failover.promoted());
    }
}
