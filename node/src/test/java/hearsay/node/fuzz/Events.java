package hearsay.node.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hearsay.node.TestNode;

/// What both servers say of keys in the channels of keyspace notifications: `db:event key`, a line
/// each.
final class Events implements AutoCloseable {

    private static final String[] LISTEN = {"PSUBSCRIBE", "__keyevent@*"};
    private static final String[] ALL = {"CONFIG", "SET", "notify-keyspace-events", "EAnm"};

    private final TestNode.Client ours;
    private final Wire theirs;

    Events(TestNode node, int port) {
        ours = node.connect();
        theirs = new Wire(port);
        theirs.ask(ALL);
        theirs.ask(LISTEN);
        ours.send(Wire.encode(ALL));
        ours.send(Wire.encode(LISTEN));
        ours.take();
    }

    /// What ours has said since the last time.
    String ours() {
        var heard = new String(ours.take(), ISO_8859_1);
        var text = new StringBuilder();
        while (!heard.isEmpty()) {
            var message = RawReply.items("*1\r\n" + heard).getFirst();
            text.append(line(message));
            heard = heard.substring(message.length());
        }
        return text.toString();
    }

    /// What the real one has said since the last time: all that comes before its answer to a PING.
    String theirs() {
        theirs.write("PING");
        theirs.flush();
        var text = new StringBuilder();
        for (var message = theirs.read(); isEvent(message); message = theirs.read()) {
            text.append(line(message));
        }
        return text.toString();
    }

    @Override
    public void close() {
        theirs.close();
    }

    private static boolean isEvent(String message) {
        var items = RawReply.items(message);
        return items.size() == 4;
    }

    private static String line(String message) {
        var items = RawReply.items(message);
        var channel = RawReply.bulk(items.get(2)).replace("__keyevent@", "").replace("__", "");
        return channel + " " + RawReply.bulk(items.get(3)) + "\r\n";
    }
}
