package hearsay.node.persistence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hearsay.node.TestNode;
import hearsay.node.config.ValueSettings;
import hearsay.node.keyspace.HashValue;
import hearsay.node.keyspace.ListValue;
import hearsay.node.keyspace.SetValue;
import hearsay.node.keyspace.SortedSetValue;
import hearsay.node.keyspace.StreamValue;
import hearsay.node.keyspace.StringValue;
import hearsay.node.keyspace.Value;
import hearsay.node.resp.Doubles;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

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
    public void function(byte[] code) {
        lines.add("function " + text(code));
    }

    @Override
    public void moduleAux(long moduleId) {
        lines.add("module aux " + Long.toUnsignedString(moduleId));
    }

    /// What is in a value; what has no order of its own, sorted.
    static String text(Value value) {
        return switch (value) {
            case StringValue string -> text(string.bytes());
            case HashValue hash -> {
                var fields = new TreeMap<String, String>();
                hash.forEach((field, content) -> fields.put(text(field), text(content)));
                yield fields.toString();
            }
            case SetValue set -> {
                var members = new TreeSet<String>();
                set.forEach((bytes, offset, length) ->
                        members.add(new String(bytes, offset, length, ISO_8859_1)));
                yield members.toString();
            }
            case SortedSetValue set -> {
                var members = new ArrayList<String>();
                for (var at = set.at(0); at.isHere(); at.next()) {
                    members.add(text(at.member()) + " " + Doubles.text(at.score()));
                }
                yield members.toString();
            }
            case StreamValue stream ->
                    stream.length() + " entries, " + stream.groups().size() + " groups";
            case ListValue list -> {
                var elements = new ArrayList<String>();
                for (var at = list.from(true); at.isOnElement(); at.move()) {
                    elements.add(text(at.pack().text(at.position())));
                }
                yield elements.toString();
            }
        };
    }

    private static String about(KeyAttributes attributes) {
        return (attributes.expires() ? " expires " + attributes.expireAtMillis() : "")
                + (attributes.idleSeconds() >= 0 ? " idle " + attributes.idleSeconds() : "")
                + (attributes.frequency() >= 0 ? " frequency " + attributes.frequency() : "");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
