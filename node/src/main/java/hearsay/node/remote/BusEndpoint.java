package hearsay.node.remote;

import akka.actor.AbstractActorWithTimers;
import akka.actor.ActorRef;
import akka.actor.ExtendedActorSystem;
import akka.actor.Props;
import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.model.Address;
import hearsay.node.bus.BusListener;
import hearsay.node.remote.LinkMessage.Accepted;
import hearsay.node.remote.LinkMessage.Carried;
import hearsay.node.remote.LinkMessage.Closed;
import hearsay.node.remote.LinkMessage.Connection;
import hearsay.node.remote.LinkMessage.Open;
import hearsay.node.remote.LinkMessage.Piece;
import hearsay.node.remote.LinkMessage.Refused;
import hearsay.node.remote.LinkMessage.Taken;
import hearsay.node.remote.LinkMessage.Unreadable;
import hearsay.node.remote.WireReader.Malformed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The actor behind [ArteryBus]: `/user/bus-<port>`, one for each node of a JVM.
///
/// A classic actor, unlike its neighbours, for two reasons: remoting sends the sender along in a
/// few compressed bytes, which typed actors cannot read; and whatever a stranger sends arrives here
/// as an `Object` rather than as a `ClassCastException`.
///
/// Opening goes like this. First a [Lifeline] to the peer's JVM: refused means closed, at once.
/// Then `Open` by actor selection, which passes even where remoting has put the peer's former life
/// under quarantine; and again after 200, 400 and 1000 ms, since the first words to a restarted JVM
/// are lost while remoting gets to know it. After 1.4 s without an answer the link is closed.
///
/// A JVM that is there and has answered nothing for ten seconds is told nothing for eight: that is
/// the silence after which remoting forgets a quarantine, see jvm.conf.
final class BusEndpoint extends AbstractActorWithTimers {

    /// Orders of the node. Plain objects: no serializer knows them, so none comes from afar.
    record OpenLink(long linkId, Address peer) {}

    record CloseLink(long linkId) {}

    /// @param bytes what it counts for as long as it is under way
    record Send(long linkId, BusMessage message, int bytes) {}

    private record Unanswered(long linkId) {}

    private record QuietAgain() {}

    private record Confirm(long linkId) {}

    private static final Duration ASK_EVERY = Duration.ofMillis(200);
    private static final List<Integer> ASK_AGAIN = List.of(1, 2, 5);
    private static final int PATIENCE = 7;
    private static final long ASKED_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LEFT_ALONE_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final Duration COMPLAIN_EVERY = Duration.ofMinutes(1);

    /// What fits a frame of remoting (256 KiB) with room for its envelope.
    static final int PIECE = 128 * 1024;

    private static final Logger log = LoggerFactory.getLogger(BusEndpoint.class);

    private final long incarnation;
    private final BusListener listener;
    private final Unsent unsent;
    private final akka.actor.Address ownJvm;
    private final Map<Long, BusLink> links = new LinkedHashMap<>();
    private final Map<Connection, BusLink> inbound = new LinkedHashMap<>();
    private final Map<akka.actor.Address, PeerJvm> jvms = new LinkedHashMap<>();

    /// Since when a JVM has been asked and has not answered.
    private final Map<akka.actor.Address, Long> askedSince = new LinkedHashMap<>();

    private long lastInbound;
    private long lastLifeline;
    private long strange;

    static Props props(long incarnation, BusListener listener, Unsent unsent) {
        return Props.create(
                BusEndpoint.class, () -> new BusEndpoint(incarnation, listener, unsent));
    }

