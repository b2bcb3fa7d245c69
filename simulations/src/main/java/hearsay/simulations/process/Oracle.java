package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Asks all sentinels again and again who is master, on a thread of its own, and remembers when
/// each of them named another than before.
final class Oracle {

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int REPLY_MILLIS = 2_000;

    private final List<RespConnection> sentinels = new ArrayList<>();
    private final int oldPort;
    private final LongSupplier nanoTime;
    private final List<Long> changes = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    /// @param oldPort the answer so far
    Oracle(List<Member> members, int oldPort, LongSupplier nanoTime) throws IOException {
        this.oldPort = oldPort;
        this.nanoTime = nanoTime;
        for (Member member : members)
            sentinels.add(RespConnection.to(member.host(), member.port(), REPLY_MILLIS));
        thread = Thread.ofPlatform().name("oracle").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// When each of them first named another master, the earliest first.
    List<Long> await(long deadlineNanos) throws InterruptedException {
        long left = Math.max(1, deadlineNanos - nanoTime.getAsLong());
        thread.join(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        stop();
        if (changes.size() < sentinels.size())
            throw new Refusal(
                    "Only %d of %d sentinels have named another master."
                            .formatted(changes.size(), sentinels.size()));
        return changes.stream().sorted().toList();
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
        sentinels.forEach(RespConnection::close);
    }

    private void run() {
        List<RespConnection> left = new ArrayList<>(sentinels);
        try {
            for (long due = nanoTime.getAsLong(); !stopped && !left.isEmpty(); ) {
                left.removeIf(this::hasChanged);
                due = Math.max(due + EVERY_NANOS, nanoTime.getAsLong());
                Writer.sleepUntil(due, nanoTime);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hasChanged(RespConnection sentinel) {
        try {
            List<String> address =
                    sentinel.callForAll("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Sentinels.MASTER);
            boolean changed =
                    address.size() == 2 && !address.get(1).equals(Integer.toString(oldPort));
            if (changed) changes.add(nanoTime.getAsLong());
            return changed;
        } catch (IOException silent) {
            return false;
        }
    }
}
