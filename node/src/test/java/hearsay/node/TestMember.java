package hearsay.node;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.member.Event;
import hearsay.gossip.member.Member;
import hearsay.gossip.model.Address;
import hearsay.node.actor.NodeHands;
import hearsay.node.bus.Bus;
import hearsay.node.cluster.MemberSettings;
import hearsay.node.cluster.Membership;
import hearsay.node.command.Dispatcher;
import hearsay.node.config.Directive;
import hearsay.node.config.Directives;
import java.util.Map;
import java.util.TreeMap;

/// The part that a node of a [TestNetwork] has in its cluster, and its end of the bus. What is said
/// to a node that sleeps or is cut off is lost.
final class TestMember implements Bus {

    private static final long LATENCY_MILLIS = 1;

    private record Line(TestMember peer, long number) {}

    private final TestNetwork network;
    private final TestNetwork.Host host;
    private final Membership membership;
    private final Map<Long, Line> lines = new TreeMap<>();
    private long accepted;

    TestMember(TestNetwork network, TestNetwork.Host host, Dispatcher dispatcher) {
        this.network = network;
        this.host = host;
        var server = host.server();
        var member =
                new Member(
                        MemberSettings.of(server.settings()),
                        MemberSettings.listening(server.settings()),
                        server.environment().random(),
                        null,
                        network.nowMillis());
        membership =
                new Membership(
                        member,
                        this,
                        (sequence, text) -> network.after(0, () -> saved(sequence)),
                        new NodeHands(
                                server,
                                why -> {
                                    throw new IllegalStateException(why);
                                }),
                        server.log());
        server.settings()
                .whenChanged(
                        Directives.ALL.stream()
                                .map(Directive::name)
                                .filter(name -> name.startsWith("cluster-"))
                                .toList(),
                        changed ->
                                membership.perform(
                                        member.configure(
                                                MemberSettings.of(changed), network.nowMillis())));
        server.membership(membership);
        dispatcher.joined(member);
        membership.start(network.nowMillis());
    }

    void tick() {
        membership.tick(network.nowMillis());
    }

    @Override
    public void open(long linkId, Address peer) {
        network.after(LATENCY_MILLIS, () -> connect(linkId, peer));
    }

    private void connect(long linkId, Address address) {
        var there = network.existing(address.port());
        if (there == null || network.isSeparated(host, there)) {
            on(new Event.LinkClosed(linkId));
            return;
        }
        var peer = there.member();
        long theirs = --peer.accepted;
        lines.put(linkId, new Line(peer, theirs));
        peer.lines.put(theirs, new Line(this, linkId));
        peer.on(new Event.LinkAccepted(theirs, "127.0.0.1", "127.0.0.1"));
        on(new Event.LinkOpened(linkId));
    }

    @Override
    public void close(long linkId) {
        var line = lines.remove(linkId);
        if (line == null || line.peer.lines.remove(line.number) == null) return;
        network.after(LATENCY_MILLIS, () -> line.peer.on(new Event.LinkClosed(line.number)));
    }

    @Override
    public long unsentBytes(long linkId) {
        return 0;
    }

    @Override
    public void send(long linkId, BusMessage message) {
        var line = lines.get(linkId);
        if (line == null) return;
        network.after(
                LATENCY_MILLIS,
                () -> {
                    if (network.isSeparated(host, line.peer.host)) return;
                    if (!line.peer.lines.containsKey(line.number)) return;
                    line.peer.on(new Event.Received(line.number, message));
                });
    }

    private void saved(long sequence) {
        host.server().now();
        membership.saved(sequence, network.nowMillis());
        host.server().flush();
    }

    private void on(Event event) {
        host.server().now();
        membership.on(event, network.nowMillis());
        host.server().flush();
    }
}
