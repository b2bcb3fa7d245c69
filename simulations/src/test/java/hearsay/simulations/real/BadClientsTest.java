package hearsay.simulations.real;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clients that are broken, greedy or too many, on real sockets; a well-behaved one is served
/// through it all.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadClientsTest {

    private static final int SECONDS = 15;

    private final List<Socket> sockets = new ArrayList<>();
    private RealNode node;
    private Talk goodOne;

    @BeforeAll
    void start_a_node() throws Exception {
        node = RealNode.start("--maxclients 20", "--proto-max-bulk-len 2097152");
        goodOne = node.talk();
    }

    @AfterAll
    void end_it() {
        goodOne.close();
        node.close();
    }

    @AfterEach
    void the_good_one_is_served() throws Exception {
        for (var socket : sockets) socket.close();
        sockets.clear();
        assertThat(goodOne.text("ECHO still-here")).isEqualTo("still-here");
        Eventually.holds(() ->
                assertThat(goodOne.fields("INFO clients")).containsEntry("connected_clients", "1"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    *x\\r\\n                  | Protocol error: invalid multibulk length
                    *2147483648\\r\\n         | Protocol error: invalid multibulk length
                    *1\\r\\nGET\\r\\n          | Protocol error: expected '$', got 'G'
                    *1\\r\\n$x\\r\\n           | Protocol error: invalid bulk length
                    *1\\r\\n$-2\\r\\n          | Protocol error: invalid bulk length
                    *1\\r\\n$2097153\\r\\n     | Protocol error: invalid bulk length
                    SET k "no end\\r\\n       | Protocol error: unbalanced quotes in request
                    """)
    void what_is_no_request_is_answered_and_cut_off(String request, String error) throws Exception {
        var socket = connect();
        send(socket, request.replace("\\r\\n", "\r\n"));
        assertThat(all(socket)).isEqualTo("-ERR " + error + "\r\n");
    }

    @Test
    void an_inline_request_without_end_is_cut_off() throws Exception {
        var socket = connect();
        send(socket, "x".repeat(70_000));
        assertThat(all(socket)).isEqualTo("-ERR Protocol error: too big inline request\r\n");
    }

    @Test
    void a_bulk_at_the_limit_is_taken() throws Exception {
        var socket = connect();
        send(socket, "*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$2097152\r\n");
        send(socket, "x".repeat(2_097_152) + "\r\n");
        assertThat(line(socket)).isEqualTo("+OK");
        assertThat(goodOne.text("STRLEN big")).isEqualTo("2097152");
    }

    @Test
    void one_client_too_many_is_told_so() throws Exception {
        for (int i = 0; i < 19; i++) {
            var socket = connect();
            send(socket, "PING\r\n");
            assertThat(line(socket)).isEqualTo("+PONG");
        }
        assertThat(all(connect())).isEqualTo("-ERR max number of clients reached\r\n");
        sockets.getFirst().close();
        Eventually.holds(() -> {
            var socket = connect();
            send(socket, "PING\r\n");
            assertThat(line(socket)).isEqualTo("+PONG");
        });
    }

    @Test
    void a_client_that_stops_reading_is_cut_off_at_the_output_limit() throws Exception {
        assertThat(
                        goodOne.call(
                                        "CONFIG",
                                        "SET",
                                        "client-output-buffer-limit",
                                        "normal 4mb 0 0")
                                .text())
                .isEqualTo("OK");
        goodOne.call("SET", "value", "x".repeat(500_000));
        var deaf = new Socket();
        sockets.add(deaf);
        deaf.setReceiveBufferSize(16 * 1024);
        deaf.connect(new InetSocketAddress("127.0.0.1", node.port()));
        try {
            // 50 MB of replies: far more than the kernel's buffers and the limit hold together.
            send(deaf, "GET value\r\n".repeat(100));
        } catch (IOException alreadyCutOff) {
            // Just as well.
        }
        Eventually.holds(() -> {
            assertThat(goodOne.text("ECHO served")).isEqualTo("served");
            assertThat(goodOne.fields("INFO clients")).containsEntry("connected_clients", "1");
        });
        assertThat(received(deaf)).isLessThan(50_000_000);
        assertThat(
                        goodOne.call("CONFIG", "SET", "client-output-buffer-limit", "normal 0 0 0")
                                .text())
                .isEqualTo("OK");
    }

    @Test
    void a_client_that_stops_reading_below_the_limit_gets_all_when_it_reads_again()
            throws Exception {
        goodOne.call("SET", "value", "x".repeat(500_000));
        var slow = connect();
        send(slow, "GET value\r\n".repeat(40));
        Eventually.holds(
                () -> assertThat(goodOne.text("CLIENT LIST")).containsPattern("omem=[1-9]"));
        int expected = 40 * ("$500000\r\n".length() + 500_000 + 2);
        assertThat(slow.getInputStream().readNBytes(expected)).hasSize(expected);
        send(slow, "GET value\r\n".repeat(20) + "QUIT\r\n");
        assertThat(received(slow)).isEqualTo(expected / 2 + "+OK\r\n".length());
    }

    private Socket connect() throws IOException {
        var socket = new Socket("127.0.0.1", node.port());
        socket.setSoTimeout(SECONDS * 1000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String line(Socket socket) throws IOException {
        var line = new StringBuilder();
        var in = socket.getInputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') line.append((char) b);
        }
        return line.toString();
    }

    /// How many bytes come until the node closes the connection, in whatever way.
    private static long received(Socket socket) {
        long count = 0;
        try {
            var buffer = new byte[64 * 1024];
            for (int n = socket.getInputStream().read(buffer); n >= 0; ) {
                count += n;
                n = socket.getInputStream().read(buffer);
            }
        } catch (IOException reset) {
            // As good an end as another.
        }
        return count;
    }

    /// All that comes until the node closes the connection.
    private static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
}
