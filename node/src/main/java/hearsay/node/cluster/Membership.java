package hearsay.node.cluster;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.member.Effect;
import hearsay.gossip.member.Event;
import hearsay.gossip.member.Member;
import hearsay.node.bus.Bus;
import hearsay.node.server.Log;
import java.util.ArrayDeque;
import java.util.List;

/// Carries out what a [Member] decides, in order.
///
/// Nothing that stands behind a save happens before the file is written: a vote or an epoch that
/// was said must not be forgotten by a crash. Until then the member is told nothing either, as
/// Redis stands still in fsync: while it cannot ask, it must not take it for silence that nobody
/// answers. What came meanwhile is heard afterwards, and only then does the clock tick.
///
/// Clients are served meanwhile, but not for longer than the node timeout: after that a member that
/// says nothing may have been replaced.
///
/// Source: Redis Cluster specification, "Replica election and promotion".
public final class Membership {

    private static final long NEVER = -1;

    private final Member member;
    private final Bus bus;
    private final Keeper keeper;
    private final Hands hands;
    private final Log log;
    private final LinkBuffers buffers;
    private final ArrayDeque<Effect> waiting = new ArrayDeque<>();
    private final ArrayDeque<Event> unheard = new ArrayDeque<>();
    private final PacketFilter packets = new PacketFilter();
    private final ArrayDeque<Runnable> untilSaved = new ArrayDeque<>();
    private long missedTick = NEVER;
    private long saves;
    private long awaitedSave;
    private long awaitedOffset = -1;
    private boolean pausedForOffset;
    private boolean savedIsAwaited;

    public Membership(Member member, Bus bus, Keeper keeper, Hands hands, Log log) {
        this.member = member;
        this.bus = bus;
        this.buffers = new LinkBuffers(bus);
        this.keeper = keeper;
        this.hands = hands;
        this.log = log;
    }

    public Member member() {
        return member;
    }

    /// What it is made not to hear.
    public PacketFilter packets() {
        return packets;
    }

    public LinkBuffers buffers() {
        return buffers;
    }

    /// To be called once, before any event.
    public void start(long nowMillis) {
        perform(member.start(nowMillis));
    }

    /// Every 100 ms.
    public void tick(long nowMillis) {
        if (isSaving()) {
            if (missedTick == NEVER) missedTick = nowMillis;
            // Not behind the save: the file knows nothing of it, and clients must.
            var effects = member.standStill(nowMillis - missedTick, nowMillis);
            for (var effect : effects) carryOut(effect);
            return;
        }
        if (buffers.isLimited()) freeFullLinks(nowMillis);
        var replication = hands.replication();
        perform(member.on(new Event.Tick(replication), nowMillis));
        answerPause(nowMillis);
        if (awaitedOffset >= 0 && replication.offset() >= awaitedOffset) offsetReached(nowMillis);
    }

    /// Before the tick, which opens them anew.
    private void freeFullLinks(long nowMillis) {
        for (var link : member.links()) {
            long bytes = buffers.bytes(link.link());
            if (!buffers.isFull(link)) continue;
            log.happened(new Happening.LinkFreed(link.direction(), link.node(), bytes));
            breakLink(link.link(), nowMillis);
        }
    }

    /// The replication offset has moved: a manual failover may be waiting for it.
    public void offsetMoved(long offset, long nowMillis) {
        if (awaitedOffset >= 0 && offset >= awaitedOffset) offsetReached(nowMillis);
    }

    public void on(Event event, long nowMillis) {
        if (event instanceof Event.Received(long link, var message) && packets.drops(message)) {
            log.warning("Dropping packet that matches debug drop filter");
            if (packets.isClosing()) breakLink(link, nowMillis);
            return;
        }
        if (isSaving()) {
            unheard.add(event);
            return;
        }
        perform(decide(event, nowMillis));
        answerPause(nowMillis);
    }

    /// Ends a link as if it had broken; an unknown number is ignored.
    public void breakLink(long link, long nowMillis) {
        bus.close(link);
        on(new Event.LinkClosed(link), nowMillis);
    }

    /// The keeper has written that save, or a later state.
    public void saved(long sequence, long nowMillis) {
        if (sequence < awaitedSave) return;
        awaitedSave = 0;
        drain();
        answerSaved(nowMillis);
        answerPause(nowMillis);
        if (isSaving()) return;
        // Before anything that is heard now is written too: it need not wait for that.
        while (!untilSaved.isEmpty()) untilSaved.remove().run();
        catchUp(nowMillis);
    }

