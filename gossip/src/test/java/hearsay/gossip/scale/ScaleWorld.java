package hearsay.gossip.scale;

import static java.util.Objects.requireNonNull;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.BusMessage.Heartbeat;
import hearsay.gossip.member.Effect;
import hearsay.gossip.member.Event;
import hearsay.gossip.member.Member;
import hearsay.gossip.member.NodesConf;
import hearsay.gossip.member.ReplicationStatus;
import hearsay.gossip.member.Settings;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Half masters, half replicas, formed already, on a network that delivers everything after one
/// millisecond. It does as little as possible besides what the members do.
final class ScaleWorld {

    private static final long START = 1_700_000_000_000L;
    private static final int TICK = 100;

    /// One end of a link.
    private record End(Host host, long link) {}

    private record Delivery(End to, Event event) {}

    private static final class Host {
        final Member member;
        final Address address;
        final boolean isMaster;

        /// The other ends of my links: by number those that I opened, by its negative the others.
        final List<End> opened = new ArrayList<>();

        final List<End> accepted = new ArrayList<>();
        long offset = 100;

        Host(Member member, Address address, boolean isMaster) {
            this.member = member;
            this.address = address;
            this.isMaster = isMaster;
            opened.add(new End(this, 0));
            accepted.add(new End(this, 0));
        }

        End peer(long link) {
            return link > 0 ? opened.get((int) link) : accepted.get((int) -link);
        }
    }

    final List<Host> hosts = new ArrayList<>();
    private final Map<String, Host> byIp = new LinkedHashMap<>();
    private final List<List<Host>> ticks = new ArrayList<>();
    private List<Delivery> underWay = new ArrayList<>();
    private List<Delivery> arriving = new ArrayList<>();
    long now = START;
    long messages;
    long entries;
    long diaryLines;
    long saves;
    final long[] byType = new long[BusMessage.Type.values().length];

    ScaleWorld(long seed, int size, Settings settings) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < TICK; i++) ticks.add(new ArrayList<>());
        var file = file(random.split(), size);
        for (int i = 0; i < size; i++) {
            var mine = new ArrayList<>(file);
            var entry = mine.get(i);
            mine.set(i, flagged(entry, entry.flags() | NodeFlags.MYSELF));
            var member =
                    new Member(
                            settings,
                            entry.address(),
                            random.split(),
                            new NodesConf(mine, size / 2, 0),
                            now);
            var host = new Host(member, entry.address(), i < size / 2);
            hosts.add(host);
            byIp.put(entry.address().ip(), host);
            ticks.get(random.nextInt(TICK)).add(host);
            carryOut(host, member.start(now));
        }
    }

    private static List<NodesConf.Entry> file(SplittableRandom random, int size) {
        int masters = size / 2;
        var ids = new ArrayList<NodeId>();
        var shards = new ArrayList<NodeId>();
        for (int i = 0; i < size; i++) ids.add(NodeId.random(random));
        for (int i = 0; i < masters; i++) shards.add(NodeId.random(random));
        var file = new ArrayList<NodesConf.Entry>();
        for (int i = 0; i < size; i++) {
            int shard = i % masters;
            boolean master = i < masters;
            int first = Slot.COUNT * shard / masters;
            int last = Slot.COUNT * (shard + 1) / masters - 1;
            file.add(
                    new NodesConf.Entry(
                            ids.get(i),
                            Address.of("10.0." + i / 250 + "." + (i % 250 + 1), 6379),
                            "",
                            shards.get(shard),
                            master ? NodeFlags.MASTER : NodeFlags.REPLICA,
                            master ? null : ids.get(shard),
                            0,
                            START,
                            shard + 1,
                            false,
                            master ? SlotSet.range(first, last) : SlotSet.EMPTY,
                            List.of()));
        }
        return file;
    }

    private static NodesConf.Entry flagged(NodesConf.Entry entry, int flags) {
        return new NodesConf.Entry(
                entry.id(),
                entry.address(),
                entry.nodename(),
                entry.shardId(),
                flags,
                entry.master(),
                entry.pingSent(),
                entry.pongReceived(),
                entry.configEpoch(),
                entry.connected(),
                entry.slots(),
                entry.openSlots());
    }

    void run(long millis) {
        for (long end = now + millis; now < end; ) {
            now++;
            var due = underWay;
            underWay = arriving;
            arriving = due;
            for (Delivery delivery : due) {
                var host = delivery.to.host;
                carryOut(host, host.member.on(delivery.event, now));
            }
            due.clear();
            for (Host host : ticks.get((int) (now % TICK))) {
                var status = new ReplicationStatus(host.offset, !host.isMaster, now, now);
                carryOut(host, host.member.on(new Event.Tick(status), now));
            }
        }
    }

    private void carryOut(Host host, List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send(long link, var message) -> send(host, link, message);
                case Effect.OpenLink(long link, var address) -> open(host, link, address);
                case Effect.Diary diary -> diaryLines++;
                case Effect.Save save -> saves++;
                case Effect.CloseLink close ->
                        throw new AssertionError(host.address + " closes " + close.link());
                default -> {}
            }
        }
    }

    private void send(Host from, long link, BusMessage message) {
        messages++;
        byType[message.type().code()]++;
        if (message instanceof Heartbeat heartbeat) entries += heartbeat.gossip().size();
        var to = from.peer(link);
        underWay.add(new Delivery(to, new Event.Received(to.link, message)));
    }

    private void open(Host from, long link, Address address) {
        var to = requireNonNull(byIp.get(address.ip()));
        long back = -to.accepted.size();
        from.opened.add(new End(to, back));
        to.accepted.add(new End(from, link));
        underWay.add(
                new Delivery(
                        new End(to, back),
                        new Event.LinkAccepted(back, from.address.ip(), to.address.ip())));
        // Nobody is told that a link stands: the greetings of all to all would take longer than all
        // that is to be measured.
    }

    long countOk() {
        return hosts.stream().filter(host -> host.member.isOk()).count();
    }
}
