package hearsay.node;

import hearsay.node.command.CommandTable;
import hearsay.node.command.Dispatcher;
import hearsay.node.config.Settings;
import hearsay.node.keyspace.StringValue;
import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.node.link.Links;
import hearsay.node.resp.InlineWords;
import hearsay.node.server.Environment;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/// Several nodes, each with a port, on a network of ordered byte streams, and one clock for all.
/// The test moves the clock, cuts streams, and freezes them: frozen bytes arrive after the thaw.
public final class TestNetwork {

    private static final long LATENCY_MILLIS = 1;

    private record Event(long atMillis, long number, Runnable action) {}

    private final SortedMap<Integer, Host> hosts = new TreeMap<>();
    private final List<End> ends = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>((a, b) ->
                    a.atMillis != b.atMillis
                            ? Long.compare(a.atMillis, b.atMillis)
                            : Long.compare(a.number, b.number));
    private long nowMillis = 1_700_000_000_000L;
    private long eventCount;
    private int pieceSize = Integer.MAX_VALUE;

    public Host host(int port) {
        return hosts.computeIfAbsent(port, p -> new Host(p, false));
    }

    /// A node in cluster mode.
    public Host member(int port) {
        return hosts.computeIfAbsent(port, p -> new Host(p, true));
    }

    public long nowMillis() {
        return nowMillis;
    }

    /// Time passes, in steps of a millisecond; every node's cron runs every 100 ms.
    public void pass(long millis) {
        for (long end = nowMillis + millis; nowMillis < end; ) {
            nowMillis++;
            while (!events.isEmpty() && events.peek().atMillis <= nowMillis) {
                events.remove().action.run();
            }
            for (var host : hosts.values()) host.tick();
        }
    }

    /// From now on bytes travel in pieces of this size, a millisecond apart.
    public void travelInPieces(int size) {
        pieceSize = size;
    }

    /// Ends every stream between the two nodes.
    public void cut(Host one, Host other) {
        for (var end : List.copyOf(ends)) {
            if (end.joins(one, other)) end.close(true);
        }
    }

    /// Streams between the two stay open and carry nothing until the thaw; new ones cannot be
    /// opened.
    public void freeze(Host one, Host other) {
        one.frozen.add(other.port);
        other.frozen.add(one.port);
    }

    public void thaw(Host one, Host other) {
        one.frozen.remove((Integer) other.port);
        other.frozen.remove((Integer) one.port);
        for (var end : List.copyOf(ends)) {
            if (end.joins(one, other)) end.deliverParked();
        }
    }

    /// Whether what one of them says cannot reach the other.
    boolean isSeparated(Host one, Host other) {
        return other.asleep || one.frozen.contains(other.port);
    }

    @Nullable Host existing(int port) {
        return hosts.get(port);
    }

    void after(long millis, Runnable action) {
        events.add(new Event(nowMillis + millis, eventCount++, action));
    }

    /// One node.
    public final class Host implements LinkListener {

        private final int port;
        private final Server server;
        private final Dispatcher dispatcher;
        private final List<String> log = new ArrayList<>();
        private final List<Integer> frozen = new ArrayList<>();
        private final Settings settings = new Settings(new TestDisk().configFiles());
        private boolean asleep;
        private final @Nullable TestMember member;
        private @Nullable Client client;

        private Host(int port, boolean clustered) {
            this.port = port;
            Links links = (host, to, timeout, listener) -> open(this, to, timeout, listener);
            var environment =
                    new Environment(
                            () -> Instant.ofEpochMilli(nowMillis),
                            () -> nowMillis * 1_000_000,
                            RandomGeneratorFactory.of("L64X128MixRandom").create(port),
                            links,
                            (level, text) -> log.add(text),
                            new TestMachine(micros -> {}, Long.MAX_VALUE),
                            new TestDisk());
            settings.assign("port", Integer.toString(port));
            settings.assign("enable-debug-command", "yes");
            if (clustered) settings.assign("cluster-enabled", "yes");
            server = new Server(environment, settings, Optional.empty());
            dispatcher = new Dispatcher(server, new CommandTable());
            member = clustered ? new TestMember(TestNetwork.this, this, dispatcher) : null;
        }

