package hearsay.node;

import hearsay.node.command.CommandTable;
import hearsay.node.command.Dispatcher;
import hearsay.node.config.CommandLine;
import hearsay.node.config.RedisConf;
import hearsay.node.link.Link;
import hearsay.node.server.Environment;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/// A server without a network: requests go in as bytes, replies come out as bytes, the test moves
/// the clock.
public final class TestNode {

    private static final long START_MILLIS = 1_700_000_000_000L;

    private final List<String> log = new ArrayList<>();
    private long nowMillis;
    private long nanos;
    private long nanosPerLook;
    private final Server server;
    private final Dispatcher dispatcher;
    private int clients;

    /// @param arguments as on redis-server's command line
    public TestNode(String... arguments) {
        this(START_MILLIS, new TestDisk(), arguments);
    }

    /// A node that begins at that Unix time.
    public TestNode(long startMillis, String... arguments) {
        this(startMillis, new TestDisk(), arguments);
    }

    public TestNode(TestDisk disk, String... arguments) {
        this(START_MILLIS, disk, arguments);
    }

    private TestNode(long startMillis, TestDisk disk, String... arguments) {
        this(startMillis, disk, Long.MAX_VALUE, arguments);
    }

    /// A node in a JVM with so small a heap.
    public static TestNode withHeap(long bytes, String... arguments) {
        return new TestNode(START_MILLIS, new TestDisk(), bytes, arguments);
    }

    private TestNode(long startMillis, TestDisk disk, long heapLimit, String... arguments) {
        nowMillis = startMillis;
        var environment =
                new Environment(
                        () -> Instant.ofEpochMilli(nowMillis),
                        () -> nowMillis * 1_000_000 + (nanos += nanosPerLook),
                        RandomGeneratorFactory.of("L64X128MixRandom").create(1),
                        (host, port, timeout, listener) -> listener.refused("no network here"),
                        (level, text) -> log.add(text),
                        new TestMachine(micros -> nowMillis += micros / 1000, heapLimit),
                        disk);
        var table = new CommandTable();
        var config =
                RedisConf.read(
                        CommandLine.parse(List.of(arguments)),
                        disk.configFiles(),
                        name -> table.find(name) != null);
        server = new Server(environment, config.settings(), config.file());
        dispatcher = new Dispatcher(server, table);
    }

    public Server server() {
        return server;
    }

    public Dispatcher dispatcher() {
        return dispatcher;
    }

    public List<String> log() {
        return log;
    }

    public long nowMillis() {
        return nowMillis;
    }

    /// From now on so much time passes whenever the node looks at the clock by which it measures.
    public void tickingNanos(long perLook) {
        nanosPerLook = perLook;
    }

    /// Time passes; the cron runs every 100 ms as it would.
    public void pass(long millis) {
        long end = nowMillis + millis;
        while (nowMillis < end) {
            nowMillis = Math.min(end, nowMillis - nowMillis % 100 + 100);
            server.cron();
        }
        server.flush();
    }

    public Client connect() {
        return new Client();
    }

    /// Somebody comes from an address of their own, and may be turned away.
    public Client connectFrom(String address) {
        return new Client(address);
    }

    /// One client of this node.
    public final class Client implements Link {

        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final String address;
        private final @Nullable Session session;
        private boolean open = true;
        private boolean reading = true;
        private long unread;

        private Client() {
            this("127.0.0.1:" + (50_001 + clients));
            if (session == null) throw new IllegalStateException("turned away");
        }

        private Client(String address) {
            clients++;
            this.address = address;
            server.now();
            server.accepted(this);
            session = server.sessions().of(this);
        }

        public Session session() {
            return Objects.requireNonNull(session, "turned away");
        }

        /// From now on it reads nothing: what it is told stays with the node.
        public void stopReading() {
            reading = false;
        }

        /// It reads again, and first what was waiting for it.
        public void readAgain() {
            reading = true;
            unread = 0;
        }

        /// Ends the connection from the client's side.
        public void disconnect() {
            open = false;
            var mine = server.sessions().of(this);
            if (mine != null) server.closed(mine);
            server.flush();
        }

        /// Sends bytes as they are, cut wherever the caller likes.
        public void send(byte[] bytes) {
            if (!open || session().isClosing()) return;
            server.now();
            session().requests().add(bytes, 0, bytes.length);
            dispatcher.serve(session());
            server.flush();
        }

        /// Sends a request as a RESP array.
        public void request(byte[]... words) {
            var out = new ByteArrayOutputStream();
            out.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            for (var word : words) {
                out.writeBytes(("$" + word.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.writeBytes(word);
                out.writeBytes(new byte[] {'\r', '\n'});
            }
            send(out.toByteArray());
        }

        public void request(String... words) {
            var bytes = new byte[words.length][];
            for (int i = 0; i < words.length; i++)
                bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
            request(bytes);
        }

        /// What has come back since the last time.
        public byte[] take() {
            var bytes = received.toByteArray();
            received.reset();
            return bytes;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            received.write(bytes, offset, length);
            if (!reading) unread += length;
        }

        @Override
        public void flush() {}

        @Override
        public long unsent() {
            return unread;
        }

        @Override
        public void close(boolean now) {
            open = false;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public String remoteAddress() {
            return address;
        }

        @Override
        public String localAddress() {
            return "127.0.0.1:6379";
        }
    }
}
