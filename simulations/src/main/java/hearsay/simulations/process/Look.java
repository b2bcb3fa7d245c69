package hearsay.simulations.process;

import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotSet;
import hearsay.simulations.process.Sight.Answers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What all nodes of a cluster said about it at about the same time.
///
/// @param nanos since the story's begin
record Look(long nanos, List<Sight> sights) {

    /// What a node said of itself.
    record Own(Member member, NodeLine line, Answers answers) {
        String name() {
            return Integer.toString(member.port());
        }
    }

    /// Of those that answered.
    List<Own> owns() {
        List<Own> owns = new ArrayList<>();
        for (Sight sight : sights) {
            Optional<Answers> answers = sight.answers();
            if (answers.isEmpty()) continue;
            answers.get().nodes().stream()
                    .filter(NodeLine::isMyself)
                    .findFirst()
                    .ifPresent(line -> owns.add(new Own(sight.member(), line, answers.get())));
        }
        return owns;
    }

    /// Whether all nodes answer, see the same owner for every slot, suspect nobody, serve, and
    /// every replica is linked to its master. If not, what is the matter.
    String disagreement() {
        Map<String, SlotSet> first = new TreeMap<>();
        for (Sight sight : sights) {
            String name = Integer.toString(sight.member().port());
            Optional<Answers> answers = sight.answers();
            if (answers.isEmpty()) return name + " does not answer";
            if (!answers.get().clusterState().equals("ok"))
                return name + " says cluster_state:fail";
            Map<String, SlotSet> seen = new TreeMap<>();
            int slots = 0;
            for (NodeLine line : answers.get().nodes()) {
                if (line.isSuspected()) return name + " suspects " + line.port();
                if (!line.isMaster() || line.slots().isEmpty()) continue;
                seen.put(line.port() + " in epoch " + line.configEpoch(), line.slots());
                slots += line.slots().size();
            }
            if (slots != Slot.COUNT) return name + " sees owners for %d slots".formatted(slots);
            if (first.isEmpty()) first.putAll(seen);
            else if (!first.equals(seen)) return name + " sees " + seen + ", another one " + first;
            if (!answers.get().isMaster() && !answers.get().linkIsUp())
                return name + " is not linked to its master";
        }
        return "";
    }
}
