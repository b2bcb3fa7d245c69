package hearsay.simulations.process.load;

import hearsay.client.connection.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol.Command;

/// Jedis, which waits for each reply: several threads use it.
public final class JedisClient implements LoadClient {

    private static final int THREADS = 8;
    private static final int ATTEMPTS = 5;

    private final JedisCluster jedis;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    public JedisClient(List<Endpoint> seeds) {
        Set<HostAndPort> nodes = new LinkedHashSet<>();
        for (Endpoint seed : seeds) nodes.add(new HostAndPort(seed.host(), seed.port()));
        var pool = new GenericObjectPoolConfig<Connection>();
        pool.setMaxTotal(THREADS);
        pool.setMaxIdle(THREADS);
        jedis = new JedisCluster(nodes, DefaultJedisClientConfig.builder().build(), ATTEMPTS, pool);
    }

    @Override
    public String name() {
        return "Jedis";
    }

    @Override
    public CompletionStage<String> call(String... words) {
        return CompletableFuture.supplyAsync(
                () -> {
                    String[] arguments = Arrays.copyOfRange(words, 1, words.length);
                    return text(jedis.sendCommand(words[1], Command.valueOf(words[0]), arguments));
                },
                threads);
    }

    private static String text(@org.jspecify.annotations.Nullable Object reply) {
        if (reply == null) return "";
        return reply instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : reply.toString();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        jedis.close();
    }
}
