package hearsay.simulations.measure;

import hearsay.simulations.console.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Asks a node for a PONG every millisecond, and remembers the longest that it had to wait.
final class Heartbeat implements AutoCloseable {

    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PONG_LENGTH = 7;
    private static final long EVERY_NANOS = 1_000_000;

    private final Socket socket = new Socket();
    private final Thread thread;
    private volatile boolean over;
    private long longestNanos;
    private volatile @Nullable IOException failure;

    Heartbeat(int port) {
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
        } catch (IOException e) {
            throw new Refusal("Cannot connect to port " + port + ": " + e.getMessage());
        }
        thread = Thread.ofPlatform().name("heartbeat").daemon().start(this::beat);
    }

    /// The longest wait since this was asked last, in milliseconds.
    synchronized double takeLongestMillis() {
        var failed = failure;
        if (failed != null) throw new Refusal("No more PONGs: " + failed.getMessage());
        double longest = longestNanos / 1e6;
        longestNanos = 0;
        return longest;
    }

    @Override
    public void close() {
        over = true;
        try {
            socket.close();
            thread.join();
        } catch (IOException e) {
            // It is gone either way.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            var in = socket.getInputStream();
            var out = socket.getOutputStream();
            while (!over) {
                long asked = System.nanoTime();
                out.write(PING);
                if (in.readNBytes(PONG_LENGTH).length < PONG_LENGTH) return;
                waited(System.nanoTime() - asked);
                LockSupport.parkNanos(EVERY_NANOS);
            }
        } catch (IOException e) {
            if (!over) failure = e;
        }
    }

    private synchronized void waited(long nanos) {
        longestNanos = Math.max(longestNanos, nanos);
    }
}
