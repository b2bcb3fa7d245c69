package hearsay.gossip.member;

import hearsay.gossip.bus.BusMessage.Publish;
import hearsay.gossip.bus.BusMessage.PublishShard;
import hearsay.gossip.bus.Payload;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.failure.ClusterHealth;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import hearsay.gossip.routing.Redirect;
import hearsay.gossip.rules.Rules;
import hearsay.gossip.view.ClusterView;
import hearsay.gossip.view.Node;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One node's part in its cluster: who is here, who lives, who owns which slot, and what to do when
/// one dies.
///
/// A plain object without thread, clock or socket. Its shell feeds it [Event]s and carries out the
/// [Effect]s in order. Commands are like events, but may be refused with a [ClusterError]; queries
/// change nothing. All times are Unix time in milliseconds.
///
/// ```
///   Event ──▶ Reception ──▶ Conversation ──▶ SlotClaims, FailureDetector   (what I believe)
///             Cron ───────▶ Failover ──────▶ Election, ManualFailover      (what I do about it)
///   command ▶ Administration                        │
///                                                   ▼
///                                     chores: state, nodes.conf ──▶ List<Effect>
/// ```
///
/// Source: Redis Cluster specification.
public final class Member {

    /// What a client wants to do with the keys of a slot.
    public enum Access {
        READ,
        WRITE,
        /// SSUBSCRIBE, SUNSUBSCRIBE, SPUBLISH: channels live in slots too.
        PUBSUB_SHARD
    }

    /// The three kinds of CLUSTER FAILOVER.
    public enum FailoverKind {
        /// With the master's help: nothing is lost.
        GENTLE,
        /// Without the master, with the votes of the others.
        FORCE,
        /// Without anybody.
        TAKEOVER
    }

    /// The reply to CLUSTER BUMPEPOCH, and what it brings about.
    public record BumpedEpoch(String reply, List<Effect> effects) {}

    /// An election that was asked for is scheduled, begun and, if nobody else votes, won in one go.
    private static final int MAX_FAILOVER_STEPS = 4;

    private final Core core;
    private final ClusterView view;
    private final Node self;
    private final Heartbeats heartbeats;
    private final Reception reception;
    private final Failover failover;
    private final Cron cron;
    private final Administration administration;
    private final Resharding resharding;
    private final Reports reports;

    /// @param listening where this node really listens; its IP may be "" until others tell
    /// @param conf the loaded nodes.conf, null for a first start
    public Member(
            Settings settings,
            Address listening,
            RandomGenerator random,
            @Nullable NodesConf conf,
            long nowMillis) {
        this(settings, listening, random, conf, Rules.REDIS, nowMillis);
    }

    public Member(
            Settings settings,
            Address listening,
            RandomGenerator random,
            @Nullable NodesConf conf,
            Rules rules,
            long nowMillis) {
        view =
                conf == null
                        ? Memory.blank(random, rules, nowMillis)
                        : Memory.recall(conf, random, rules, nowMillis);
        ClusterHealth.count(view);
        self = view.self();
        core = new Core(settings, listening, random, view);
        heartbeats = new Heartbeats(core);
        reception = new Reception(core, heartbeats);
        failover = new Failover(core, heartbeats);
        cron = new Cron(core, heartbeats, failover);
        administration = new Administration(core, heartbeats, failover);
        resharding = new Resharding(core);
        reports = new Reports(core, reception);
        core.now = nowMillis;
        introduceMyself();
        core.out.diary(
                conf == null ? new Happening.Born(self.id()) : new Happening.Recalled(self.id()));
        if (conf == null) core.out.saveSync();
    }

    private void introduceMyself() {
        var ip = self.address.ip().isEmpty() ? core.listening.ip() : self.address.ip();
        self.setAddress(core.announced(ip));
        self.nodename = core.settings.announce().nodename();
        self.setNoFailover(core.settings.replicaNoFailover());
    }

    /// What is to be done before the first event: once, after construction.
    public List<Effect> start(long nowMillis) {
        core.now = nowMillis;
        return finish();
    }