    /// Runs `then` when all that was decided until now is in the file.
    public void whenSaved(Runnable then) {
        if (isSaving()) untilSaved.add(then);
        else then.run();
    }

    /// Hears all that came during a save before it carries out what follows from it: one more save
    /// may do for all.
    private void catchUp(long nowMillis) {
        while (!unheard.isEmpty()) waiting.addAll(decide(unheard.remove(), nowMillis));
        drain();
        answerPause(nowMillis);
        boolean missed = missedTick != NEVER;
        missedTick = NEVER;
        if (missed) tick(nowMillis);
    }

    private List<Effect> decide(Event event, long nowMillis) {
        linkChanged(event);
        return member.on(event, nowMillis);
    }

    /// Who is asked to pause its clients is told where its data ends, as soon as it does not change
    /// any more.
    private void answerPause(long nowMillis) {
        if (!pausedForOffset || isSaving() || !hands.isSettled()) return;
        pausedForOffset = false;
        perform(member.on(new Event.OffsetIs(hands.replication().offset()), nowMillis));
    }

    private void answerSaved(long nowMillis) {
        if (!savedIsAwaited) return;
        savedIsAwaited = false;
        perform(member.on(new Event.Saved(), nowMillis));
    }

    /// All data was replaced by the master's, who knows what is open.
    public void closeSlots(long nowMillis) {
        perform(member.closeSlots(nowMillis));
    }

    /// Whether something waits for the file.
    public boolean isSaving() {
        return awaitedSave != 0;
    }

    public void saveFailed(String reason) {
        hands.cannotSave(reason);
    }

    /// Carries out effects, after those that are still waiting.
    public void perform(List<Effect> effects) {
        if (effects.isEmpty()) return;
        waiting.addAll(effects);
        drain();
    }

    private void drain() {
        while (awaitedSave == 0) {
            var effect = waiting.poll();
            if (effect == null) return;
            carryOut(effect);
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.OpenLink(long link, var address) -> {
                buffers.opens(link);
                bus.open(link, address);
            }
            case Effect.CloseLink(long link) -> {
                buffers.closed(link);
                bus.close(link);
            }
            case Effect.Send(long link, var message) -> buffers.send(link, message);
            case Effect.Save save -> save(save);
            case Effect.AwaitSaved() -> savedIsAwaited = true;
            case Effect.ReplicateFrom(var master, var address) ->
                    hands.replicateFrom(address.ip(), address.port());
            case Effect.BecomeMaster() -> hands.becomeMaster();
            case Effect.DropKeysInSlots(var slots) -> hands.dropKeys(slots);
            case Effect.DropAllKeys() -> hands.dropAllKeys();
            case Effect.PauseClients(long untilMillis) -> {
                hands.pauseWrites(untilMillis);
                pausedForOffset = true;
            }
            case Effect.ResumeClients() -> {
                pausedForOffset = false;
                awaitedOffset = -1;
                hands.resumeWrites();
            }
            case Effect.AwaitOffset(long offset) -> awaitedOffset = offset;
            case Effect.Publish(var channel, var message, boolean sharded) ->
                    hands.publish(channel, message, sharded);
            case Effect.SlotsChanged(var slots) -> {
                hands.slotsChanged(slots);
                hands.routesChanged();
            }
            case Effect.StateChanged(boolean ok) -> {
                hands.routesChanged();
            }
            case Effect.Diary(var happening) -> log.happened(happening);
        }
    }

    /// The last state that waits to be saved is written at once and stands for all before it.
    private void save(Effect.Save first) {
        var last = first;
        for (var effect : waiting) if (effect instanceof Effect.Save later) last = later;
        waiting.removeIf(Effect.Save.class::isInstance);
        awaitedSave = ++saves;
        keeper.save(awaitedSave, last.conf().text());
    }

    private void linkChanged(Event event) {
        switch (event) {
            case Event.LinkOpened(long link) -> buffers.opened(link);
            case Event.LinkClosed(long link) -> buffers.closed(link);
            default -> {}
        }
    }

    private void offsetReached(long nowMillis) {
        if (isSaving()) return;
        long offset = hands.replication().offset();
        awaitedOffset = -1;
        on(new Event.OffsetIs(offset), nowMillis);
    }
}
