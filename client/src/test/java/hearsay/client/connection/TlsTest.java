package hearsay.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.client.RealServers;
import hearsay.client.routing.ClusterClient;
import hearsay.client.routing.RetryPolicy;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real redis-server that speaks TLS alone, and asks for our certificate too.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsTest {

    private static final String LOOP = "tls-test";

    @TempDir static Path folder;
    private static RealServers servers = new RealServers();
    private static Endpoint redis = new Endpoint("127.0.0.1", 1);

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(
                RealServers.isInstalled("redis-server") && RealServers.isInstalled("openssl"),
                "redis-server or openssl is missing on PATH: TLS was not tried");
        certify("authority", "/CN=authority", "");
        certify("server", "/CN=server", "subjectAltName=IP:127.0.0.1");
        certify("client", "/CN=client", "subjectAltName=IP:127.0.0.1");
        int port = RealServers.freePort();
        redis =
                servers.startUnreachable(
                        "redis-server",
                        port,
                        "--port 0",
                        "--tls-port " + port,
                        "--tls-cert-file " + file("server.crt"),
                        "--tls-key-file " + file("server.key"),
                        "--tls-ca-cert-file " + file("authority.crt"),
                        "--cluster-enabled yes",
                        "--tls-cluster yes",
                        "--cluster-port " + RealServers.freePort());
        Assumptions.assumeTrue(
                servers.awaitOutput("Ready to accept connections"),
                "this redis-server was built without TLS: not tried");
    }

    @AfterAll
    static void stop() {
        servers.close();
        NettyLoop.close(LOOP);
        NettyLoop.close(LOOP + "-cluster");
    }

    @Test
    void a_connection_by_tls_is_like_any_other() throws Exception {
        try (var connection = open(trusting("authority.crt"))) {
            assertThat(ask(connection, "PING").text()).isEqualTo("PONG");
            var large = "x".repeat(1 << 20);
            assertThat(ask(connection, "ECHO", large).text()).isEqualTo(large);
        }
    }

    @Test
    void a_server_that_is_not_trusted_is_refused_with_the_reason() {
        assertThatThrownBy(() -> open(trusting("client.crt")))
                .hasCauseInstanceOf(ConnectionFailure.class)
                .hasMessageContaining("cannot connect to " + redis + ": TLS: ");
    }

    @Test
    void where_plain_redis_is_spoken_there_is_no_tls() throws Exception {
        var plain = servers.start("redis-server");
        var ports = NettyLoop.ports(LOOP, trusting("authority.crt"));
        var opening = Connection.open(plain, ConnectionSettings.DEFAULT, ports);
        assertThatThrownBy(() -> opening.toCompletableFuture().join())
                .hasCauseInstanceOf(ConnectionFailure.class)
                .hasMessageContaining("TLS: ");
    }

    @Test
    void a_cluster_by_tls_is_like_any_other() throws Exception {
        try (var connection = open(trusting("authority.crt"))) {
            ask(connection, "CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            while (!ask(connection, "CLUSTER", "INFO").text().contains("cluster_state:ok"))
                ask(connection, "PING");
        }
        var client =
                ClusterClient.open(
                                List.of(redis),
                                ConnectionSettings.DEFAULT,
                                RetryPolicy.DEFAULT,
                                new SplittableRandom(1),
                                NettyLoop.ports(LOOP + "-cluster", trusting("authority.crt")))
                        .toCompletableFuture()
                        .join();
        try (client) {
            assertThat(client.call("SET", "foo", "1").text()).isEqualTo("OK");
            assertThat(client.call("GET", "foo").text()).isEqualTo("1");
            assertThat(client.slots().size()).isEqualTo(16384);
        }
    }

    private static SslContext trusting(String authority) throws Exception {
        return SslContextBuilder.forClient()
                .trustManager(file(authority))
                .keyManager(file("client.crt"), file("client.key"))
                .build();
    }

    private static Connection open(SslContext tls) {
        return Connection.open(redis, ConnectionSettings.DEFAULT, NettyLoop.ports(LOOP, tls))
                .toCompletableFuture()
                .join();
    }

    private static Reply ask(Connection connection, String... words) {
        return connection.send(words).toCompletableFuture().join();
    }

    private static File file(String name) {
        return folder.resolve(name).toFile();
    }

    /// A key and a certificate, signed by itself or, if it has a name to prove, by the authority.
    private static void certify(String name, String subject, String extension) throws Exception {
        if (extension.isEmpty()) {
            openssl(
                    "req -x509 -newkey rsa:2048 -nodes -days 2 -keyout %s.key -out %s.crt -subj %s"
                            .formatted(name, name, subject));
            return;
        }
        openssl(
                "req -newkey rsa:2048 -nodes -keyout %s.key -out %s.csr -subj %s -addext %s"
                        .formatted(name, name, subject, extension));
        openssl(
                ("x509 -req -in %s.csr -CA authority.crt -CAkey authority.key -CAcreateserial"
                                + " -copy_extensions copy -days 2 -out %s.crt")
                        .formatted(name, name));
    }

    private static void openssl(String arguments) throws Exception {
        var words = ("openssl " + arguments).split(" ");
        var process =
                new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("openssl.log").toFile())
                        .start();
        assertThat(process.waitFor()).as(String.join(" ", words)).isZero();
    }
}
