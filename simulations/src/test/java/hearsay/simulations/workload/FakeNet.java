package hearsay.simulations.workload;

import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.node.link.Links;
import hearsay.simulations.runtime.Agenda;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Streams between a client and servers that are listeners on ports, with one delay for all.
final class FakeNet implements Links {

    private final Agenda agenda;
    private final long delayNanos;
    private final List<End> ends = new ArrayList<>();
    private final Map<Integer, LinkListener> servers = new TreeMap<>();

    FakeNet(Agenda agenda, long delayNanos) {
        this.agenda = agenda;
        this.delayNanos = delayNanos;
    }

    void listen(int port, LinkListener server) {
        servers.put(port, server);
    }

    /// New streams to it are refused; those there are go on.
    void forget(int port) {
        servers.remove(port);
    }

    /// All streams to that port end.
    void reset(int port) {
        for (var end : ends) if (end.remote.endsWith(":" + port)) end.close(true);
    }

    @Override
    public void open(String host, int port, long timeoutMillis, LinkListener listener) {
        after(() -> {
            var server = servers.get(port);
            if (server == null) {
                after(() -> listener.refused("Connection refused"));
                return;
            }
            var ours = new End(listener, host + ":" + port);
            var theirs = new End(server, "10.0.9.9:1");
            ends.add(ours);
            ours.peer = theirs;
            theirs.peer = ours;
            server.opened(theirs);
            after(() -> listener.opened(ours));
        });
    }

    private void after(Runnable deed) {
        var unused = agenda.after(delayNanos, deed);
    }

    private final class End implements Link {

        private final LinkListener listener;
        private final String remote;
        private byte[] queued = new byte[64];
        private int length;
        private @Nullable End peer;
        private boolean closed;

        End(LinkListener listener, String remote) {
            this.listener = listener;
            this.remote = remote;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            if (closed) return;
            if (queued.length - length < count)
                queued = Arrays.copyOf(queued, Math.max(2 * queued.length, length + count));
            System.arraycopy(bytes, offset, queued, length, count);
            length += count;
        }

        @Override
        public void flush() {
            var to = peer;
            if (closed || to == null || length == 0) return;
            var bytes = new Bytes(Arrays.copyOf(queued, length));
            length = 0;
            after(() -> {
                if (!to.closed) to.listener.received(to, bytes);
            });
        }

        @Override
        public long unsent() {
            return length;
        }

        @Override
        public void close(boolean now) {
            var to = peer;
            if (closed || to == null) return;
            flush();
            over();
            after(to::over);
        }

        private void over() {
            if (closed) return;
            closed = true;
            listener.closed(this);
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public String remoteAddress() {
            return remote;
        }

        @Override
        public String localAddress() {
            return "10.0.9.9:1";
        }
    }

    private record Bytes(byte[] content) implements LinkListener.Incoming {
        @Override
        public int length() {
            return content.length;
        }

        @Override
        public void copyTo(byte[] target, int at) {
            System.arraycopy(content, 0, target, at, content.length);
        }
    }
}
