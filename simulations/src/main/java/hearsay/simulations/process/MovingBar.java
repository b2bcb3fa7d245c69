package hearsay.simulations.process;

import hearsay.simulations.process.reshard.SlotMover;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// How far slots and their keys have come: slots, keys, keys a second, time left. Drawn only where
/// somebody looks; counted everywhere.
final class MovingBar implements SlotMover.Watch, AutoCloseable {

    private final @Nullable ProgressBar bar;
    private final AtomicLong keys = new AtomicLong();
    private final long from = System.nanoTime();

    MovingBar(String what, long slots) {
        bar =
                Boolean.getBoolean("hearsay.terminal")
                        ? new ProgressBarBuilder()
                                .setTaskName(what)
                                .setInitialMax(slots)
                                .setUnit(" slots", 1)
                                .setStyle(ProgressBarStyle.ASCII)
                                .setUpdateIntervalMillis(200)
                                .clearDisplayOnFinish()
                                .build()
                        : null;
    }

    @Override
    public void keys(int moved) {
        long all = keys.addAndGet(moved);
        if (bar != null)
            bar.setExtraMessage(
                    String.format(Locale.ROOT, " %,d keys, %,.0f keys/s", all, all / seconds()));
    }

    @Override
    public void slots(int moved) {
        if (bar != null) bar.stepBy(moved);
    }

    double seconds() {
        return Math.max(1e-9, (System.nanoTime() - from) / (double) TimeUnit.SECONDS.toNanos(1));
    }

    /// `4000 slots with 244,140 keys in 3.2 s: 76,293 keys/s`
    String told(long slots, long moved) {
        double seconds = seconds();
        return String.format(
                Locale.ROOT,
                "%s with %,d %s in %.1f s: %,.0f keys/s",
                slots == 1 ? "1 slot" : slots + " slots",
                moved,
                moved == 1 ? "key" : "keys",
                seconds,
                moved / seconds);
    }

    @Override
    public void close() {
        if (bar != null) bar.close();
    }
}
