package hearsay.simulations.real;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.exceptions.JedisException;

/// Writes `prefix:0`, `prefix:1`, … to a cluster by Jedis, one after the other, and remembers which
/// were acknowledged.
final class Writer implements AutoCloseable {

    /// @param lost acknowledged, and not there at the end
    /// @param acknowledgedAfter how many after the event that the test is about
    record Outcome(List<String> lost, long acknowledgedAfter) {}

    private static final int ATTEMPTS = 10;

    private final String prefix;
    private final JedisCluster jedis;
    private final List<String> written = new ArrayList<>();
    private final Thread thread;
    private volatile int acknowledged;
    private volatile boolean stopping;

    private Writer(RealCluster cluster, String prefix) {
        this.prefix = prefix;
        var config =
                DefaultJedisClientConfig.builder()
                        .connectionTimeoutMillis(3000)
                        .socketTimeoutMillis(3000)
                        .build();
        this.jedis =
                new JedisCluster(
                        Set.of(new HostAndPort("127.0.0.1", cluster.port(1))),
                        config,
                        ATTEMPTS,
                        new GenericObjectPoolConfig<Connection>());
        this.thread = new Thread(this::write, "writer " + prefix);
    }

    static Writer start(RealCluster cluster, String prefix) {
        var writer = new Writer(cluster, prefix);
        writer.thread.start();
        return writer;
    }

    private void write() {
        for (int i = 0; !stopping; i++) {
            var key = prefix + ":" + i;
            try {
                if (jedis.set(key, key).equals("OK")) {
                    written.add(key);
                    acknowledged = written.size();
                }
            } catch (JedisException unacknowledged) {
                // A client's view of a failover: it does not know, and neither do we.
            }
        }
    }

    long acknowledged() {
        return acknowledged;
    }

    void awaitAcknowledged(long count) {
        Eventually.holds(() -> {
            if (acknowledged < count) {
                throw new AssertionError(acknowledged + " writes acknowledged");
            }
        });
    }

    /// Ends the writing and reads everything back.
    ///
    /// @param then how many had been acknowledged at the event
    Outcome stop(long then) throws InterruptedException {
        stopping = true;
        thread.join();
        var lost = new ArrayList<String>();
        for (var key : written) {
            if (!key.equals(jedis.get(key))) lost.add(key);
        }
        return new Outcome(lost, written.size() - then);
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
        jedis.close();
    }
}
