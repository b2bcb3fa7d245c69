package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.node.host.Host;
import hearsay.node.host.StartFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that cannot start says why, and leaves nothing behind.
final class StartRefusalTest {

    @TempDir Path folder;

    @Test
    void a_port_that_another_server_listens_on() throws Exception {
        int port = Ports.free();
        try (var taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> start(port))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage("Failed listening on port " + port + " (tcp), aborting.");
        }
        expectToStart(port);
    }

    @Test
    void a_bus_port_that_another_server_listens_on() throws Exception {
        int port = Ports.free();
        try (var taken = new ServerSocket(port + 20_000, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> start(port))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("127.0.0.1:" + (port + 20_000))
                    .hasMessageContaining("Address already in use");
        }
        expectToStart(port);
    }

    @Test
    void a_folder_that_another_node_lives_in() throws Exception {
        int port = Ports.free();
        var first = start(port);
        try {
            assertThatThrownBy(() -> start(Ports.free()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(
                            "nodes.conf is already used by a different Redis Cluster");
            try (var talk = Talk.to("127.0.0.1", port)) {
                assertThat(talk.text("PING")).isEqualTo("PONG");
            }
        } finally {
            first.stop();
        }
    }

    @Test
    void a_nodes_conf_that_makes_no_sense() throws Exception {
        int port = Ports.free();
        var file = folder.resolve("nodes.conf");
        var host = start(port);
        try {
            Eventually.holds(() -> assertThat(file).content().contains("myself,master"));
        } finally {
            host.stop();
        }
        var whole = Files.readString(file);
        Files.writeString(file, whole.replace("myself,master", "myself,mistress"));
        assertThatThrownBy(() -> start(port))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("corrupted cluster config file")
                .hasMessageContaining(file.toString())
                .hasMessageContaining("line 1")
                .hasMessageContaining("mistress");
        Files.writeString(file, whole);
        expectToStart(port);
    }

    private void expectToStart(int port) throws Exception {
        var host = start(port);
        try (var talk = Talk.to("127.0.0.1", port)) {
            assertThat(talk.text("PING")).isEqualTo("PONG");
        } finally {
            host.stop();
        }
    }

    private Host start(int port) throws StartFailure {
        return Host.start(
                List.of(
                        RealNode.config(
                                "127.0.0.1", port, folder, List.of("--cluster-enabled yes"))));
    }
}
