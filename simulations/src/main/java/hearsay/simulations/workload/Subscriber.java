package hearsay.simulations.workload;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import hearsay.simulations.check.Call;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Operation;
import hearsay.simulations.check.Outcome;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Listens to all channels of a workload, by a connection to one node; if that ends, or says
/// nothing to a PING, by one to another.
///
/// Source: Redis documentation, "Redis Pub/Sub".
final class Subscriber {

    private static final long PING_NANOS = 1_000_000_000;
    private static final long AGAIN_NANOS = 100_000_000;
    private static final byte[][] PING = {Texts.ascii("PING")};

    private final int number;
    private final byte[][] subscribe;
    private final long endNanos;
    private final Surroundings surroundings;
    private final hearsay.client.connection.Ports ports;
    private final History history;
    private final RandomGenerator chance;
    private @Nullable Connection connection;
    private boolean over;

    Subscriber(
            int number,
            List<byte[]> channels,
            long endNanos,
            Surroundings surroundings,
            History history,
            RandomGenerator chance) {
        this.number = number;
        this.endNanos = endNanos;
        this.surroundings = surroundings;
        this.history = history;
        this.chance = chance;
        ports = surroundings.ports().apply(number);
        subscribe = new byte[1 + channels.size()][];
        subscribe[0] = Texts.ascii("SUBSCRIBE");
        for (int i = 0; i < channels.size(); i++) subscribe[1 + i] = channels.get(i);
    }

    void open() {
        if (over) return;
        var seeds = surroundings.seeds();
        var node = seeds.get(chance.nextInt(seeds.size()));
        var settings = ConnectionSettings.DEFAULT.withPushes(push -> heard(node, push));
        Connection.open(node, settings, ports)
                .whenComplete((opened, failure) -> {
                    if (opened == null) {
                        again();
                    } else if (over) {
                        opened.close();
                    } else {
                        listen(opened);
                    }
                });
    }

    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
        if (connection != null) connection.close();
    }

    private void listen(Connection opened) {
        connection = opened;
        opened.tell(subscribe);
        opened.closed().thenRun(this::again);
        ping(opened);
    }

    private void again() {
        var unused = ports.loop().schedule(AGAIN_NANOS, this::open);
    }

    private void ping(Connection opened) {
        if (over || !opened.isOpen()) return;
        if (nanos() >= endNanos) {
            end();
            return;
        }
        opened.send(PING[0])
                .whenComplete((pong, failure) -> {
                    if (failure != null) opened.close();
                });
        var unused = ports.loop().schedule(PING_NANOS, () -> ping(opened));
    }

    private void heard(Endpoint node, Reply.Push push) {
        var items = push.items();
        if (over || items.size() != 3 || !items.get(0).text().equals("message")) return;
        if (!(items.get(2) instanceof Reply.Bulk message)) return;
        long now = nanos();
        history.add(
                new Operation(
                        number,
                        items.get(1).text(),
                        Call.MESSAGE,
                        Texts.number(message.bytes()),
                        now,
                        now,
                        Outcome.Ok.DONE,
                        surroundings.names().apply(node)));
    }

    private long nanos() {
        return ports.loop().nanoTime() - surroundings.originNanos();
    }
}
