package hearsay.simulations.reshard;

import hearsay.gossip.model.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A cluster of masters as CLUSTER NODES would describe it: one letter is a node's id forty times.
final class Described {

    private final Map<String, String> slots = new LinkedHashMap<>();
    private final Map<String, String> open = new LinkedHashMap<>();
    private final List<String> silent = new ArrayList<>();
    private final List<String> replicas = new ArrayList<>();
    private final Map<String, int[]> keys = new TreeMap<>();

    /// Three masters that share all slots, `a` on port 7000.
    static Described healthy() {
        return new Described()
                .master("a", "0-5460")
                .master("b", "5461-10922")
                .master("c", "10923-16383");
    }

    Described master(String letter, String slots) {
        this.slots.put(letter, slots);
        return this;
    }

    Described replica(String letter, String of) {
        replicas.add(letter);
        slots.put(letter, of);
        return this;
    }

    Described silent(String letter) {
        silent.add(letter);
        return this;
    }

    /// `[7->-b]` of a node about itself, with the letter for the id.
    Described open(String letter, int slot, String arrow, String other) {
        open.merge(
                letter, " [%d-%s-%s]".formatted(slot, arrow, id(other)), (one, two) -> one + two);
        return this;
    }

    Described keys(String letter, int slot, int count) {
        keys.computeIfAbsent(id(letter), id -> new int[Slot.COUNT])[slot] = count;
        return this;
    }

    static String id(String letter) {
        return letter.repeat(40);
    }

    ClusterPicture picture() {
        return ClusterPicture.of(
                slots.keySet().stream()
                        .filter(letter -> !silent.contains(letter))
                        .map(this::saidBy)
                        .toList());
    }

    Map<String, int[]> keys() {
        return keys;
    }

    Diagnosis diagnosis() {
        return Diagnosis.of(picture(), keys);
    }

    private String saidBy(String witness) {
        var text = new StringBuilder();
        int port = 7000;
        for (String letter : slots.keySet()) {
            boolean itself = letter.equals(witness);
            boolean replica = replicas.contains(letter);
            text.append(id(letter))
                    .append(" 127.0.0.1:%d@%d ".formatted(port, port + 10_000))
                    .append(itself ? "myself," : "")
                    .append(replica ? "slave " + id(slots.getOrDefault(letter, "")) : "master -")
                    .append(" 0 0 %d connected".formatted(port - 6_999))
                    .append(replica ? "" : " " + slots.getOrDefault(letter, ""))
                    .append(itself ? open.getOrDefault(letter, "") : "")
                    .append('\n');
            port++;
        }
        return text.toString();
    }
}