    public List<Effect> on(Event event, long nowMillis) {
        core.now = nowMillis;
        switch (event) {
            case Event.Tick(var replication) -> {
                core.replication = replication;
                cron.tick();
            }
            case Event.OffsetIs(long offset) -> offsetIs(offset);
            case Event.Saved() -> heartbeats.broadcastPong(false);
            case Event.LinkOpened(long link) -> opened(link);
            case Event.LinkClosed(long link) -> core.links.remove(link);
            case Event.LinkAccepted(long link, String remoteIp, String localIp) ->
                    core.links.accepted(link, remoteIp, localIp, nowMillis);
            case Event.Received(long link, var message) -> reception.receive(link, message);
        }
        return finish();
    }

    /// In place of a tick, while I neither hear nor say anything because my nodes.conf is being
    /// written. After a node timeout of that others may have replaced me, and I serve no more until
    /// I have heard them again.
    ///
    /// @param forMillis how long it has lasted
    public List<Effect> standStill(long forMillis, long nowMillis) {
        if (forMillis <= core.settings.nodeTimeoutMillis()) return List.of();
        core.reachNobody(nowMillis);
        return core.out.drain();
    }

    private void offsetIs(long offset) {
        core.replication = core.replication.at(offset);
        core.manual.stoppedForGood();
        failover.offsetIs();
        var successor = core.manual.successor();
        if (successor != null && successor.link != 0) heartbeats.ping(successor);
    }

    private void opened(long id) {
        var link = core.links.get(id);
        if (link != null && link.node() != null) heartbeats.greet(link.node());
    }

    /// Does the chores that the event left, each once.
    private List<Effect> finish() {
        if (core.out.checkManualFailover) {
            core.out.checkManualFailover = false;
            failover.offsetIs();
        }
        for (int i = 0; core.out.checkFailover && i < MAX_FAILOVER_STEPS; i++) {
            core.out.checkFailover = false;
            failover.checkElection();
        }
        if (core.out.updateState) core.updateState();
        var changed = view.slots.drainChanged();
        if (!changed.isEmpty()) core.out.add(new Effect.SlotsChanged(changed));
        if (core.out.saveNow) core.out.saveFirst(Memory.of(view));
        return core.out.drain();
    }

    /// Replaces the settings, as CONFIG SET does.
    public List<Effect> configure(Settings settings, long nowMillis) {
        core.now = nowMillis;
        boolean renamed = !settings.announce().equals(core.settings.announce());
        core.settings = settings;
        if (renamed && settings.announce().ip().isEmpty()) self.setAddress(self.address.withIp(""));
        introduceMyself();
        view.nodes.lookAtAll();
        core.out.updateState = true;
        core.out.saveSoon = true;
        return finish();
    }

    // ---- Where a command goes. ----

    /// Whether a command on keys in `slot` is served here, or what its client is told.
    ///
    /// @param readonly whether the client said READONLY
    public Redirect route(int slot, Access access, boolean readonly) {
        if (view.ok && self.slots().contains(slot)) return Redirect.SERVE;
        return routeElsewhere(slot, access, readonly);
    }

    private Redirect routeElsewhere(int slot, Access access, boolean readonly) {
        var owner = view.slots.owner(slot);
        if (owner == null) return Redirect.DOWN_UNBOUND;
        if (!view.ok) {
            var settings = core.settings;
            switch (access) {
                case PUBSUB_SHARD -> {
                    if (!settings.allowPubSubShardWhenDown()) return Redirect.DOWN_STATE;
                }
                case READ -> {
                    if (!settings.allowReadsWhenDown()) return Redirect.DOWN_STATE;
                }
                case WRITE -> {
                    return settings.allowReadsWhenDown()
                            ? Redirect.DOWN_READ_ONLY
                            : Redirect.DOWN_STATE;
                }
            }
        }
        boolean readsHere = access == Access.PUBSUB_SHARD || (access == Access.READ && readonly);
        if (owner == self || (readsHere && self.master() == owner)) return Redirect.SERVE;
        return moved(slot, owner);
    }

    /// Whether any slot is on its way, so that [#routeOpen] may have to be asked.
    public boolean hasOpenSlots() {
        return view.open.isAny();
    }

    /// Whether this slot is on its way to or from here.
    public boolean isOpen(int slot) {
        return view.open.isOpen(slot);
    }

