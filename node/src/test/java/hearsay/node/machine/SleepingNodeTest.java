package hearsay.node.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.OurNode;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// DEBUG SLEEP of a real node: nobody is answered until it is over, also who comes by another
/// connection; another node beside it is not concerned.
@Timeout(60)
class SleepingNodeTest {

    @TempDir Path folder;

    @Test
    void the_whole_node_stands_still_and_its_neighbour_does_not() throws Exception {
        try (var sleeper = new OurNode(folder, "--enable-debug-command", "yes");
                var neighbour = new OurNode(folder);
                var first = connect(sleeper)) {
            long began = millis(neighbour.ask("TIME"));
            first.getOutputStream().write("DEBUG SLEEP 2\r\n".getBytes(US_ASCII));
            try (var second = connect(sleeper)) {
                second.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
                for (int i = 0; i < 3; i++) neighbour.ask("PING");
                assertThat(second.getInputStream().available()).isZero();
                assertThat(new String(second.getInputStream().readNBytes(7), US_ASCII))
                        .isEqualTo("+PONG\r\n");
                assertThat(new String(first.getInputStream().readNBytes(5), US_ASCII))
                        .isEqualTo("+OK\r\n");
                assertThat(millis(neighbour.ask("TIME")) - began).isGreaterThanOrEqualTo(2000);
            }
        }
    }

    private static Socket connect(OurNode node) throws Exception {
        return new Socket(InetAddress.getLoopbackAddress(), node.port());
    }

    /// Of a reply to TIME.
    private static long millis(String time) {
        var lines = time.split("\r\n");
        return Long.parseLong(lines[2]) * 1000 + Long.parseLong(lines[4]) / 1000;
    }
}