        /// Its part in the cluster.
        TestMember member() {
            return Objects.requireNonNull(member, "not in cluster mode");
        }

        public Server server() {
            return server;
        }

        public List<String> log() {
            return log;
        }

        public int port() {
            return port;
        }

        /// CONFIG SET.
        public void set(String directive, String value) {
            settings.set(List.of(directive, value), new Settings.Asker(true, false));
        }

        /// The node does nothing any more, and its links stay as they are.
        public void sleep(boolean yes) {
            asleep = yes;
            if (yes) return;
            for (var end : List.copyOf(ends)) if (end.other == this) end.deliverParked();
        }

        /// What redis-cli shows for this command.
        public String ask(String line) {
            if (client == null) client = client();
            return client.ask(line);
        }

        public Client client() {
            return new Client(this);
        }

        /// One field of INFO replication, or "".
        public String info(String field) {
            server.now();
            return server.info()
                    .text(List.of("replication"))
                    .lines()
                    .filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.substring(field.length() + 1))
                    .findFirst()
                    .orElse("");
        }

        /// How many lines of the log contain this.
        public long logged(String part) {
            return log.stream().filter(line -> line.contains(part)).count();
        }

        /// Gives a key an end, as EXPIREAT would.
        public void expireAt(String key, long atMillis) {
            var bytes = key.getBytes(StandardCharsets.UTF_8);
            var db = server.keyspaces().get(0);
            db.expireAt(Objects.requireNonNull(db.write(bytes, 0, bytes.length)), atMillis);
        }

        /// Every key of every database with its value and the time it ends.
        public SortedMap<String, String> dump() {
            var dump = new TreeMap<String, String>();
            for (var db : server.keyspaces().all()) {
                db.forEach(entry -> {
                    var value = ((StringValue) entry.value()).bytes();
                    dump.put(
                            db.index() + "/" + new String(entry.key(), StandardCharsets.UTF_8),
                            new String(value, StandardCharsets.ISO_8859_1)
                                    + " until "
                                    + entry.expireAt());
                });
            }
            return dump;
        }

        private void tick() {
            if (asleep) return;
            if (nowMillis % 100 == 0) {
                server.cron();
                if (member != null) member.tick();
                server.flush();
            }
            if (server.replication().hasWork()) {
                server.now();
                server.replication().advance();
                server.flush();
            }
        }

        @Override
        public void opened(Link link) {
            server.now();
            server.accepted(link);
        }

        @Override
        public void refused(String reason) {
            throw new IllegalStateException(reason);
        }

        @Override
        public void received(Link link, Incoming bytes) {
            var session = server.sessions().of(link);
            if (session == null || session.isClosing()) return;
            server.now();
            int length = bytes.length();
            var buffer = session.requests().room(length);
            bytes.copyTo(buffer, session.requests().writeIndex());
            session.requests().wrote(length);
            dispatcher.serve(session);
            server.flush();
        }

