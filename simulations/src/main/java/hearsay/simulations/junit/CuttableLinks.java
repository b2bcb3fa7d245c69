package hearsay.simulations.junit;

import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.node.link.Links;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The streams that a node opens to others, over TCP: replication and MIGRATE. A partition holds
/// back what is on its way in both directions; when it heals, that goes on in its order.
///
/// Everything happens on the node's event loop.
final class CuttableLinks implements Links {

    private final Links tcp;
    private final Cuts cuts;
    private final int port;
    private final ScheduledExecutorService loop;
    private final List<Held> open = new ArrayList<>();
    private final List<Runnable> knocking = new ArrayList<>();
    private final Runnable settle;

    /// @param port of the node whose streams these are
    /// @param loop the node's own
    CuttableLinks(Links tcp, Cuts cuts, int port, ScheduledExecutorService loop) {
        this.tcp = tcp;
        this.cuts = cuts;
        this.port = port;
        this.loop = loop;
        settle = () -> onLoop(loop, this::settle);
        cuts.onChange(settle);
    }

    /// A loop that has ended has nothing left to settle.
    private static void onLoop(Executor loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException over) {
            // Nobody is there.
        }
    }

    @Override
    public void open(String host, int to, long timeoutMillis, LinkListener listener) {
        var held = new Held(listener, to);
        if (!cuts.isCut(port, to)) {
            tcp.open(host, to, timeoutMillis, held);
            return;
        }
        var knock =
                new Runnable() {
                    @Override
                    public void run() {
                        if (cuts.isCut(port, to)) return;
                        knocking.remove(this);
                        tcp.open(host, to, timeoutMillis, held);
                    }
                };
        knocking.add(knock);
        var unused =
                loop.schedule(
                        () -> {
                            if (knocking.remove(knock)) listener.refused("Connection timed out");
                        },
                        timeoutMillis,
                        TimeUnit.MILLISECONDS);
    }

    private void settle() {
        for (var knock : List.copyOf(knocking)) knock.run();
        for (var held : List.copyOf(open)) held.settle();
    }

    /// The process is no more.
    void end() {
        cuts.forget(settle);
        knocking.clear();
        for (var held : List.copyOf(open)) held.link().close(true);
    }

    /// A link with what a partition holds back.
    private final class Held implements Link, LinkListener {

        private final LinkListener listener;
        private final int to;
        private final ArrayDeque<byte[]> unsent = new ArrayDeque<>();
        private final ArrayDeque<byte[]> unheard = new ArrayDeque<>();
        private @Nullable Link link;
        private boolean endUnheard;
        private boolean closing;

        Held(LinkListener listener, int to) {
            this.listener = listener;
            this.to = to;
        }

        Link link() {
            if (link == null) throw new IllegalStateException("not open yet");
            return link;
        }

        private boolean isCut() {
            return cuts.isCut(port, to);
        }

        void settle() {
            if (isCut()) return;
            while (!unsent.isEmpty()) {
                var bytes = unsent.remove();
                link().write(bytes, 0, bytes.length);
            }
            link().flush();
            while (!unheard.isEmpty()) listener.received(this, new Bytes(unheard.remove()));
            if (endUnheard) ended();
        }

        private void ended() {
            endUnheard = false;
            open.remove(this);
            listener.closed(this);
        }

        @Override
        public void opened(Link opened) {
            link = opened;
            open.add(this);
            listener.opened(this);
        }

        @Override
        public void refused(String reason) {
            listener.refused(reason);
        }

        @Override
        public void received(Link from, Incoming bytes) {
            if (!isCut() && unheard.isEmpty()) {
                listener.received(this, bytes);
                return;
            }
            var copy = new byte[bytes.length()];
            bytes.copyTo(copy, 0);
            unheard.add(copy);
        }

        @Override
        public void closed(Link closed) {
            if (!closing && (isCut() || !unheard.isEmpty())) endUnheard = true;
            else ended();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (!isCut() && unsent.isEmpty()) {
                link().write(bytes, offset, length);
                return;
            }
            unsent.add(Arrays.copyOfRange(bytes, offset, offset + length));
        }

        @Override
        public void flush() {
            if (!isCut()) link().flush();
        }

        @Override
        public long unsent() {
            return link().unsent() + unsent.stream().mapToLong(bytes -> bytes.length).sum();
        }

        /// Who closes hears of it at once, as everywhere; what was held back is lost.
        @Override
        public void close(boolean now) {
            closing = true;
            unheard.clear();
            if (endUnheard) ended();
            else link().close(now);
        }

        @Override
        public boolean isOpen() {
            return endUnheard || link().isOpen();
        }

        @Override
        public String remoteAddress() {
            return link().remoteAddress();
        }

        @Override
        public String localAddress() {
            return link().localAddress();
        }

        @Override
        public int descriptor() {
            return link().descriptor();
        }
    }

    private record Bytes(byte[] bytes) implements LinkListener.Incoming {

        @Override
        public int length() {
            return bytes.length;
        }

        @Override
        public void copyTo(byte[] target, int at) {
            System.arraycopy(bytes, 0, target, at, bytes.length);
        }
    }
}
