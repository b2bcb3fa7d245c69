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

/// A [Conversation] held with our node and then, where there is one, with a real redis-server: both
/// must say what is written.
///
/// Every request gets one reply, and the clock stands still.
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

        Real(int port) {
            this.port = port;
        }

        String hold(String expected) throws IOException {
            var actual = new StringBuilder();
            for (var line : expected.lines().toList()) {
                int prompt = line.indexOf("> ");
                if (prompt < 0 || !line.substring(0, prompt).matches("[A-Z]?")) continue;
                var name = prompt == 0 ? "A" : line.substring(0, prompt);
                var reply = ask(client(name), line.substring(prompt + 2));
                actual.append(line).append('\n').append(RespText.of(reply));
            }
            return actual.toString();
        }

        private Socket client(String name) throws IOException {
            var known = clients.get(name);
            if (known != null) return known;
            var socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(5_000);
            clients.put(name, socket);
            return socket;
        }

        private static byte[] ask(Socket socket, String line) throws IOException {
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
            var reply = new ByteArrayOutputStream();
            readReply(socket.getInputStream(), reply);
            return reply.toByteArray();
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
        }
    }
}