    /// As [#route], for a slot that is on its way: it depends on which keys are here.
    public Redirect routeOpen(int slot, Access access, boolean readonly, KeysHere keys) {
        var owner = view.slots.owner(slot);
        if (owner == null || !view.ok) {
            var down = routeElsewhere(slot, access, readonly);
            if (down instanceof Redirect.Down) return down;
        }
        // A replica that heard of it from its master need not say that a key is gone that has
        // moved.
        boolean mine = owner == self || (readonly && owner == self.master());
        var target = mine ? view.open.target(slot) : null;
        boolean importing = target == null && self.isMaster() && view.open.isImporting(slot);
        if (keys.moves() && (target != null || importing)) return Redirect.SERVE;
        if (target != null && target != self && keys.missing() > 0) {
            return keys.present() > 0 ? Redirect.TRY_AGAIN : ask(slot, target);
        }
        if (importing && keys.asking()) {
            return keys.several() && keys.missing() > 0 ? Redirect.TRY_AGAIN : Redirect.SERVE;
        }
        return route(slot, access, readonly);
    }

    /// What becomes of a client that is blocked on keys in `slot`, after [Effect.SlotsChanged] or
    /// [Effect.StateChanged]: it waits on if this says Serve, else it gets the error.
    ///
    /// @param readonly whether it said READONLY, and its command only reads
    public Redirect routeBlocked(int slot, boolean readonly) {
        if (!view.ok) return Redirect.DOWN_STATE;
        var owner = view.slots.owner(slot);
        if (owner == self || view.open.isImporting(slot)) return Redirect.SERVE;
        if (owner == null) return Redirect.DOWN_UNBOUND;
        if (readonly && self.master() == owner) return Redirect.SERVE;
        return moved(slot, owner);
    }

    private Redirect ask(int slot, Node target) {
        return new Redirect.Ask(
                slot, reports.endpoint(target), target.address.port(), target.address.tlsPort());
    }

    private Redirect moved(int slot, Node owner) {
        return new Redirect.Moved(
                slot, reports.endpoint(owner), owner.address.port(), owner.address.tlsPort());
    }

    // ---- The CLUSTER commands that change something. ----

    public List<Effect> meet(String ip, long port, long busPort, long nowMillis) {
        return command(nowMillis, () -> administration.meet(ip, port, busPort));
    }

    /// ADDSLOTS and ADDSLOTSRANGE; see [SlotArguments].
    public List<Effect> addSlots(Iterable<SlotRange> ranges, long nowMillis) {
        return command(nowMillis, () -> administration.addSlots(ranges));
    }

    /// DELSLOTS and DELSLOTSRANGE.
    public List<Effect> deleteSlots(Iterable<SlotRange> ranges, long nowMillis) {
        return command(nowMillis, () -> administration.deleteSlots(ranges));
    }

    /// Reads a SETSLOT and refuses what cannot be done, without doing anything.
    ///
    /// @param words what follows CLUSTER SETSLOT: at least two
    /// @param keysInSlot how many keys a slot has here
    /// @param byMaster whether my master said it, in the stream that I replicate
    public SetSlot readSetSlot(List<String> words, IntUnaryOperator keysInSlot, boolean byMaster) {
        if (self.isReplica() && !byMaster) {
            throw new ClusterError("Please use SETSLOT only with masters.");
        }
        var order = SetSlot.parse(words);
        resharding.check(order, keysInSlot.applyAsInt(order.slot()), byMaster);
        return order;
    }

    /// SETSLOT: `order` is what [#readSetSlot] read, now or a while ago.
    public List<Effect> setSlot(
            SetSlot order, IntUnaryOperator keysInSlot, boolean byMaster, long nowMillis) {
        int keys = keysInSlot.applyAsInt(order.slot());
        return command(nowMillis, () -> resharding.setSlot(order, keys, byMaster));
    }

    /// The orders that would open the slots that are open here: what is given away first, then what
    /// is taken in.
    public List<SetSlot> openSlots() {
        return Resharding.orders(view.open);
    }

    /// A replica begins anew with its master's data: it hears of open slots again.
    public List<Effect> closeSlots(long nowMillis) {
        if (self.isMaster() || !view.open.isAny()) return List.of();
        return command(nowMillis, resharding::closeAll);
    }

    public List<Effect> flushSlots(boolean keyspaceEmpty, long nowMillis) {
        return command(nowMillis, () -> administration.flushSlots(keyspaceEmpty));
    }

    public List<Effect> replicate(String masterId, boolean keyspaceEmpty, long nowMillis) {
        return command(nowMillis, () -> administration.replicate(masterId, keyspaceEmpty));
    }