        @Override
        public void closed(Link link) {
            server.now();
            var session = server.sessions().of(link);
            if (session != null) server.closed(session);
            server.flush();
        }
    }

    private void open(Host from, int toPort, long timeoutMillis, LinkListener listener) {
        var to = hosts.get(toPort);
        if (to == null) {
            after(LATENCY_MILLIS, () -> listener.refused("Connection refused"));
            return;
        }
        if (from.frozen.contains(toPort)) {
            after(timeoutMillis, () -> listener.refused("Connection timed out"));
            return;
        }
        var mine = new End(from, to, listener);
        var theirs = new End(to, from, to);
        mine.peer = theirs;
        theirs.peer = mine;
        ends.add(mine);
        ends.add(theirs);
        after(
                LATENCY_MILLIS,
                () -> {
                    to.opened(theirs);
                    listener.opened(mine);
                });
    }

    /// One end of a stream between two nodes.
    private final class End implements Link {

        private final Host owner;
        private final Host other;
        private final LinkListener listener;
        private final ByteArrayOutputStream queued = new ByteArrayOutputStream();
        private final List<byte[]> parked = new ArrayList<>();
        private @Nullable End peer;
        private boolean open = true;
        private boolean told;
        private long travelling;
        private long arrivesMillis;

        End(Host owner, Host other, LinkListener listener) {
            this.owner = owner;
            this.other = other;
            this.listener = listener;
        }

        boolean joins(Host one, Host another) {
            return (owner == one && other == another) || (owner == another && other == one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (open) queued.write(bytes, offset, length);
        }

        @Override
        public void flush() {
            if (!open || queued.size() == 0) return;
            var bytes = queued.toByteArray();
            queued.reset();
            travelling += bytes.length;
            for (int from = 0; from < bytes.length; ) {
                int to = (int) Math.min(bytes.length, (long) from + pieceSize);
                var piece = Arrays.copyOfRange(bytes, from, to);
                boolean whole = from == 0 && to == bytes.length;
                arrivesMillis =
                        Math.max(nowMillis + LATENCY_MILLIS, arrivesMillis + (whole ? 0 : 1));
                after(arrivesMillis - nowMillis, () -> arrive(piece));
                from = to;
            }
        }

        /// Bytes that arrived while the other node slept, or the network did.
        private void arrive(byte[] bytes) {
            if (owner.frozen.contains(other.port) || other.asleep || !parked.isEmpty()) {
                parked.add(bytes);
                return;
            }
            deliver(bytes);
        }

        private void deliverParked() {
            var bytes = List.copyOf(parked);
            parked.clear();
            for (var piece : bytes) deliver(piece);
        }

        private void deliver(byte[] bytes) {
            travelling -= bytes.length;
            var target = Objects.requireNonNull(peer);
            if (!target.open) return;
            target.listener.received(
                    target,
                    new LinkListener.Incoming() {
                        @Override
                        public int length() {
                            return bytes.length;
                        }

                        @Override
                        public void copyTo(byte[] to, int at) {
                            System.arraycopy(bytes, 0, to, at, bytes.length);
                        }
                    });
        }

        @Override
        public long unsent() {
            return queued.size() + travelling;
        }

        @Override
        public void close(boolean now) {
            if (!open) return;
            if (!now) flush();
            open = false;
            ends.remove(this);
            after(0, this::tell);
            var target = peer;
            if (target == null) return;
            after(
                    LATENCY_MILLIS,
                    () -> {
                        target.open = false;
                        ends.remove(target);
                        target.tell();
                    });
        }

        private void tell() {
            if (told) return;
            told = true;
            listener.closed(this);
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1:" + other.port;
        }

        @Override
        public String localAddress() {
            return "127.0.0.1:" + owner.port;
        }
    }

    /// A client of one node, without latency.
    public final class Client implements Link {

        private final Host host;
        private final Session session;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private boolean open = true;

        private Client(Host host) {
            this.host = host;
            host.server.now();
            host.server.accepted(this);
            session = Objects.requireNonNull(host.server.sessions().of(this), "turned away");
        }

        /// What redis-cli shows for this command, "" if the reply has not come yet. Waits for the
        /// node's disk if the reply does.
        public String ask(String line) {
            send(line);
            while (session.replies().length() > 0) pass(1);
            return take();
        }

        public void send(String line) {
            var bytes = line.getBytes(StandardCharsets.UTF_8);
            var words = Objects.requireNonNull(InlineWords.split(bytes, 0, bytes.length));
            var out = new ByteArrayOutputStream();
            out.writeBytes(("*" + words.count() + "\r\n").getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < words.count(); i++) {
                out.writeBytes(
                        ("$" + words.word(i).length + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.writeBytes(words.word(i));
                out.writeBytes(new byte[] {'\r', '\n'});
            }
            host.server.now();
            session.requests().add(out.toByteArray(), 0, out.size());
            host.dispatcher.serve(session);
            host.server.flush();
        }

        /// Replies that have come since the last time, as redis-cli shows them.
        public String take() {
            return RespText.of(takeBytes()).stripTrailing();
        }

        public byte[] takeBytes() {
            var bytes = received.toByteArray();
            received.reset();
            return bytes;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            received.write(bytes, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public long unsent() {
            return 0;
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
            return "127.0.0.1:50000";
        }

        @Override
        public String localAddress() {
            return "127.0.0.1:" + host.port;
        }
    }
}
