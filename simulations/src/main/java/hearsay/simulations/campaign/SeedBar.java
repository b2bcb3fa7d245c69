package hearsay.simulations.campaign;

import hearsay.simulations.check.Verdict;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicInteger;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// How far it is: seeds, their rate, the time left and how many broke a law. Nothing where nobody
/// looks, in a log say: the launcher tells by `hearsay.terminal` whether errors go to a terminal.
final class SeedBar implements AutoCloseable {

    private final @Nullable ProgressBar bar;
    private final AtomicInteger broken = new AtomicInteger();

    SeedBar(String story, int seeds, PrintWriter errors) {
        if (!Boolean.getBoolean("hearsay.terminal")) {
            bar = null;
            return;
        }
        errors.flush();
        bar =
                new ProgressBarBuilder()
                        .setTaskName(story)
                        .setInitialMax(seeds)
                        .setUnit(" seeds", 1)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(200)
                        .showSpeed()
                        .clearDisplayOnFinish()
                        .build();
    }

    void done(Summary summary) {
        if (bar == null) return;
        bar.step();
        boolean breaks = summary.notHeld().stream().anyMatch(Verdict.Broken.class::isInstance);
        if (breaks) bar.setExtraMessage(" " + broken.incrementAndGet() + " broken");
    }

    @Override
    public void close() {
        if (bar != null) bar.close();
    }
}
