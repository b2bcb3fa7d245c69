package hearsay.node.migration;

import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.node.server.Server;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A link to a Redis that keys are moved to: used by one migration at a time, and kept for a while
/// for the next one.
final class TargetLink implements LinkListener {

    /// Nobody knows which database is selected there.
    static final long UNKNOWN = -1;

    /// More of a line is not kept.
    private static final int LONGEST_LINE = 1024;

    private final Server server;
    private final Migrations migrations;
    private final String target;
    private final byte[] line = new byte[LONGEST_LINE];
    private int lineLength;
    private byte[] incoming = new byte[1024];
    private @Nullable Migration user;
    private @Nullable Link link;
    private boolean over;

    /// The database that is selected at the other side.
    long database = UNKNOWN;

    /// When it was put aside, Unix time in milliseconds.
    long idleSinceMillis;

    TargetLink(Server server, Migrations migrations, String target) {
        this.server = server;
        this.migrations = migrations;
        this.target = target;
    }

    /// By what the links to a target are known: `host:port`.
    String target() {
        return target;
    }

    void usedBy(@Nullable Migration migration) {
        user = migration;
    }

    /// Queues requests for sending; the buffer is empty afterwards.
    void queue(RequestBuffer requests) {
        var open = link;
        if (open == null) throw new IllegalStateException("not open");
        open.write(requests.bytes(), 0, requests.length());
        requests.clear();
    }

    /// Sends these and all that was queued.
    void send(RequestBuffer requests) {
        queue(requests);
        if (link != null) link.flush();
    }

    /// Bytes that the other side's machine has not taken yet.
    long unsent() {
        return link == null ? 0 : link.unsent();
    }

    /// Closes it at once; nobody hears of it any more.
    void close() {
        over = true;
        user = null;
        if (link != null) link.close(true);
    }

    @Override
    public void opened(Link newLink) {
        if (over) {
            newLink.close(true);
            return;
        }
        link = newLink;
        server.now();
        if (user != null) user.opened();
        server.flush();
    }

    @Override
    public void refused(String reason) {
        if (over) return;
        over = true;
        server.now();
        if (user != null) user.refused();
        server.flush();
    }

    @Override
    public void received(Link from, Incoming bytes) {
        if (over) return;
        int length = bytes.length();
        if (incoming.length < length) incoming = new byte[length];
        bytes.copyTo(incoming, 0);
        server.now();
        for (int i = 0; i < length && !over; i++) take(incoming[i]);
        if (incoming.length > 1 << 16) incoming = new byte[1024];
        server.flush();
    }

    private void take(byte next) {
        if (next != '\n') {
            if (lineLength < LONGEST_LINE) line[lineLength++] = next;
            return;
        }
        int end = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
        lineLength = 0;
        var text = isOk(end) ? "+OK" : new String(line, 0, end, StandardCharsets.UTF_8);
        var listener = user;
        if (listener == null) {
            // It says something that nobody has asked for: what comes next nobody could tell.
            migrations.forget(this);
            close();
        } else {
            listener.answered(text);
        }
    }

    private boolean isOk(int end) {
        return end == 3 && line[0] == '+' && line[1] == 'O' && line[2] == 'K';
    }

    @Override
    public void closed(Link closed) {
        if (over) return;
        over = true;
        server.now();
        migrations.forget(this);
        if (user != null) user.broken();
        server.flush();
    }
}
