package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.io.PrintWriter;
import java.util.Locale;

/// Says what is being done, and how long it took.
final class Progress {

    private final PrintWriter out;

    Progress(PrintWriter out) {
        this.out = out;
    }

    /// Something that takes its time and may be refused.
    interface Step {
        void run() throws InterruptedException;
    }

    void step(String text, Step step) throws InterruptedException {
        out.print(text + " ... ");
        out.flush();
        long from = System.nanoTime();
        try {
            step.run();
        } catch (Refusal e) {
            out.println("failed");
            throw e;
        }
        out.println(String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - from) / 1e9));
        out.flush();
    }
}
