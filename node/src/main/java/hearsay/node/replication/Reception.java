package hearsay.node.replication;

import hearsay.node.config.ValueSettings;
import hearsay.node.keyspace.Keyspaces;
import hearsay.node.keyspace.Value;
import hearsay.node.persistence.KeyAttributes;
import hearsay.node.persistence.RdbReader;
import hearsay.node.persistence.RdbSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A snapshot on its way from the master, read as it comes into databases of its own. Nobody sees
/// them before the snapshot is complete and its checksum is right.
final class Reception implements RdbSink {

    /// The snapshot cannot be taken over.
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;

        Refused(String reason) {
            super(reason, null, false, false);
        }
    }

    private enum Phase {
        HEADER,
        BODY,
        MARK,
        COMPLETE
    }

    private static final int MARK_LENGTH = 40;
    private static final int HEADER_MAX = 1024;

    private final Keyspaces loaded;
    private final RdbReader reader;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private Phase phase = Phase.HEADER;
    private byte @Nullable [] mark;
    private int markRead;
    private long size;
    private long read;
    private int database;
    private int streamDatabase;
    private long keys;

    /// @param loaded empty databases
    /// @param settings up to where values are to be compact
    Reception(Keyspaces loaded, ValueSettings settings) {
        this.loaded = loaded;
        reader = new RdbReader(this, settings);
    }

    /// Reads on.
    ///
    /// @return how many of the bytes belonged to the snapshot
    /// @throws RuntimeException it is not to be used: a [Refused], or an error in the format
    int feed(byte[] bytes, int from, int length) {
        int at = from;
        int end = from + length;
        while (at < end && phase != Phase.COMPLETE) {
            switch (phase) {
                case HEADER -> header(bytes[at++]);
                case BODY -> at += body(bytes, at, end - at);
                case MARK -> mark(bytes[at++]);
                case COMPLETE -> {}
            }
        }
        return at - from;
    }

    boolean isComplete() {
        return phase == Phase.COMPLETE;
    }

    /// Whether the data itself has begun to come.
    boolean hasBegun() {
        return phase != Phase.HEADER;
    }

    Keyspaces loaded() {
        return loaded;
    }

    /// The database that the first command of the stream is for.
    int streamDatabase() {
        return streamDatabase;
    }

    /// Bytes of the whole snapshot, 0 as long as the master does not know either.
    long size() {
        return size;
    }

    long read() {
        return read;
    }

    /// How many keys were read so far.
    long keys() {
        return keys;
    }

    private void header(byte b) {
        if (b != '\n') {
            if (b != '\r') line.write(b);
            if (line.size() > HEADER_MAX) throw new Refused("Bad protocol from MASTER");
            return;
        }
        var text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        // An empty line only says that the master is alive.
        if (!text.isEmpty()) header(text);
    }

    private void header(String text) {
        if (text.startsWith("-")) {
            throw new Refused("MASTER aborted replication with an error: " + text.substring(1));
        }
        if (text.startsWith("$EOF:") && text.length() == 5 + MARK_LENGTH) {
            mark = text.substring(5).getBytes(StandardCharsets.US_ASCII);
        } else if (text.matches("\\$\\d{1,18}")) {
            size = Long.parseLong(text.substring(1));
        } else {
            throw new Refused(
                    "Bad protocol from MASTER, the first byte is not '$' (we received '%s'), are you sure the host and port are right?"
                            .formatted(text));
        }
        phase = Phase.BODY;
    }

    private int body(byte[] bytes, int from, int length) {
        int mine = mark == null ? (int) Math.min(length, size - read) : length;
        int taken = reader.feed(bytes, from, mine);
        read += taken;
        if (reader.finished()) {
            if (mark == null && read < size) throw new Refused("The snapshot is too short");
            phase = mark == null ? Phase.COMPLETE : Phase.MARK;
        } else if (mark == null && read == size) {
            reader.end();
        }
        return taken;
    }

    private void mark(byte b) {
        if (mark == null || mark[markRead++] != b) {
            throw new Refused("Replication stream EOF marker is broken");
        }
        if (markRead == MARK_LENGTH) phase = Phase.COMPLETE;
    }

    @Override
    public void aux(String name, String value) {
        if (name.equals("repl-stream-db") && value.matches("\\d{1,9}")) {
            streamDatabase = Math.min(Integer.parseInt(value), loaded.count() - 1);
        }
    }

    @Override
    public void selectDb(int db) {
        if (db >= loaded.count()) {
            throw new Refused(
                    "the master uses database %d, and this node has only %d"
                            .formatted(db, loaded.count()));
        }
        database = db;
    }

    @Override
    public void resizeDb(long keys, long expires) {
        loaded.get(database).expand((int) Math.min(keys, 1 << 20));
    }

    @Override
    public void value(byte[] key, Value value, KeyAttributes attributes) {
        keys++;
        var db = loaded.get(database);
        if (db.peek(key, 0, key.length) != null) {
            throw new Refused("the snapshot has the key '%s' twice".formatted(shown(key)));
        }
        var entry = db.add(key, 0, key.length, value);
        if (attributes.expires()) db.expireAt(entry, attributes.expireAtMillis());
        db.used(entry, attributes.idleSeconds(), attributes.frequency());
    }

    @Override
    public void function(byte[] code) {
        throw new Refused("the master has a function library, which this node cannot store yet");
    }

    @Override
    public void moduleAux(long moduleId) {
        throw new Refused("the master has data of a module, which this node cannot store");
    }

    private static String shown(byte[] key) {
        var text = new String(key, StandardCharsets.UTF_8);
        return text.length() > 64 ? text.substring(0, 64) + "…" : text;
    }
}
