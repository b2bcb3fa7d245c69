package hearsay.simulations.workload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A server that answers whole requests as a test tells it to; `""` is silence.
final class FakeNode implements LinkListener {

    private final Function<List<String>, String> script;
    private final List<String> requests = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private int deliveries;

    FakeNode(Function<List<String>, String> script) {
        this.script = script;
    }

    /// CLUSTER SLOTS in which one node of 10.0.0.1 serves everything.
    static String allSlotsAt(int port) {
        return "*1\r\n*3\r\n:0\r\n:16383\r\n*3\r\n$8\r\n10.0.0.1\r\n:" + port + "\r\n$2\r\nid\r\n";
    }

    /// All requests so far, words joined by spaces.
    List<String> requests() {
        return requests;
    }

    /// Says it unasked, to all that are connected.
    void say(String reply) {
        var bytes = reply.getBytes(US_ASCII);
        for (var link : links) {
            link.write(bytes, 0, bytes.length);
            link.flush();
        }
    }

    /// How often anything came.
    int deliveries() {
        return deliveries;
    }

    @Override
    public void opened(Link link) {
        links.add(link);
    }

    @Override
    public void refused(String reason) {}

    @Override
    public void received(Link link, Incoming bytes) {
        deliveries++;
        var content = new byte[bytes.length()];
        bytes.copyTo(content, 0);
        var lines = new String(content, US_ASCII).split("\r\n", -1);
        for (int at = 0; at < lines.length - 1; ) {
            int words = Integer.parseInt(lines[at].substring(1));
            var request = new ArrayList<String>();
            for (int i = 0; i < words; i++) request.add(lines[at + 2 + 2 * i]);
            at += 1 + 2 * words;
            requests.add(String.join(" ", request));
            var reply = script.apply(request).getBytes(US_ASCII);
            link.write(reply, 0, reply.length);
        }
        link.flush();
    }

    @Override
    public void closed(Link link) {
        links.remove(link);
    }
}
