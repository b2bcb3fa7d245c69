package hearsay.node;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.resp.InlineWords;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A [Conversation] held with our node and then, where there is one, with a real redis-server: both
/// must say what is written.
///
/// The clock stands still. A client may be told several things at once, or nothing; what others
/// hear meanwhile is written as in a [Conversation].
public final class TwinConversation {

    private TwinConversation() {}

    public static void twinConversation(String expected) {
        Conversation.conversation(expected);
        if (RealRedis.program().isEmpty()) return;
        try (var redis = RealRedis.startOrSkip();
                var real = new Real(redis.port())) {
            assertThat(real.hold(expected)).as("redis-server").isEqualTo(expected);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static final class Real implements AutoCloseable {

        private final Map<String, Socket> clients = new LinkedHashMap<>();
        private final int port;
        private @Nullable Socket watch;

        Real(int port) {
            this.port = port;
        }

        String hold(String expected) throws IOException {
            var actual = new StringBuilder();
            for (var line : expected.lines().toList()) {
                int prompt = line.indexOf("> ");
                if (prompt < 0 || !line.substring(0, prompt).matches("[A-Z]?")) continue;
                var name = prompt == 0 ? "A" : line.substring(0, prompt);
                ask(client(name), line.substring(prompt + 2));
                waitUntilServed();
                actual.append(line).append('\n').append(RespText.of(heard(client(name))));
                for (var other : clients.entrySet()) {
                    RespText.of(heard(other.getValue()))
                            .lines()
                            .forEach(text ->
                                    actual.append(other.getKey())
                                            .append("< ")
                                            .append(text)
                                            .append('\n'));
                }
            }
            return actual.toString();
        }

        private Socket client(String name) throws IOException {
            var known = clients.get(name);
            if (known != null) return known;
            var socket = connect();
            clients.put(name, socket);
            return socket;
        }

        private Socket connect() throws IOException {
            var socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(5_000);
            return socket;
        }

        private static void ask(Socket socket, String line) throws IOException {
            var bytes = line.getBytes(StandardCharsets.UTF_8);
            var words = Objects.requireNonNull(InlineWords.split(bytes, 0, bytes.length), line);
            var request = new ByteArrayOutputStream();
            request.writeBytes(ascii("*" + words.count() + "\r\n"));
            for (int i = 0; i < words.count(); i++) {
                request.writeBytes(ascii("$" + words.word(i).length + "\r\n"));
                request.writeBytes(words.word(i));
                request.writeBytes(ascii("\r\n"));
            }
            socket.getOutputStream().write(request.toByteArray());
        }

        /// Redis has one loop: when it has answered somebody else twice, one turn of it is over,
        /// and everything that was said before has been sent.
        private void waitUntilServed() throws IOException {
            if (watch == null) watch = connect();
            for (int turn = 0; turn < 2; turn++) {
                ask(watch, "PING");
                readReply(watch.getInputStream(), new ByteArrayOutputStream());
            }
        }

        private static byte[] heard(Socket socket) throws IOException {
            var heard = new ByteArrayOutputStream();
            while (socket.getInputStream().available() > 0) {
                readReply(socket.getInputStream(), heard);
            }
            return heard.toByteArray();
        }

        private static void readReply(InputStream in, ByteArrayOutputStream reply)
                throws IOException {
            var line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) throw new EOFException();
                line.write(b);
            }
            reply.writeBytes(line.toByteArray());
            reply.write('\n');
            var header = line.toString(StandardCharsets.ISO_8859_1).strip();
            var number = header.substring(1);
            switch (header.charAt(0)) {
                case '$', '=' -> {
                    int length = Integer.parseInt(number);
                    if (length >= 0) reply.writeBytes(in.readNBytes(length + 2));
                }
                case '*', '~', '>' -> {
                    for (int i = 0; i < Integer.parseInt(number); i++) readReply(in, reply);
                }
                case '%' -> {
                    for (int i = 0; i < 2 * Integer.parseInt(number); i++) readReply(in, reply);
                }
                default -> {
                    // The line is all there is.
                }
            }
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void close() throws IOException {
            for (var socket : clients.values()) socket.close();
            if (watch != null) watch.close();
        }
    }
}
