package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.reshard.Reach;
import hearsay.simulations.process.reshard.SlotMover;
import hearsay.simulations.reshard.BadPlan;
import hearsay.simulations.reshard.ClusterPicture;
import hearsay.simulations.reshard.SlotMove;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A command that moves slots: it shows what it is going to do, asks, and does it.
abstract class SlotChange implements Callable<Integer> {

    /// After Ctrl-C, the slots that are under way get so long to arrive.
    private static final long LAST_SLOTS_MILLIS = TimeUnit.SECONDS.toMillis(10);

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ClusterAt at = new ClusterAt();

    @Option(names = "--yes", description = "Do not ask: do what the plan says.")
    private boolean yes;

    @Option(
            names = "--batch",
            paramLabel = "KEYS",
            defaultValue = "100",
            description =
                    "How many keys one MIGRATE takes; while it runs, the source may serve nobody else (default:"
                            + " ${DEFAULT-VALUE}).")
    private int keysPerMigrate;

    @Override
    public final Integer call() throws Exception {
        if (keysPerMigrate < 1) throw new Refusal("--batch is at least 1.");
        try (Reach reach = at.reach()) {
            return act(reach);
        } catch (BadPlan bad) {
            throw new Refusal(String.valueOf(bad.getMessage()).stripTrailing());
        }
    }

    /// @return the exit code
    abstract int act(Reach reach) throws Exception;

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    ClusterAt at() {
        return at;
    }

    SlotMover.Settings settings() {
        var usual = SlotMover.Settings.DEFAULT;
        return new SlotMover.Settings(
                usual.slotsTogether(),
                usual.keysTogether(),
                keysPerMigrate,
                usual.migratesInFlight(),
                at.timeoutMillis());
    }

    /// Whether to go on: `--yes`, or a y from the user.
    boolean isAgreed(String question) throws IOException {
        if (yes) return true;
        out().print(question + " [y/N] ");
        out().flush();
        var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        String answer = in.readLine();
        boolean agreed = answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        if (!agreed) out().println((answer == null ? "\n" : "") + "Nothing was changed.");
        return agreed;
    }

    /// Moves the slots, and says how it went.
    ///
    /// @return the exit code
    int move(Reach reach, ClusterPicture picture, List<SlotMove> moves)
            throws InterruptedException {
        try (var bar = new MovingBar("moving", moves.size())) {
            var mover = new SlotMover(reach, picture, settings(), bar);
            var done = new java.util.concurrent.CountDownLatch(1);
            var interrupted = new Thread(() -> endNow(mover, done));
            Runtime.getRuntime().addShutdownHook(interrupted);
            SlotMover.Outcome outcome;
            try {
                outcome = mover.move(moves);
                bar.close();
                tell(outcome, picture, moves.size(), bar);
            } finally {
                done.countDown();
                removeHook(interrupted);
            }
            return outcome.isComplete() ? 0 : Refusal.FAILED;
        }
    }

    private void tell(
            SlotMover.Outcome outcome, ClusterPicture picture, int planned, MovingBar bar) {
        String moved = bar.told(outcome.slots(), outcome.keys());
        if (outcome.isComplete()) {
            out().println("Moved " + moved);
            out().flush();
            return;
        }
        for (String trouble : outcome.troubles()) out().println(trouble);
        out().println(
                        "%s after %d of %d slots: moved %s."
                                .formatted(
                                        outcome.troubles().isEmpty() ? "Interrupted" : "Ended",
                                        outcome.slots(),
                                        planned,
                                        moved));
        if (outcome.open().isEmpty()) {
            out().println("No slot stands open. The same command with the rest goes on.");
        } else {
            out().println("These slots are half open, their keys at either of the two nodes:");
            out().print(SlotMover.describe(outcome.open(), picture));
            out().println(
                            "When a master serves every slot again, this repairs it:  hearsay fix"
                                    + at.options());
        }
        out().flush();
    }

    private static void endNow(SlotMover mover, java.util.concurrent.CountDownLatch done) {
        mover.stop();
        try {
            boolean ended = done.await(LAST_SLOTS_MILLIS, TimeUnit.MILLISECONDS);
            if (!ended)
                System.err.println(
                        "Slots under way may stand open: hearsay fix tells which, and repairs it.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs: this is the end.
        }
    }
}
