package hearsay.simulations.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// How far a story is that takes its real time. Nothing where nobody looks, in a log say: the
/// launcher tells by `hearsay.terminal` whether errors go to a terminal.
final class StoryBar implements AutoCloseable {

    private final @Nullable ProgressBar bar;

    StoryBar(String story, Duration lasts) {
        if (!Boolean.getBoolean("hearsay.terminal")) {
            bar = null;
            return;
        }
        bar =
                new ProgressBarBuilder()
                        .setTaskName(story)
                        .setInitialMax(lasts.toSeconds())
                        .setUnit(" s", 1)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(500)
                        .clearDisplayOnFinish()
                        .build();
    }

    /// @param nanos since the story's begin
    void at(long nanos) {
        if (bar != null) bar.stepTo(TimeUnit.NANOSECONDS.toSeconds(nanos));
    }

    @Override
    public void close() {
        if (bar != null) bar.close();
    }
}