    public List<Effect> failover(FailoverKind kind, long nowMillis) {
        return command(nowMillis, () -> administration.failover(kind));
    }

    public List<Effect> forget(String id, long nowMillis) {
        return command(nowMillis, () -> administration.forget(id));
    }

    public List<Effect> reset(boolean hard, boolean keyspaceEmpty, long nowMillis) {
        return command(nowMillis, () -> administration.reset(hard, keyspaceEmpty));
    }

    public List<Effect> setConfigEpoch(long epoch, long nowMillis) {
        return command(nowMillis, () -> administration.setConfigEpoch(epoch));
    }

    public BumpedEpoch bumpEpoch(long nowMillis) {
        core.now = nowMillis;
        var word = core.bumpEpoch() ? "BUMPED " : "STILL ";
        return new BumpedEpoch(word + self.configEpoch, finish());
    }

    public List<Effect> saveConfig(long nowMillis) {
        return command(nowMillis, core.out::saveSync);
    }

    /// After the data was loaded at the start: `populated` slots have keys.
    public List<Effect> adoptKeys(SlotSet populated, long nowMillis) {
        return command(nowMillis, () -> administration.adoptKeys(populated));
    }

    /// PUBLISH of a client of mine, for all other nodes.
    public List<Effect> publish(Payload channel, Payload message, long nowMillis) {
        return command(
                nowMillis,
                () -> heartbeats.broadcast(new Publish(heartbeats.header(0), channel, message)));
    }

    /// SPUBLISH of a client of mine, for the other nodes of my shard.
    public List<Effect> publishShard(Payload channel, Payload message, long nowMillis) {
        return command(
                nowMillis,
                () ->
                        heartbeats.broadcastToShard(
                                new PublishShard(heartbeats.header(0), channel, message)));
    }

    private List<Effect> command(long nowMillis, Runnable deed) {
        core.now = nowMillis;
        deed.run();
        return finish();
    }

    // ---- The CLUSTER commands that only ask. ----

    public NodeId myId() {
        return self.id();
    }

    public NodeId myShardId() {
        return self.shardId;
    }

    /// Where I am, as far as I know.
    public Address myAddress() {
        return self.address;
    }

    public boolean isMaster() {
        return self.isMaster();
    }

    /// Whom I replicate, null if nobody or if I do not know it.
    public @Nullable NodeId master() {
        return reports.master();
    }

    public SlotSet mySlots() {
        return self.slots();
    }

    public long myConfigEpoch() {
        return self.configEpoch;
    }

    public long currentEpoch() {
        return view.currentEpoch;
    }

    /// The epoch of my last vote.
    public long lastVoteEpoch() {
        return view.lastVoteEpoch;
    }

    /// Who owns slots, and which, as far as I know; failed masters too.
    public SortedMap<NodeId, SlotSet> owners() {
        var owners = new TreeMap<NodeId, SlotSet>();
        for (Node node : view.nodes) {
            if (!node.slots().isEmpty()) owners.put(node.id(), node.slots());
        }
        return owners;
    }

    /// `cluster_state`.
    public boolean isOk() {
        return view.ok;
    }

    /// Who owns a slot, null if nobody.
    public @Nullable NodeId ownerOf(int slot) {
        var owner = view.slots.owner(slot);
        return owner == null ? null : owner.id();
    }

    /// While one is in progress a master sends its replicas no pings of replication: its offset
    /// must not grow.
    public boolean isManualFailoverInProgress() {
        return core.manual.isInProgress();
    }

    /// CLUSTER NODES.
    public String nodes(boolean tls) {
        return reports.nodes(tls);
    }

    /// CLUSTER INFO, without the line about buffer limits, which the shell adds.
    public String info() {
        return reports.info();
    }

    public List<SlotsRow> slots() {
        return reports.slots();
    }

    public List<Shard> shards() {
        return reports.shards();
    }

    public List<LinkRow> links() {
        return reports.links();
    }

    /// CLUSTER REPLICAS, in the format of CLUSTER NODES.
    public List<String> replicas(String masterId, boolean tls) {
        return reports.replicas(masterId, tls);
    }

    public int countFailureReports(String id, long nowMillis) {
        core.now = nowMillis;
        return reports.countFailureReports(id);
    }

    /// What nodes.conf would say now.
    public NodesConf conf() {
        return Memory.of(view);
    }
}
