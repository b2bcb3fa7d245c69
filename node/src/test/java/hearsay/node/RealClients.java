package hearsay.node;

import hearsay.node.resp.InlineWords;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Several clients of a real redis-server, by names, and what each of them hears.
public final class RealClients implements AutoCloseable {

    private final Map<String, Socket> clients = new LinkedHashMap<>();
    private final int port;
    private @Nullable Socket watch;

    public RealClients(int port) {
        this.port = port;
    }

    /// In the order in which they came.
    public List<String> names() {
        return List.copyOf(clients.keySet());
    }

    public void ask(String name, String line) throws IOException {
        ask(client(name), line);
    }

    /// All that a client has been told since the last time.
    public byte[] heard(String name) throws IOException {
        return heard(client(name));
    }

    private Socket client(String name) throws IOException {
        var known = clients.get(name);
        if (known != null) return known;
        var socket = connect();
        clients.put(name, socket);
        return socket;
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5_000);
        socket.setTcpNoDelay(true);
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

    /// Redis has one loop: when it has answered somebody else twice, one turn of it is over, and
    /// everything that was said before has been sent.
    public void waitUntilServed() throws IOException {
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

    private static void readReply(InputStream in, ByteArrayOutputStream reply) throws IOException {
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
