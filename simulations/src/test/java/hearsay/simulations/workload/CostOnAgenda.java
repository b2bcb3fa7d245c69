package hearsay.simulations.workload;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import hearsay.client.connection.Reply;
import hearsay.client.routing.ClusterClient;
import hearsay.client.routing.Outcome;
import hearsay.client.routing.RequestFailed;
import hearsay.client.routing.RequestOptions;
import hearsay.client.routing.RetryPolicy;
import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.simulations.runtime.Agenda;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/// What a request costs the client in virtual time, each alone: due, sent, answered. The second
/// column is the same without the client: two deliveries over the fake network.
public final class CostOnAgenda implements Outcome, LinkListener {

    private static final byte[] SLOTS =
            "*1\r\n*3\r\n:0\r\n:16383\r\n*3\r\n$8\r\n10.0.0.1\r\n:7000\r\n$2\r\nid\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ONE = ":1\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INCR = "INCR".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEY = "key:12345".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REQUEST =
            "*2\r\n$4\r\nINCR\r\n$9\r\nkey:12345\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int ROUND = 1_000_000;

    private final Agenda agenda = new Agenda();
    private final FakeNet net = new FakeNet(agenda, 100_000);
    private final byte[] received = new byte[4096];
    private long answered;

    public static void main(String[] arguments) {
        var cost = new CostOnAgenda();
        cost.net.listen(7000, cost);
        var client =
                ClusterClient.open(
                                List.of(new Endpoint("10.0.0.1", 7000)),
                                ConnectionSettings.DEFAULT.withProtocol(2),
                                RetryPolicy.DEFAULT,
                                new SplittableRandom(1),
                                new Ports(cost.net, new AgendaLoop(cost.agenda)))
                        .toCompletableFuture();
        while (!client.isDone()) cost.agenda.next();
        var bare = new Bare();
        cost.net.open("10.0.0.1", 7000, 1, bare);
        for (int i = 0; i < 2; i++) cost.agenda.next();
        for (int round = 0; round < 6; round++) {
            long with =
                    cost.nanosOf(() -> client.join().send(cost, RequestOptions.NONE, INCR, KEY));
            long allocated = -allocated();
            cost.nanosOf(() -> client.join().send(cost, RequestOptions.NONE, INCR, KEY));
            allocated += allocated();
            long without = cost.nanosOf(bare::send);
            System.out.printf(
                    "%d ns with the client, %d ns without; %d bytes%n",
                    with, without, allocated / ROUND);
        }
        System.out.println(cost.answered + " answered");
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private long nanosOf(Runnable request) {
        long begun = System.nanoTime();
        for (int i = 0; i < ROUND; i++) {
            var unused = agenda.after(2_000_000, request);
            while (agenda.nextDue() <= agenda.nanos() + 2_000_000) agenda.next();
        }
        return (System.nanoTime() - begun) / ROUND;
    }

    @Override
    public void answered(Connection from, Reply reply) {
        answered++;
    }

    @Override
    public void failed(RequestFailed failure) {
        throw failure;
    }

    @Override
    public void opened(Link link) {}

    @Override
    public void refused(String reason) {}

    @Override
    public void received(Link link, Incoming bytes) {
        bytes.copyTo(received, 0);
        var reply = received[8] == 'C' ? SLOTS : ONE;
        link.write(reply, 0, reply.length);
        link.flush();
    }

    @Override
    public void closed(Link link) {}

    private static final class Bare implements LinkListener {

        private @org.jspecify.annotations.Nullable Link link;

        void send() {
            if (link == null) return;
            link.write(REQUEST, 0, REQUEST.length);
            link.flush();
        }

        @Override
        public void opened(Link opened) {
            link = opened;
        }

        @Override
        public void refused(String reason) {}

        @Override
        public void received(Link from, Incoming bytes) {}

        @Override
        public void closed(Link closed) {}
    }
}
