package hearsay.node.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes down what it hears of a keyspace.
final class RecordingObserver implements KeyspaceObserver {

    final List<String> heard = new ArrayList<>();

    @Override
    public void changed(Keyspace db, byte[] key, EventClass eventClass, String event) {
        heard.add(event + " " + text(key));
    }

    @Override
    public void event(Keyspace db, byte[] key, EventClass eventClass, String event) {
        heard.add("also " + event + " " + text(key));
    }

    @Override
    public void expired(Keyspace db, byte[] key) {
        heard.add("expired " + text(key));
    }

    @Override
    public void evicted(Keyspace db, byte[] key) {
        heard.add("evicted " + text(key));
    }

    @Override
    public void added(Keyspace db, Entry entry) {}

    @Override
    public void gone(Keyspace db, Entry entry, Value value) {}

    @Override
    public void adopting(Keyspace db, Keyspace other) {}

    @Override
    public void adopted(Keyspace db) {}

    @Override
    public void flushed(Keyspace db) {
        heard.add("flushed " + db.index());
    }

    @Override
    public void swapped(Keyspace first, Keyspace second) {
        heard.add("swapped " + first.index() + " " + second.index());
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
