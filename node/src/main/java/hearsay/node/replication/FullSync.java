package hearsay.node.replication;

import hearsay.node.keyspace.EvictionPolicy;
import hearsay.node.keyspace.Keyspaces;
import hearsay.node.keyspace.Snapshot;
import hearsay.node.persistence.RdbWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One snapshot of everything on its way to one or several replicas, a slice at a time while the
/// node goes on serving.
///
/// Its end is not known when it begins. To replicas that understand it (`capa eof`) it is sent as it
/// is made, between two marks; if one of them does not, it is gathered in memory first and sent with
/// its length, to all. What happens meanwhile is kept here until each replica can take it.
///
///     +FULLRESYNC <id> <offset>
///     $EOF:<40 characters>  RDB  <the same 40 characters>     or    $<length>  RDB
///     the stream from offset + 1 on
///
/// Source: Redis documentation of replication, "Diskless replication".
final class FullSync {

    private static final int SLICE_BYTES = 128 * 1024;
    private static final int SLICE_BUCKETS = 4096;
    private static final int BUCKETS_AT_ONCE = 16;

    /// No more is produced while this much is still on its way to some replica.
    private static final long UNSENT_MAX = 4L * 1024 * 1024;

    private final List<Replica> members;
    private final boolean marked;
    private final byte[] mark;
    private final Chunks gathered = new Chunks();
    private final Chunks since = new Chunks();
    private final RdbWriter writer;
    private final SnapshotWriter entries;
    private @Nullable Snapshot snapshot;
    private KeyPace pace = new KeyPace(0);
    private boolean finished;

    /// @param marked whether all members take a snapshot between marks
    /// @param options how its RDB is written
    FullSync(
            List<Replica> members,
            boolean marked,
            RdbWriter.Options options,
            RandomGenerator random) {
        this.members = new ArrayList<>(members);
        this.marked = marked;
        mark = mark(random);
        writer = new RdbWriter(marked ? this::sendAll : gathered, options);
        entries = new SnapshotWriter(writer, options);
    }

    /// @param keyspaces null for a snapshot without keys
    void begin(
            @Nullable Keyspaces keyspaces,
            EvictionPolicy policy,
            ReplicationStream stream,
            int streamDatabase,
            long now) {
        pace = new KeyPace(now);
        for (var replica : members) {
            replica.state = new Replica.State.Receiving(this);
            replica.lastProgressMillis = now;
            if (replica.silent) continue;
            send(replica, "+FULLRESYNC " + stream.history().id() + " " + stream.offset() + "\r\n");
        }
        if (marked) {
            var head = new byte[5 + mark.length + 2];
            System.arraycopy("$EOF:".getBytes(StandardCharsets.US_ASCII), 0, head, 0, 5);
            System.arraycopy(mark, 0, head, 5, mark.length);
            head[head.length - 2] = '\r';
            head[head.length - 1] = '\n';
            sendAll(head, 0, head.length);
        }
        writer.header();
        writer.aux("redis-ver", "7.2.6");
        writer.aux("redis-bits", 64);
        writer.aux("ctime", now / 1000);
        writer.aux("used-mem", 0);
        writer.aux("repl-stream-db", streamDatabase);
        writer.aux("repl-id", stream.history().id());
        writer.aux("repl-offset", stream.offset());
        writer.aux("aof-base", 0);
        if (keyspaces != null) {
            snapshot = entries.begin(keyspaces, policy);
        }
        for (var replica : members) replica.session.link().flush();
    }

    boolean isFinished() {
        return finished;
    }

    /// Whether bytes of the snapshot are on their way, rather than still being gathered.
    boolean isSending() {
        return marked || finished;
    }

    boolean isMarked() {
        return marked;
    }

    List<Replica> members() {
        return members;
    }

    /// Whether all links can take more.
    boolean hasRoom() {
        for (var replica : members) {
            if (replica.session.link().unsent() > UNSENT_MAX) return false;
        }
        return true;
    }

    /// Whether it is slowed down, and has to wait.
    ///
    /// @param delay `rdb-key-save-delay`
    boolean isHeldUp(int delay, long nowMillis) {
        return !pace.mayGoOn(delay, nowMillis);
    }

    /// Produces one slice; the last one ends the snapshot.
    ///
    /// @param delay `rdb-key-save-delay`
    void advance(int delay, long nowMillis) {
        if (finished) return;
        int atOnce = delay == 0 ? BUCKETS_AT_ONCE : 1;
        long before = entries.count();
        long start = writer.written();
        boolean more = snapshot != null;
        for (int buckets = 0;
                more
                        && buckets < SLICE_BUCKETS
                        && writer.written() - start < SLICE_BYTES
                        && pace.mayGoOn(delay, nowMillis);
                buckets += atOnce) {
            more = snapshot != null && snapshot.advance(atOnce);
            pace.passed(entries.count() - before, delay);
            before = entries.count();
        }
        if (!more) end();
        flushLinks();
    }

    /// Keeps what is written to the stream while the members cannot take it yet.
    void keep(byte[] bytes, int from, int length) {
        since.write(bytes, from, length);
    }

    /// Bytes of the stream that are kept.
    long kept() {
        return since.size();
    }

    /// Sends a member what it has missed since the snapshot's moment.
    void catchUp(Replica replica) {
        since.copyTo(replica.sink);
        members.remove(replica);
    }

    /// A member has gone; without any the snapshot is given up.
    void leave(Replica replica) {
        members.remove(replica);
        if (members.isEmpty()) cancel();
    }

    void cancel() {
        if (snapshot != null) snapshot.cancel();
        entries.cancel();
        finished = true;
    }

    private void end() {
        writer.end();
        finished = true;
        if (marked) {
            sendAll(mark, 0, mark.length);
            return;
        }
        for (var replica : members) {
            send(replica, "$" + gathered.size() + "\r\n");
            gathered.copyTo(replica.sink);
        }
        gathered.clear();
    }

    private void sendAll(byte[] bytes, int from, int length) {
        for (int i = 0; i < members.size(); i++) members.get(i).sink.write(bytes, from, length);
    }

    private static void send(Replica replica, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        replica.sink.write(bytes, 0, bytes.length);
    }

    private void flushLinks() {
        if (!isSending()) return;
        for (var replica : members) replica.session.link().flush();
    }

    private static byte[] mark(RandomGenerator random) {
        var bytes = new byte[20];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
    }
}
