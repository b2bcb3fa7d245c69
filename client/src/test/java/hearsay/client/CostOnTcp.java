package hearsay.client;

import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.routing.ClusterClient;
import hearsay.client.routing.RetryPolicy;
import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.node.net.Loops;
import hearsay.node.net.Tcp;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/// What a request costs the client over TCP: nanoseconds of its own thread, 64 requests under way.
///
/// The server answers every request of five words' lines by `:1`, and knows no more.
public final class CostOnTcp {

    private static final int UNDER_WAY = 64;
    private static final byte[] KEY = "key:12345".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INCR = "INCR".getBytes(StandardCharsets.US_ASCII);

    private final ClusterClient client;
    private final CountDownLatch end = new CountDownLatch(1);
    private final long all;
    private long begun;
    private long done;
    private long cpuNanos;

    private CostOnTcp(ClusterClient client, long all) {
        this.client = client;
        this.all = all;
    }

    public static void main(String[] arguments) throws Exception {
        var loop = Loops.named("server");
        var server =
                new Tcp(loop).listen(new InetSocketAddress("127.0.0.1", 0), 10, 0, new OneForAll());
        var port = ((InetSocketAddress) server.localAddress()).getPort();
        OneForAll.port = port;
        var settings = ConnectionSettings.DEFAULT.withProtocol(2);
        var client =
                ClusterClient.open(
                                List.of(new Endpoint("127.0.0.1", port)),
                                settings,
                                RetryPolicy.DEFAULT,
                                new SplittableRandom(1))
                        .toCompletableFuture()
                        .join();
        for (int round = 0; round < 6; round++) {
            var cost = new CostOnTcp(client, 300_000);
            for (int i = 0; i < UNDER_WAY; i++) cost.next();
            cost.end.await();
            System.out.println(cost.cpuNanos / cost.all + " ns a request");
        }
        client.close();
        Loops.close("server");
    }

    private void next() {
        begun++;
        var unused =
                client.send(INCR, KEY)
                        .thenAccept(reply -> {
                            if (++done == UNDER_WAY) cpuNanos = -cpu();
                            if (done == all) {
                                cpuNanos += cpu();
                                end.countDown();
                            }
                            if (begun < all) next();
                        });
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static final class OneForAll implements LinkListener {

        private static volatile int port;

        @Override
        public void opened(Link link) {}

        @Override
        public void refused(String reason) {}

        @Override
        public void received(Link link, Incoming bytes) {
            var request = new byte[bytes.length()];
            bytes.copyTo(request, 0);
            int requests = 0;
            for (byte b : request) if (b == '*') requests++;
            if (request[8] == 'C') {
                write(link, FakeServer.allSlotsAt(new Endpoint("127.0.0.1", port)));
            } else {
                write(link, ":1\r\n".repeat(requests));
            }
            link.flush();
        }

        @Override
        public void closed(Link link) {}

        private static void write(Link link, String text) {
            var bytes = text.getBytes(StandardCharsets.US_ASCII);
            link.write(bytes, 0, bytes.length);
        }
    }
}
