package hearsay.gossip.harness;

import hearsay.gossip.diary.Level;
import hearsay.gossip.member.Effect;
import hearsay.gossip.member.Event;
import hearsay.gossip.member.Member;
import hearsay.gossip.member.NodesConf;
import hearsay.gossip.member.ReplicationStatus;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A process that runs one member: it carries out effects, and loses all but its file in a crash.
///
/// Its replication is a number: a master's grows when told to, a replica's follows its master's
/// whenever it ticks and can reach it.
public final class Host {

    public final int number;
    public final Address address;
    public final List<String> diary = new ArrayList<>();
    public final List<Effect.Publish> published = new ArrayList<>();
    public SlotSet dropped = SlotSet.EMPTY;
    public boolean paused;
    public long offset;

    /// What a crash leaves: the file as last written, and as last synced.
    public @Nullable String saved;

    public @Nullable String synced;

    /// Crash before the n-th effect from now is carried out; -1 for never.
    public int crashAfterEffects = -1;

    private final Cluster cluster;
    private @Nullable Member member;
    private @Nullable NodeId replicating;
    private long heardAt;
    private boolean replicationUp;
    private long awaitedOffset = -1;
    int incarnation;

    Host(Cluster cluster, int number, Address address) {
        this.cluster = cluster;
        this.number = number;
        this.address = address;
    }

    public Member member() {
        return Objects.requireNonNull(member, () -> this + " is down");
    }

    public boolean isUp() {
        return member != null;
    }

    public NodeId id() {
        return member().myId();
    }

    /// Starts with what is left of the file, if anything.
    void boot() {
        member =
                new Member(
                        cluster.settings,
                        address.withIp(""),
                        cluster.random.split(),
                        saved == null ? null : read(saved),
                        cluster.now());
        replicating = null;
        replicationUp = false;
        heardAt = 0;
        paused = false;
        awaitedOffset = -1;
        crashAfterEffects = -1;
        int life = ++incarnation;
        carryOut(member.start(cluster.now()));
        cluster.after(1 + cluster.random.nextInt(100), () -> tick(life));
    }

    private static NodesConf read(String text) {
        try {
            return NodesConf.parse(text);
        } catch (NodesConf.Corrupt corrupt) {
            throw new AssertionError("cannot read its own file:\n" + text, corrupt);
        }
    }

    void die() {
        member = null;
        incarnation++;
    }

    private void tick(int life) {
        if (life != incarnation) return;
        replicate();
        on(new Event.Tick(status()));
        cluster.after(100, () -> tick(life));
    }

    private void replicate() {
        if (replicating == null) return;
        var source = cluster.host(replicating);
        boolean up = source != null && source.isUp() && cluster.reachable(this, source);
        if (up && source != null) {
            offset = source.offset;
            heardAt = cluster.now();
        }
        replicationUp = up;
        if (awaitedOffset >= 0 && offset >= awaitedOffset) {
            awaitedOffset = -1;
            on(new Event.OffsetIs(offset));
        }
    }

    private ReplicationStatus status() {
        return new ReplicationStatus(offset, replicationUp, heardAt, heardAt);
    }

    public void on(Event event) {
        if (member != null) carryOut(member.on(event, cluster.now()));
    }

    /// For commands: `host.carryOut(host.member().meet(…))`.
    public void carryOut(List<Effect> effects) {
        for (Effect effect : effects) {
            if (crashAfterEffects == 0) {
                cluster.crash(this);
                return;
            }
            if (crashAfterEffects > 0) crashAfterEffects--;
            carryOut(effect);
        }
        if (member != null) cluster.observe(this);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.OpenLink(long link, Address to) -> cluster.network.open(this, link, to);
            case Effect.CloseLink(long link) -> cluster.network.close(this, link);
            case Effect.Send(long link, var message) -> cluster.network.send(this, link, message);
            case Effect.Save(NodesConf conf, boolean sync) -> {
                saved = conf.text();
                if (sync) synced = saved;
            }
            case Effect.AwaitSaved awaited -> on(new Event.Saved());
            case Effect.ReplicateFrom(NodeId master, Address at) -> {
                replicating = master;
                assertAddress(at);
            }
            case Effect.BecomeMaster become -> replicating = null;
            case Effect.DropKeysInSlots(SlotSet slots) -> dropped = dropped.union(slots);
            case Effect.DropAllKeys all -> offset = 0;
            case Effect.PauseClients pause -> {
                paused = true;
                cluster.after(0, () -> on(new Event.OffsetIs(offset)));
            }
            case Effect.ResumeClients resume -> paused = false;
            case Effect.AwaitOffset(long awaited) -> awaitedOffset = awaited;
            case Effect.Publish publish -> published.add(publish);
            case Effect.SlotsChanged changed -> {}
            case Effect.StateChanged changed -> {}
            case Effect.Diary(var happening) -> {
                if (happening.level() != Level.UNLOGGED) diary.add(happening.line());
                cluster.log(this, happening.level() + " " + happening.line());
            }
        }
    }

    private static void assertAddress(Address at) {
        if (at.ip().isEmpty()) throw new AssertionError("told to replicate from nowhere");
    }

    @Override
    public String toString() {
        return "#" + number;
    }
}
