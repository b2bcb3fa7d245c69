package hearsay.simulations.nemesis;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import hearsay.client.connection.Reply;
import hearsay.node.link.Links;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.workload.AgendaLoop;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Slots on their way to one master, by somebody who does not give up.
///
/// For each slot: IMPORTING at the target, MIGRATING at the source, MIGRATE until no key is left,
/// NODE at the target, NODE at the source. Whatever goes wrong in between leaves the slot half
/// open; then he looks again who owns it, and begins anew with it. A key that is found at both ends
/// is the source's: as long as it was there, clients were served there.
///
/// Source: Redis Cluster specification, "Cluster live reconfiguration".
final class Resharding {

    private static final long AGAIN_NANOS = 500_000_000L;
    private static final int PATIENCE_MILLIS = 2_000;
    private static final int ATTEMPTS = 1_000;
    private static final String KEYS_AT_ONCE = "10";

    private final World world;
    private final Roles roles;
    private final Ports ports;
    private final Fault.Reshard slots;
    private final Host wanted;
    private final Map<Host, Connection> connections = new LinkedHashMap<>();
    private int slot;
    private int attempts;
    private String trouble = "";

    /// @param links from where the operator is
    /// @param wanted where they are to go: to it, or to who has taken its place by then
    Resharding(World world, Roles roles, Links links, Fault.Reshard slots, Host wanted) {
        this.world = world;
        this.roles = roles;
        this.slots = slots;
        this.wanted = wanted;
        ports = new Ports(links, new AgendaLoop(world.agenda()));
        slot = slots.first();
    }

    void begin() {
        tell("slots " + slots.slots() + " are to be moved here");
        next();
    }

    /// Begins with the slot that is due, wherever it is now.
    private void next() {
        if (slot > slots.last()) {
            tell("slots " + slots.slots() + " have been moved here");
            connections.values().forEach(Connection::close);
            return;
        }
        var to = roles.masterFor(wanted);
        var from = roles.ownerOf(slot);
        if (to == null || from == null) {
            again("slot " + slot + " or its target has no master");
        } else if (from == to) {
            close(to, to);
        } else {
            open(from, to);
        }
    }

    private void open(Host from, Host to) {
        setSlot(to, "IMPORTING", from, () -> setSlot(from, "MIGRATING", to, () -> move(from, to)));
    }

    private void move(Host from, Host to) {
        var number = Integer.toString(slot);
        ask(
                from,
                reply -> {
                    var keys = reply.items().stream().map(Reply::text).toList();
                    if (keys.isEmpty()) close(from, to);
                    else ask(from, moved -> move(from, to), migrate(to, keys));
                },
                "CLUSTER",
                "GETKEYSINSLOT",
                number,
                KEYS_AT_ONCE);
    }

    private static String[] migrate(Host to, List<String> keys) {
        var words = new ArrayList<String>();
        words.addAll(List.of("MIGRATE", to.ip(), Integer.toString(to.port()), "", "0"));
        words.addAll(List.of(Integer.toString(PATIENCE_MILLIS / 2), "REPLACE", "KEYS"));
        words.addAll(keys);
        return words.toArray(String[]::new);
    }

    private void close(Host from, Host to) {
        setSlot(
                to,
                "NODE",
                to,
                () ->
                        setSlot(
                                from,
                                "NODE",
                                to,
                                () -> {
                                    slot++;
                                    next();
                                }));
    }

    private void setSlot(Host at, String what, Host peer, Runnable then) {
        var member = peer.member();
        if (member == null) {
            again(peer + " is down");
            return;
        }
        var id = member.myId().hex();
        ask(at, done -> then.run(), "CLUSTER", "SETSLOT", Integer.toString(slot), what, id);
    }

    /// Asks, and goes on with a good answer.
    private void ask(Host host, Consumer<Reply> then, String... words) {
        var open = connections.get(host);
        if (open == null || !open.isOpen()) {
            connect(host, then, words);
            return;
        }
        var unused =
                open.send(words)
                        .whenComplete((reply, failure) -> answered(host, reply, failure, then));
    }

    private void connect(Host host, Consumer<Reply> then, String... words) {
        var settings =
                ConnectionSettings.DEFAULT
                        .withProtocol(2)
                        .withTimeouts(PATIENCE_MILLIS, PATIENCE_MILLIS);
        var opening = Connection.open(Endpoint.of(host.address()), settings, ports);
        var unused =
                opening.whenComplete((opened, failure) -> {
                    if (opened == null) {
                        again(host + ": " + Objects.requireNonNull(failure).getMessage());
                        return;
                    }
                    connections.put(host, opened);
                    ask(host, then, words);
                });
    }

    private void answered(
            Host host, @Nullable Reply reply, @Nullable Throwable failure, Consumer<Reply> then) {
        if (reply == null) {
            // What still comes by this connection answers no question that is asked later.
            var broken = connections.remove(host);
            if (broken != null) broken.close();
            again(host + ": " + Objects.requireNonNull(failure).getMessage());
        } else if (reply instanceof Reply.Failure refusal) {
            again(host + ": " + refusal.text());
        } else {
            then.accept(reply);
        }
    }

    private void again(String why) {
        if (!why.equals(trouble)) tell("slot " + slot + " stays half moved for now, " + why);
        trouble = why;
        if (++attempts == ATTEMPTS) {
            tell("slots from " + slot + " on are not moved");
            return;
        }
        var unused = world.agenda().after(AGAIN_NANOS, this::next);
    }

    private void tell(String what) {
        world.diary().note(wanted.name(), Deed.of(Deed.FAULT, what));
    }
}
