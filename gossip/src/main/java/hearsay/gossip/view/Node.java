package hearsay.gossip.view;

import hearsay.gossip.bus.GossipEntry;
import hearsay.gossip.diary.Name;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.Health;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Role;
import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What I know of one node of the cluster; of myself too.
///
/// Plain state, changed by the member that owns it and never handed out. What has a `set` method is
/// changed by that alone, so that [Nodes] hears of it. Times are Unix time in milliseconds; of
/// `pingSent` and `pongReceived` 0 means "none", as Redis shows it.
public final class Node {

    /// A time so long ago that any delay since then has passed.
    public static final long NEVER = Long.MIN_VALUE / 4;

    NodeId id;

    /// A small number of its own among the nodes known at the same time.
    int index = -1;

    /// Among whom it is known, and where there; null before and after.
    @Nullable Nodes nodes;

    int position = -1;

    public final boolean myself;
    public final long createdAt;

    // Who it is and where.
    public NodeId shardId;
    public Address address = Address.NONE;
    public String nodename = "";
    public boolean handshake;
    public boolean noAddress;

    /// Say MEET, not PING, when the link opens.
    public boolean meet;

    // What it does.
    public Role role = Role.UNKNOWN;
    public boolean noFailover;

    /// Replicas of others may move here: it has, or had, or was promised replicas.
    public boolean migrateTo;

    public long configEpoch;
    SlotSet slots = SlotSet.EMPTY;
    @Nullable Node master;
    final List<Node> replicas = new ArrayList<>();

    /// Replication offset as it last told us.
    public long offset;

    // How it is.
    public Health health = Health.OK;
    public long pingSent;
    long pongReceived;
    public long dataReceived = NEVER;
    public long failedAt = NEVER;
    public final FailureReports reports = new FailureReports();

    /// When I last voted for one of its replicas.
    public long votedAt = NEVER;

    /// My link to it, 0 while there is none. A link that is still opening counts.
    public long link;

    /// Its link to me, 0 while there is none.
    public long inboundLink;

    public Node(NodeId id, NodeId shardId, boolean myself, long nowMillis) {
        this.id = id;
        this.shardId = shardId;
        this.myself = myself;
        this.createdAt = nowMillis;
    }

    public NodeId id() {
        return id;
    }

    public int index() {
        return index;
    }

    public SlotSet slots() {
        return slots;
    }

    /// Whom it replicates: null for a master, and for a replica whose master I do not know.
    public @Nullable Node master() {
        return master;
    }

    public List<Node> replicas() {
        return replicas;
    }

    public long pongReceived() {
        return nodes == null ? pongReceived : nodes.pongReceived(this);
    }

    public boolean isMaster() {
        return role == Role.MASTER;
    }

    public boolean isReplica() {
        return role == Role.REPLICA;
    }

    /// A master that owns slots: one of those whose majority decides.
    public boolean isVoter() {
        return role == Role.MASTER && !slots.isEmpty();
    }

    public boolean isFailed() {
        return health == Health.FAIL;
    }

    public boolean isSuspected() {
        return health == Health.PFAIL;
    }

    /// Its master if that is known, else itself.
    public Node shardMaster() {
        return master == null ? this : master;
    }

    public int flags() {
        int flags =
                switch (role) {
                    case UNKNOWN -> 0;
                    case MASTER -> NodeFlags.MASTER;
                    case REPLICA -> NodeFlags.REPLICA;
                };
        if (health == Health.PFAIL) flags |= NodeFlags.PFAIL;
        if (health == Health.FAIL) flags |= NodeFlags.FAIL;
        if (myself) flags |= NodeFlags.MYSELF;
        if (handshake) flags |= NodeFlags.HANDSHAKE;
        if (noAddress) flags |= NodeFlags.NOADDR;
        if (meet) flags |= NodeFlags.MEET;
        if (migrateTo) flags |= NodeFlags.MIGRATE_TO;
        if (noFailover) flags |= NodeFlags.NOFAILOVER;
        return flags;
    }

    /// Takes over what gossip or a file says; what only I can know of a node is left alone.
    public void setFlags(int flags, long nowMillis) {
        if ((flags & NodeFlags.MASTER) != 0) role = Role.MASTER;
        if ((flags & NodeFlags.REPLICA) != 0) role = Role.REPLICA;
        if ((flags & NodeFlags.PFAIL) != 0) health = Health.PFAIL;
        if ((flags & NodeFlags.FAIL) != 0) fail(nowMillis);
        noAddress = (flags & NodeFlags.NOADDR) != 0;
        noFailover = (flags & NodeFlags.NOFAILOVER) != 0;
        migrateTo = (flags & NodeFlags.MIGRATE_TO) != 0;
        changed();
    }

    public void fail(long nowMillis) {
        setHealth(Health.FAIL);
        failedAt = nowMillis;
    }

    /// Whether heartbeats may speak of it. An address without a link and without slots may be
    /// wrong.
    boolean isWorthTelling() {
        if (handshake || noAddress) return false;
        return link != 0 || !slots.isEmpty();
    }

    /// What heartbeats say of it now.
    public GossipEntry gossip() {
        return new GossipEntry(
                id,
                pingSent / 1000,
                pongReceived() / 1000,
                address.ip(),
                address.port(),
                address.tlsPort(),
                address.busPort(),
                flags());
    }

    // ---- Changes. ----

    public void setAddress(Address address) {
        this.address = address;
        changed();
    }

    public void setHandshake(boolean handshake) {
        this.handshake = handshake;
        changed();
    }

    public void setNoAddress(boolean noAddress) {
        this.noAddress = noAddress;
        changed();
    }

    public void setMeet(boolean meet) {
        this.meet = meet;
        changed();
    }

    public void setRole(Role role) {
        this.role = role;
        changed();
    }

    public void setMigrateTo(boolean migrateTo) {
        this.migrateTo = migrateTo;
        changed();
    }

    public void setHealth(Health health) {
        this.health = health;
        changed();
    }

    public void setPingSent(long pingSent) {
        this.pingSent = pingSent;
        changed();
    }

    public void setLink(long link) {
        this.link = link;
        changed();
    }

    public void setNoFailover(boolean noFailover) {
        if (this.noFailover == noFailover) return;
        this.noFailover = noFailover;
        changed();
    }

    public void setPongReceived(long pongReceived) {
        changed();
        this.pongReceived = pongReceived;
    }

    void setSlots(SlotSet slots) {
        this.slots = slots;
        changed();
    }

    /// It claims the same slots itself: one object in all views from now on.
    public void share(SlotSet sameSlots) {
        slots = sameSlots;
    }

    /// A master says that it cannot reach it; returns whether that is new.
    public boolean reportedBy(Node reporter, long nowMillis) {
        changed();
        return reports.add(reporter.index, nowMillis);
    }

    private void changed() {
        if (nodes != null) nodes.changed(this);
    }

    /// As Redis' log names it, now.
    public Name name() {
        return new Name(id, nodename);
    }

    @Override
    public String toString() {
        return name().toString();
    }
}
