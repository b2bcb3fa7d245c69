package hearsay.simulations.reshard;

import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What is wrong with a cluster's slots, in words and with what repairs it.
///
/// @param findings one sentence each
/// @param steps in the order in which they must be done
/// @param keysAstray how many keys have to be moved at most
public record Diagnosis(List<String> findings, List<RepairStep> steps, long keysAstray) {

    private static final int SHOWN = 20;

    /// @param keys by master's id: the number of keys in each slot
    /// @throws BadPlan if a master that serves slots does not answer: what it serves would look as
    ///   if nobody did
    public static Diagnosis of(ClusterPicture picture, Map<String, int[]> keys) {
        for (SeenNode silent : picture.silentMasters())
            throw new BadPlan(
                    "The master %s serves %d slots and does not answer: nothing is repaired without it. Wait"
                                    .formatted(silent.address(), silent.slots().size())
                            + " for its replica to take over, or start it again.");
        if (picture.masters().isEmpty()) throw new BadPlan("No master answers.");
        List<String> findings = new ArrayList<>();
        List<RepairStep> steps = new ArrayList<>();
        Map<String, SlotSet.Builder> grouped = new LinkedHashMap<>();
        SequencedMap<String, Integer> sizes = new LinkedHashMap<>();
        for (String id : Repair.poorestFirst(picture))
            sizes.put(id, picture.byId(id).orElseThrow().slots().size());
        long astray = 0;
        for (SlotFacts facts : SlotFacts.wrong(picture, keys)) {
            String poorest = poorest(sizes);
            if (facts.claimants().isEmpty()) sizes.merge(poorest, 1, Integer::sum);
            grouped.computeIfAbsent(words(facts, picture), words -> new SlotSet.Builder())
                    .add(facts.slot());
            List<RepairStep> repair = Repair.of(facts, picture, poorest);
            steps.addAll(repair);
            astray += astray(facts, repair);
        }
        grouped.forEach((words, slots) -> findings.add(sentence(slots.build(), words)));
        for (var misled : picture.misled().entrySet()) tell(misled, picture, findings, steps);
        return new Diagnosis(List.copyOf(findings), List.copyOf(steps), astray);
    }

    public boolean isWell() {
        return findings.isEmpty();
    }

    private static String poorest(SequencedMap<String, Integer> sizes) {
        String poorest = sizes.firstEntry().getKey();
        for (var entry : sizes.entrySet())
            if (entry.getValue() < sizes.getOrDefault(poorest, 0)) poorest = entry.getKey();
        return poorest;
    }

    private static void tell(
            Map.Entry<String, SlotSet> misled,
            ClusterPicture picture,
            List<String> findings,
            List<RepairStep> steps) {
        String witness =
                picture.byId(misled.getKey()).map(SeenNode::address).orElse(misled.getKey());
        SlotSet slots = misled.getValue();
        findings.add(witness + " does not know who owns " + Preconditions.ranges(slots));
        var told = new SlotSet.Builder();
        for (RepairStep step : steps) told.add(step.slot());
        for (int slot = slots.next(0); slot >= 0; slot = slots.next(slot + 1)) {
            int which = slot;
            if (!told.contains(slot))
                picture.owner(slot)
                        .ifPresent(owner -> steps.add(new RepairStep.Announce(which, owner.id())));
        }
    }

    private static long astray(SlotFacts facts, List<RepairStep> repair) {
        long keys = 0;
        for (RepairStep step : repair)
            keys +=
                    switch (step) {
                        case RepairStep.Carry carry -> facts.keysAt(carry.from());
                        case RepairStep.Finish finish -> facts.keysAt(finish.from());
                        default -> 0;
                    };
        return keys;
    }

    private static String sentence(SlotSet slots, String words) {
        String which = Preconditions.ranges(slots);
        return slots.size() == 1
                ? "Slot " + which + words
                : "%d slots (%s)%s".formatted(slots.size(), which, words);
    }

    private static String words(SlotFacts facts, ClusterPicture picture) {
        List<String> words = new ArrayList<>();
        if (facts.claimants().isEmpty()) words.add("served by nobody");
        else if (facts.claimants().size() == 1)
            words.add("of " + address(picture, facts.claimants().getFirst()));
        else
            words.add(
                    "claimed by "
                            + String.join(
                                    " and by ",
                                    facts.claimants().stream()
                                            .map(id -> address(picture, id))
                                            .toList()));
        new TreeMap<>(facts.migrating())
                .forEach((id, to) ->
                        words.add(
                                "migrating from %s to %s"
                                        .formatted(address(picture, id), address(picture, to))));
        facts.importing()
                .forEach((id, from) ->
                        words.add(
                                "importing at %s from %s"
                                        .formatted(address(picture, id), address(picture, from))));
        for (String stray : facts.strays()) words.add("with keys at " + address(picture, stray));
        return ": " + String.join(", ", words.subList(0, Math.min(SHOWN, words.size())));
    }

    private static String address(ClusterPicture picture, String id) {
        return picture.byId(id)
                .map(SeenNode::address)
                .orElse("the unknown node " + id.substring(0, Math.min(8, id.length())));
    }
}
