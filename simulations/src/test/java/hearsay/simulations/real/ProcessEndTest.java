package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a node's process ends: because it cannot start, or because it is told to.
final class ProcessEndTest {

    @TempDir Path folder;

    @Test
    void an_unknown_directive_is_refused_with_file_line_and_reason() throws Exception {
        expectRefusal(
                """
                maxclients 100
                maxclintes 200
                """,
                ">>> 'maxclintes 200'",
                "Bad directive or wrong number of arguments",
                2);
    }

    @Test
    void a_malformed_line_is_refused_with_file_line_and_reason() throws Exception {
        expectRefusal(
                """
                # a comment

                requirepass "no end
                """,
                ">>> 'requirepass \"no end'",
                "Unbalanced quotes in configuration line",
                3);
    }

    private void expectRefusal(String text, String line, String reason, int number)
            throws Exception {
        var file = Files.writeString(folder.resolve("redis.conf"), text);
        try (var node = NodeProcess.start(0, folder, file.toString())) {
            assertThat(node.exitCode()).isEqualTo(1);
            assertThat(node.output())
                    .contains("*** FATAL CONFIG FILE ERROR (Redis 7.2.6) ***")
                    .contains("Reading the configuration file, at line " + number)
                    .contains(line)
                    .contains(reason)
                    .contains(file.toString());
        }
    }

    @Test
    void SHUTDOWN_ends_it_with_0_and_frees_both_ports() throws Exception {
        int port = Ports.free();
        try (var node = clustered(port).awaitServing();
                var talk = Talk.to("127.0.0.1", port)) {
            assertThat(Ports.isFree(port)).isFalse();
            assertThat(Ports.isFree(port + 20_000)).isFalse();
            var unused = talk.connection().send("SHUTDOWN");
            assertThat(node.exitCode()).as(node.output()).isZero();
            expectFree(port);
        }
    }

    @Test
    void SIGTERM_ends_it_with_0_and_frees_both_ports() throws Exception {
        int port = Ports.free();
        try (var node = clustered(port).awaitServing()) {
            node.terminate();
            assertThat(node.exitCode()).as(node.output()).isZero();
            assertThat(node.output()).contains("Received SIGTERM scheduling shutdown...");
            expectFree(port);
        }
    }

    @Test
    void a_port_in_use_is_refused() throws Exception {
        try (var first = RealNode.start();
                var second =
                        NodeProcess.start(0, folder, "--port", Integer.toString(first.port()))) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output())
                    .contains(
                            "Warning: Could not create server TCP listening socket 127.0.0.1:"
                                    + first.port()
                                    + ": bind: Address already in use",
                            "Failed listening on port " + first.port() + " (tcp), aborting.");
            assertThat(first.text("PING")).isEqualTo("PONG");
        }
    }

    private NodeProcess clustered(int port) throws Exception {
        return NodeProcess.start(
                port,
                folder,
                List.of("--port", Integer.toString(port), "--cluster-enabled", "yes")
                        .toArray(String[]::new));
    }

    private static void expectFree(int port) {
        assertThat(Ports.isFree(port)).as("port %d is free", port).isTrue();
        assertThat(Ports.isFree(port + 20_000)).as("bus port of %d is free", port).isTrue();
    }
}
