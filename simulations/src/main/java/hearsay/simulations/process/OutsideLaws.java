package hearsay.simulations.process;

import hearsay.simulations.check.Findings;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Inspection;
import hearsay.simulations.check.Scene;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.network.Tap;
import hearsay.simulations.story.Story;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Holds the laws against a cluster of processes, as far as one can from outside: by what nodes
/// answered a few times a second, by what they wrote into their logs, and by what clients were
/// told. What happens between two looks and is not logged nobody sees, so these are kinder than the
/// same laws in virtual time.
///
/// The looks and the diary are told to the laws once more when all is over, in their order.
final class OutsideLaws {

    private static final long SECOND_NANOS = 1_000_000_000;
    private static final int USUAL_VALIDITY_FACTOR = 10;
    private static final int USUAL_PING_SECONDS = 10;

    /// Who reported whom, and what a minority heard, only the bus tells; and what WAIT confirmed
    /// would have to be looked for inside the nodes at that very moment.
    static final List<String> INVISIBLE =
            List.of(
                    "reports-suffice",
                    "minority-stops",
                    "wait-is-true",
                    "one-leader-per-epoch",
                    "one-sentinel-vote-per-epoch",
                    "one-master-in-the-end",
                    "configurations-only-advance",
                    "tilt-does-nothing",
                    "parallel-syncs-kept",
                    "priority-0-never-promoted");

    private final List<OutsideSight> sights = new ArrayList<>();
    private final Inspection inspection;
    private long nanos;

    /// @param members of the cluster, before anything happened to it
    OutsideLaws(Story story, Path folder, List<Member> members) {
        for (Member member : members) sights.add(new OutsideSight(folder, member));
        long timeout = story.world().nodeTimeout().toNanos();
        long factor = directive(story, "cluster-replica-validity-factor", USUAL_VALIDITY_FACTOR);
        long period = directive(story, "repl-ping-replica-period", USUAL_PING_SECONDS);
        var scene =
                new Scene(
                        () -> nanos,
                        sights,
                        timeout,
                        factor == 0 ? Long.MAX_VALUE : factor * timeout + period * SECOND_NANOS,
                        story.settles().toNanos());
        inspection = new Inspection(scene, visible(story.laws()));
    }

    static List<String> visible(List<String> laws) {
        return laws.stream().filter(law -> !INVISIBLE.contains(law)).toList();
    }

    /// @param looks the last of them when all was quiet; at that, nodes are asked for what they
    ///   hold
    /// @param healedNanos when the last trouble was over
    Findings judge(List<Look> looks, List<Entry> entries, long healedNanos, History history) {
        int told = 0;
        boolean healed = false;
        for (Look look : looks) {
            for (; told < entries.size() && entries.get(told).nanos() <= look.nanos(); told++)
                tell(entries.get(told));
            nanos = Math.max(nanos, look.nanos());
            if (!healed && nanos >= healedNanos) {
                healed = true;
                long now = nanos;
                nanos = healedNanos;
                inspection.healed();
                nanos = now;
            }
            see(look);
        }
        for (; told < entries.size(); told++) tell(entries.get(told));
        return inspection.end(history);
    }

    private void tell(Entry entry) {
        nanos = Math.max(nanos, entry.nanos());
        inspection.noted(entry);
    }

    private void see(Look look) {
        Tap bus = inspection.tap();
        for (OutsideSight sight : sights) {
            look.sights().stream()
                    .filter(seen -> seen.member().port() == sight.port())
                    .findFirst()
                    .ifPresent(sight::see);
            if (bus != null && sight.runs())
                bus.delivered(nanos, nanos, sight.ip(), sight.ip(), sight.word());
        }
        inspection.look();
    }

    private static long directive(Story story, String name, long usual) {
        String set = story.world().directives().get(name);
        return set == null ? usual : Long.parseLong(set);
    }
}
