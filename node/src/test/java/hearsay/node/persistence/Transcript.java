package hearsay.node.persistence;

import hearsay.node.TestNode;
import hearsay.node.config.ValueSettings;
import hearsay.node.keyspace.StringValue;
import hearsay.node.keyspace.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes down, a line per call, what a reader tells.
final class Transcript implements RdbSink {

    /// Redis' own.
    static final ValueSettings SETTINGS = new TestNode().server().settings().values();

    final List<String> lines = new ArrayList<>();

    /// The transcript of a whole RDB, read in one piece.
    static List<String> of(byte[] rdb) {
        return of(rdb, rdb.length);
    }

    /// The transcript of a whole RDB, read in pieces of this size; fails unless it ends where it
    /// should.
    static List<String> of(byte[] rdb, int pieces) {
        var heard = new Transcript();
        var reader = new RdbReader(heard, SETTINGS);
        for (int at = 0; at < rdb.length; at += pieces) {
            int length = Math.min(pieces, rdb.length - at);
            if (reader.feed(rdb, at, length) != length) throw new AssertionError("bytes left over");
        }
        reader.end();
        return heard.lines;
    }

    @Override
    public void aux(String name, String value) {
        lines.add("aux " + name + " " + value);
    }

    @Override
    public void selectDb(int db) {
        lines.add("db " + db);
    }

    @Override
    public void resizeDb(long keys, long expires) {
        lines.add("keys " + keys + " expires " + expires);
    }

    @Override
    public void value(byte[] key, Value value, KeyAttributes attributes) {
        lines.add(value.type() + " " + text(key) + " = " + text(value) + about(attributes));
    }

    @Override
    public void unsupported(RdbType type, byte[] key, KeyAttributes attributes) {
        lines.add(type.typeName() + " " + text(key) + " as " + type + about(attributes));
    }

    @Override
    public void function(byte[] code) {
        lines.add("function " + text(code));
    }

    @Override
    public void moduleAux(long moduleId) {
        lines.add("module aux " + Long.toUnsignedString(moduleId));
    }

    static String text(Value value) {
        return switch (value) {
            case StringValue string -> text(string.bytes());
            default -> throw new AssertionError(value.type());
        };
    }

    private static String about(KeyAttributes attributes) {
        return (attributes.expires() ? " expires " + attributes.expireAtMillis() : "")
                + (attributes.idleSeconds() >= 0 ? " idle " + attributes.idleSeconds() : "")
                + (attributes.frequency() >= 0 ? " frequency " + attributes.frequency() : "");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