    private BusEndpoint(long incarnation, BusListener listener, Unsent unsent) {
        this.incarnation = incarnation;
        this.listener = listener;
        this.unsent = unsent;
        this.ownJvm =
                ((ExtendedActorSystem) getContext().getSystem()).provider().getDefaultAddress();
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Carried.class, carried -> received(carried))
                .match(Piece.class, this::received)
                .match(Send.class, this::send)
                .match(Taken.class, this::taken)
                .match(Confirm.class, confirm -> confirm(confirm.linkId))
                .match(OpenLink.class, open -> open(open.linkId, open.peer))
                .match(CloseLink.class, close -> close(close.linkId))
                .match(Open.class, open -> asked(open.connection()))
                .match(Accepted.class, accepted -> accepted(accepted.connection()))
                .match(Refused.class, refused -> refused(refused.connection()))
                .match(Closed.class, this::closedByPeer)
                .match(Unanswered.class, unanswered -> unanswered(unanswered.linkId))
                .match(Lifeline.Held.class, held -> held(held.id()))
                .match(Lifeline.Lost.class, lost -> lost(lost.id()))
                .match(QuietAgain.class, quiet -> complainOfRest())
                .match(Unreadable.class, unreadable -> complain(unreadable.why()))
                .matchAny(stranger -> complain("a " + stranger.getClass().getName()))
                .build();
    }

    @Override
    public void postStop() {
        for (var link : links.values()) tellClosed(link);
    }

    // Links that we open.

    private void open(long linkId, Address peer) {
        if (links.containsKey(linkId)) {
            log.error("Link {} to {} was opened twice", linkId, peer);
            return;
        }
        if (peer.ip().isEmpty()) {
            tell(() -> listener.closed(linkId));
            return;
        }
        var address = akka.actor.Address.apply("akka", ownJvm.system(), peer.ip(), peer.busPort());
        int port = peer.port() > 0 ? peer.port() : peer.tlsPort();
        String path = address + "/user/" + ArteryBus.nameOf(port);
        var connection = new Connection(incarnation, linkId);
        var link = new BusLink(linkId, connection, true, jvm(address), resolve(path));
        add(link);
        if (link.jvm.held) ask(link);
        getTimers().startTimerWithFixedDelay(linkId, new Unanswered(linkId), ASK_EVERY);
    }

    private void ask(BusLink link) {
        long now = System.nanoTime();
        long inVain = now - askedSince.computeIfAbsent(link.jvm.address, unasked -> now);
        if (inVain % (ASKED_NANOS + LEFT_ALONE_NANOS) >= ASKED_NANOS) return;
        getContext().actorSelection(link.peer.path()).tell(new Open(link.connection), getSelf());
    }

    private void unanswered(long linkId) {
        var link = links.get(linkId);
        if (link == null || link.open) return;
        link.waited++;
        if (link.waited < PATIENCE) {
            if (link.jvm.held && ASK_AGAIN.contains(link.waited)) ask(link);
        } else {
            tellClosed(link);
            drop(link);
        }
    }

    private void accepted(Connection connection) {
        var link = ours(connection);
        askedSince.remove(jvmOf(getSender()));
        if (link == null) {
            getSender().tell(new Closed(connection, true), getSelf());
        } else if (!link.open) {
            getTimers().cancel(link.id);
            link.peer = getSender();
            link.open = true;
            tell(() -> listener.opened(link.id));
        }
    }

    private void refused(Connection connection) {
        askedSince.remove(jvmOf(getSender()));
        var link = ours(connection);
        if (link != null) drop(link);
    }

    private @Nullable BusLink ours(Connection connection) {
        return connection.incarnation() == incarnation ? links.get(connection.number()) : null;
    }

    // Links that others open.

    private void asked(Connection connection) {
        var opener = getSender();
        if (opener.equals(getContext().getSystem().deadLetters())) {
            complain("an Open from nobody");
            return;
        }
        var known = inbound.get(connection);
        if (known == null) {
            dropFormerLivesOf(opener, connection.incarnation());
            var link = new BusLink(--lastInbound, connection, false, jvm(jvmOf(opener)), opener);
            add(link);
            inbound.put(connection, link);
            String ip = link.jvm.address.host().getOrElse(() -> "");
            tell(() -> listener.accepted(link.id, ip));
        }
        opener.tell(new Accepted(connection), getSelf());
    }

    /// A node that comes with a new incarnation has died in the old one.
    private void dropFormerLivesOf(ActorRef opener, long incarnation) {
        String path = opener.path().toStringWithoutAddress();
        for (var link : new ArrayList<>(inbound.values())) {
            if (link.connection.incarnation() != incarnation
                    && link.jvm.address.equals(jvmOf(opener))
                    && link.peer.path().toStringWithoutAddress().equals(path)) drop(link);
        }
    }

    private akka.actor.Address jvmOf(ActorRef peer) {
        var address = peer.path().address();
        return address.hasGlobalScope() ? address : ownJvm;
    }

    // Messages.

    private void send(Send order) {
        var link = links.get(order.linkId);
        var message = order.message;
        long size = BusCodec.estimate(message);
        if (link == null || !link.open) {
            unsent.add(order.linkId, -order.bytes);
        } else if (size > ArteryBus.MAX_MESSAGE_BYTES) {
            unsent.add(order.linkId, -order.bytes);
            log.warn("A {} of {} bytes is too big for the bus", message.type().word(), size);
        } else if (size > PIECE) {
            sendInPieces(link, message, (int) size);
            link.sent(order.bytes);
        } else {
            var carried = new Carried(link.connection, link.opener, link.nextNumber(), message);
            link.peer.tell(carried, getSelf());
            link.sent(order.bytes);
        }
    }

    private void taken(Taken taken) {
        var link = taken.fromOpener() ? inbound.get(taken.connection()) : ours(taken.connection());
        if (link != null) unsent.add(link.id, -link.confirmed(taken.number()));
    }

    /// One confirmation does for all that has arrived when its turn comes.
    private void confirmSoon(BusLink link) {
        if (link.willConfirm) return;
        link.willConfirm = true;
        getSelf().tell(new Confirm(link.id), getSelf());
    }

    private void confirm(long linkId) {
        var link = links.get(linkId);
        if (link == null) return;
        link.willConfirm = false;
        link.peer.tell(new Taken(link.connection, link.opener, link.received()), getSelf());
    }

    private void sendInPieces(BusLink link, BusMessage message, int size) {
        var out = new WireWriter(size);
        BusCodec.write(message, out);
        for (int from = 0; from < out.length(); from += PIECE) {
            int to = Math.min(from + PIECE, out.length());
            byte[] piece = out.slice(from, to);
            boolean last = to == out.length();
            link.peer.tell(
                    new Piece(link.connection, link.opener, link.nextNumber(), last, piece),
                    getSelf());
        }
    }

    private void received(Carried carried) {
        var link = receiver(carried.connection(), carried.fromOpener(), carried.number());
        if (link != null) tell(() -> listener.received(link.id, carried.message()));
    }

    private void received(Piece piece) {
        var link = receiver(piece.connection(), piece.fromOpener(), piece.number());
        if (link == null) return;
        if (link.add(piece.bytes()) > ArteryBus.MAX_MESSAGE_BYTES) {
            complain("a message without end");
            tellClosed(link);
            drop(link);
            return;
        }
        if (!piece.last()) return;
        byte[] bytes = link.takePieces();
        try {
            var in = new WireReader(ByteBuffer.wrap(bytes));
            BusMessage message = BusCodec.read(in);
            in.end();
            tell(() -> listener.received(link.id, message));
        } catch (Malformed e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    /// The link that a message belongs to, or null when it is not to be read: its connection is
    /// unknown here, or something before it was lost. Either way the sender hears of it.
    private @Nullable BusLink receiver(Connection connection, boolean fromOpener, long number) {
        var link = fromOpener ? inbound.get(connection) : ours(connection);
        if (link == null || !link.open) {
            getSender().tell(new Closed(connection, !fromOpener), getSelf());
            if (link != null) drop(link);
            return null;
        }
        if (!link.isNext(number)) {
            tellClosed(link);
            drop(link);
            return null;
        }
        confirmSoon(link);
        return link;
    }

    // The end of links.

    private void close(long linkId) {
        var link = links.get(linkId);
        if (link == null) return;
        tellClosed(link);
        remove(link);
    }

    private void closedByPeer(Closed closed) {
        var link =
                closed.fromOpener() ? inbound.get(closed.connection()) : ours(closed.connection());
        if (link != null) drop(link);
    }

    /// Not to a JVM that has yet to be seen alive: remoting would keep knocking at its port.
    /// Whoever opened a link to us has been seen.
    private void tellClosed(BusLink link) {
        if (!link.jvm.held && link.opener) return;
        link.peer.tell(new Closed(link.connection, link.opener), getSelf());
    }

    private void drop(BusLink link) {
        remove(link);
        tell(() -> listener.closed(link.id));
    }

    private void add(BusLink link) {
        links.put(link.id, link);
        unsent.begin(link.id);
        link.jvm.links.add(link);
    }

    private void remove(BusLink link) {
        getTimers().cancel(link.id);
        links.remove(link.id);
        unsent.end(link.id);
        inbound.remove(link.connection, link);
        link.jvm.links.remove(link);
        if (!link.jvm.links.isEmpty()) return;
        jvms.remove(link.jvm.address, link.jvm);
        if (link.jvm.lifeline != null) getContext().stop(link.jvm.lifeline);
    }

    // Other JVMs.

    private PeerJvm jvm(akka.actor.Address address) {
        return jvms.computeIfAbsent(address, this::newJvm);
    }

    private PeerJvm newJvm(akka.actor.Address address) {
        if (address.equals(ownJvm)) return new PeerJvm(address, 0, null);
        long id = ++lastLifeline;
        var patience = ASK_EVERY.multipliedBy(PATIENCE);
        String host = address.host().getOrElse(() -> "");
        int port = (Integer) address.port().getOrElse(() -> 0);
        var props = Lifeline.props(id, host, port, patience);
        return new PeerJvm(address, id, getContext().actorOf(props));
    }

    private void held(long lifelineId) {
        var jvm = jvmOn(lifelineId);
        if (jvm == null) return;
        jvm.held = true;
        for (var link : jvm.links) if (!link.open) ask(link);
    }

    private void lost(long lifelineId) {
        var jvm = jvmOn(lifelineId);
        if (jvm == null) return;
        jvm.held = false;
        askedSince.remove(jvm.address);
        for (var link : new ArrayList<>(jvm.links)) drop(link);
    }

    private @Nullable PeerJvm jvmOn(long lifelineId) {
        for (var jvm : jvms.values()) if (jvm.lifelineId == lifelineId) return jvm;
        return null;
    }

    private ActorRef resolve(String path) {
        return ((ExtendedActorSystem) getContext().getSystem()).provider().resolveActorRef(path);
    }

    // The node, and strangers.

    /// A fault of the listener must not end the bus: a restarted endpoint would know no links.
    private static void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            log.error("The node failed to take an event of the bus", e);
        }
    }

    private void complain(String why) {
        if (getTimers().isTimerActive(QuietAgain.class)) {
            strange++;
            return;
        }
        log.warn("Ignored on the bus, from {}: {}", getSender(), why);
        getTimers().startSingleTimer(QuietAgain.class, new QuietAgain(), COMPLAIN_EVERY);
    }

    private void complainOfRest() {
        if (strange == 0) return;
        log.warn("Ignored on the bus in the last minute: {} more messages of strangers", strange);
        strange = 0;
        getTimers().startSingleTimer(QuietAgain.class, new QuietAgain(), COMPLAIN_EVERY);
    }
}
