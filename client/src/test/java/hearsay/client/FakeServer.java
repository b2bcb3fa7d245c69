package hearsay.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hearsay.client.connection.Endpoint;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A server that answers as a test tells it to: with RESP, with nonsense, with silence.
public final class FakeServer implements AutoCloseable {

    /// The reply that is none: the connection is closed instead.
    public static final String CLOSE = "<close>";

    public static final String SILENCE = "";

    /// What is answered to a request, as bytes on the wire; it may be several replies.
    @FunctionalInterface
    public interface Script {
        String answer(List<String> request);
    }

    private final ServerSocket listener;
    private final Thread acceptor;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private volatile Script script;

    /// HELLO is welcomed, unless the script answers it with `hello:` and something else.
    public FakeServer(Script script) {
        this.script = script;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        acceptor = Thread.ofVirtual().start(this::accept);
    }

    public Endpoint endpoint() {
        return new Endpoint("127.0.0.1", listener.getLocalPort());
    }

    public void script(Script next) {
        script = next;
    }

    /// All requests so far without HELLO, words joined by spaces.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /// How many connections were made to it.
    public int connections() {
        return sockets.size();
    }

    @Override
    public void close() {
        try {
            listener.close();
            // Until nobody waits in it any more, the socket goes on listening.
            acceptor.join();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        cut();
    }

    /// `-MOVED …` and the like, and simple strings and numbers with their markers, as lines.
    public static String resp(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    /// CLUSTER SLOTS in which this one serves everything.
    public static String allSlotsAt(Endpoint master) {
        return resp(
                "*1",
                "*3",
                ":0",
                ":16383",
                "*3",
                "$" + master.host().length(),
                master.host(),
                ":" + master.port(),
                "$2",
                "id");
    }

    /// CLUSTER SLOTS made of [#shard]s.
    public static String slots(String... shards) {
        return "*" + shards.length + "\r\n" + String.join("", shards);
    }

    /// One range of CLUSTER SLOTS: its master, then its replicas.
    public static String shard(int first, int last, Endpoint... nodes) {
        var text = new StringBuilder(resp("*" + (2 + nodes.length), ":" + first, ":" + last));
        for (var node : nodes)
            text.append(
                    resp(
                            "*3",
                            "$" + node.host().length(),
                            node.host(),
                            ":" + node.port(),
                            "$2",
                            "id"));
        return text.toString();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new java.io.BufferedInputStream(socket.getInputStream());
            while (true) {
                var request = read(in);
                boolean hello = request.getFirst().equals("HELLO");
                if (!hello) requests.add(String.join(" ", request));
                var answer = hello ? hello(request) : script.answer(request);
                if (answer.equals(CLOSE)) return;
                socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
            }
        } catch (IOException over) {
            // The other side has gone, or the test has closed us.
        }
    }

    private String hello(List<String> request) {
        var answer = script.answer(request);
        return answer.startsWith("hello:") ? answer.substring("hello:".length()) : "%0\r\n";
    }

    private static List<String> read(InputStream in) throws IOException {
        int words = Integer.parseInt(line(in).substring(1));
        var request = new ArrayList<String>();
        for (int i = 0; i < words; i++) {
            int length = Integer.parseInt(line(in).substring(1));
            request.add(new String(in.readNBytes(length), ISO_8859_1));
            in.skipNBytes(2);
        }
        return request;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) throw new EOFException();
            line.append((char) b);
        }
        return line.substring(0, line.length() - 1);
    }

    private void cut() {
        for (var socket : sockets) closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyOver) {
            // That is what was wanted.
        }
    }
}
