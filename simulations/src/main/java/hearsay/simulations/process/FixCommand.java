package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.reshard.NodeTrouble;
import hearsay.simulations.process.reshard.Prefer;
import hearsay.simulations.process.reshard.Reach;
import hearsay.simulations.process.reshard.Repairer;
import hearsay.simulations.reshard.ClusterPicture;
import hearsay.simulations.reshard.Diagnosis;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearsay fix`: closes what an interrupted reshard left open, and gives every slot one owner.
@Command(
        name = "fix",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Finds slots that stand open, that several masters serve or nobody, and keys that are where their"
                    + " slot is not; says how it repairs that, and does it. Works with any Redis cluster.",
            "",
            "Ends with 0: all is well now; 1: it is not; 2: a mistake on the command line.",
            ""
        })
final class FixCommand extends SlotChange {

    private static final int SHOWN = 10;

    @Option(
            names = "--prefer",
            paramLabel = "owner|copy",
            description =
                    "Which value stays if a key has two: the owner's, or the one found where it should not be."
                            + " Without it, both do, and the keys are named.")
    private Optional<String> prefer = Optional.empty();

    @Option(names = "--dry-run", description = "Only says what is wrong.")
    private boolean dry;

    @Override
    int act(Reach reach) throws Exception {
        Prefer preference = preference();
        ClusterPicture picture = reach.settled();
        Diagnosis diagnosis = Diagnosis.of(picture, keys(reach, picture));
        if (diagnosis.isWell()) {
            out().println("Nothing is wrong: every slot has one owner, and its keys are there.");
            return 0;
        }
        diagnosis.findings().forEach(out()::println);
        if (dry) return Refusal.FAILED;
        String question =
                "Repair it, in %d steps, moving %s?"
                        .formatted(
                                diagnosis.steps().size(),
                                diagnosis.keysAstray() == 1
                                        ? "1 key"
                                        : diagnosis.keysAstray() + " keys");
        if (!isAgreed(question)) return Refusal.FAILED;
        return repair(reach, picture, diagnosis, preference);
    }

    private int repair(Reach reach, ClusterPicture picture, Diagnosis diagnosis, Prefer preference)
            throws InterruptedException {
        List<String> undecided;
        try (var bar = new MovingBar("repairing", diagnosis.steps().size())) {
            var repairer = new Repairer(reach, picture, settings(), bar, preference);
            undecided = repairer.repair(diagnosis.steps());
        } catch (NodeTrouble trouble) {
            throw new Refusal(
                    trouble.text()
                            + "\nThe repair is not complete. Nothing is lost by that: hearsay fix goes on with"
                            + " what it finds.");
        }
        if (!undecided.isEmpty()) {
            out().println(
                            "%d %s two different values, one at the slot's owner and one elsewhere: %s"
                                    .formatted(
                                            undecided.size(),
                                            undecided.size() == 1 ? "key has" : "keys have",
                                            undecided.stream().limit(SHOWN).toList()));
            out().println(
                            "Both are left. --prefer owner keeps the owner's, --prefer copy the other one.");
            return Refusal.FAILED;
        }
        ClusterPicture after = reach.settled();
        Diagnosis left = Diagnosis.of(after, keys(reach, after));
        left.findings().forEach(out()::println);
        out().println(left.isWell() ? "Repaired." : "That is still wrong; try again.");
        return left.isWell() ? 0 : Refusal.FAILED;
    }

    private java.util.Map<String, int[]> keys(Reach reach, ClusterPicture picture)
            throws InterruptedException {
        try {
            return reach.keys(picture);
        } catch (NodeTrouble trouble) {
            throw new Refusal(trouble.text());
        }
    }

    private Prefer preference() {
        return switch (prefer.orElse("")) {
            case "" -> Prefer.NEITHER;
            case "owner" -> Prefer.OWNER;
            case "copy" -> Prefer.COPY;
            default -> throw new Refusal("--prefer is owner or copy.");
        };
    }
}
