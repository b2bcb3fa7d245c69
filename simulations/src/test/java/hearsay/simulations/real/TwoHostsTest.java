package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.remote.Jvm;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Nodes on 127.0.0.1 and 127.0.0.2, which to them are two machines: nothing but CLUSTER MEET makes
/// them a cluster, and nothing that a stranger says unmakes it.
final class TwoHostsTest {

    private RealNode here;
    private RealNode there;

    @BeforeEach
    void two_nodes_meet() throws Exception {
        here = RealNode.clusteredAt("127.0.0.1", Ports.free());
        there = RealNode.clusteredAt("127.0.0.2", Ports.free());
        assertThat(here.text("CLUSTER ADDSLOTSRANGE 0 8191")).isEqualTo("OK");
        assertThat(there.text("CLUSTER ADDSLOTSRANGE 8192 16383")).isEqualTo("OK");
        assertThat(here.text("CLUSTER MEET 127.0.0.2 " + there.port())).isEqualTo("OK");
        awaitHealth();
    }

    @AfterEach
    void end_them() {
        here.close();
        there.close();
    }

    @Test
    void they_redirect_to_each_other_by_address() throws Exception {
        // foo has slot 12182, b has 3300.
        assertThat(here.text("GET foo")).isEqualTo("MOVED 12182 127.0.0.2:" + there.port());
        assertThat(there.text("GET b")).isEqualTo("MOVED 3300 127.0.0.1:" + here.port());
        assertThat(there.text("SET foo bar")).isEqualTo("OK");
    }

    @Test
    void bytes_that_are_no_remoting_are_ignored() throws Exception {
        var noise = new byte[64 * 1024];
        ThreadLocalRandom.current().nextBytes(noise);
        var texts =
                List.of(
                        noise,
                        "RCmb\0\0\0".getBytes(StandardCharsets.ISO_8859_1),
                        "PING\r\n".getBytes(StandardCharsets.ISO_8859_1),
                        // Remoting's own greeting, then nonsense of a great length.
                        new byte[] {'A', 'K', 'K', 'A', 2, -1, -1, -1, 127, 1, 2, 3},
                        new byte[] {'A', 'K', 'K', 'A', 1, 4, 0, 0, 0, 9, 9, 9, 9});
        for (var bytes : texts) {
            try (var socket = new Socket("127.0.0.1", here.port() + 20_000)) {
                socket.getOutputStream().write(bytes);
                socket.getOutputStream().flush();
            } catch (java.io.IOException cutOff) {
                // So it should be.
            }
        }
        expectTheClusterToGoOn();
    }

    @Test
    void messages_of_an_unknown_actor_system_are_ignored() throws Exception {
        var stranger = Jvm.start(Jvm.Options.clustered("127.0.0.3", Ports.free()));
        try {
            var path =
                    "akka://hearsay@127.0.0.1:"
                            + (here.port() + 20_000)
                            + "/user/bus-"
                            + here.port();
            var victim = stranger.system().actorSelection(path);
            for (Object message : List.of("hello", 42L, new byte[] {1, 2, 3})) {
                victim.tell(message, akka.actor.ActorRef.noSender());
            }
            // The selection resolves: the words before it have arrived.
            var found =
                    victim.resolveOne(java.time.Duration.ofSeconds(10))
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS);
            assertThat(found.path().name()).isEqualTo("bus-" + here.port());
            expectTheClusterToGoOn();
        } finally {
            stranger.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    /// Both hear of each other still, by links that are open.
    private void expectTheClusterToGoOn() throws Exception {
        long before =
                Long.parseLong(here.field("CLUSTER INFO", "cluster_stats_messages_pong_received"));
        Eventually.holds(() ->
                assertThat(
                                Long.parseLong(
                                        here.field(
                                                "CLUSTER INFO",
                                                "cluster_stats_messages_pong_received")))
                        .isGreaterThan(before + 1));
        for (var node : List.of(here, there)) {
            assertThat(node.text("CLUSTER NODES").lines())
                    .hasSize(2)
                    .allMatch(line -> line.contains(" connected "))
                    .noneMatch(line -> line.contains("fail"));
        }
        assertThat(there.text("SET foo still")).isEqualTo("OK");
    }

    private void awaitHealth() {
        Eventually.holds(() -> {
            for (var node : List.of(here, there)) {
                assertThat(node.field("CLUSTER INFO", "cluster_state")).isEqualTo("ok");
                assertThat(node.field("CLUSTER INFO", "cluster_known_nodes")).isEqualTo("2");
            }
        });
    }
}
