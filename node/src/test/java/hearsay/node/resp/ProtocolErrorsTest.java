package hearsay.node.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RealRedis;
import hearsay.node.TestNode;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/// What a client that does not speak RESP is told before it is cut off: the same as redis-server
/// says.
class ProtocolErrorsTest {

    private static final String[] STREAMS = {
        "*x\r\n",
        "*\r\n",
        "*+1\r\n",
        "*2147483648\r\n",
        "*1\r\nGET\r\n",
        "*1\r\n\r\n",
        "*1\r\n$-1\r\n",
        "*1\r\n$\r\n",
        "*1\r\n$2000000000\r\n",
        "PING\r\nGET \"color\r\nPING\r\n",
        "PING\r\n*2\r\n$3\r\nGET\r\nx\r\nPING\r\n",
        "x".repeat(65_537),
        "*" + "1".repeat(65_536),
        "*1\r\n$" + "1".repeat(65_536),
    };

    @Test
    void the_error_is_the_last_thing_heard() throws IOException {
        try (var redis = RealRedis.startOrSkip()) {
            for (var stream : STREAMS) {
                var shown = stream.substring(0, Math.min(40, stream.length()));
                assertThat(ours(stream)).as(shown).isEqualTo(theirs(redis.port(), stream));
            }
        }
    }

    private static String ours(String stream) {
        var client = new TestNode().connect();
        client.send(stream.getBytes(ISO_8859_1));
        assertThat(client.isOpen()).isFalse();
        return new String(client.take(), ISO_8859_1);
    }

    private static String theirs(int port, String stream) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(stream.getBytes(ISO_8859_1));
            var heard = new java.io.ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(heard);
            } catch (java.net.SocketException reset) {
                // It did not read everything that was sent; what it said has come.
            }
            return heard.toString(ISO_8859_1);
        }
    }
}
