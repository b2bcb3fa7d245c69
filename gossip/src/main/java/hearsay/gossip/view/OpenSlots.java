package hearsay.gossip.view;

import hearsay.gossip.model.SlotSet;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Slots on their way from one master to another: those that I give away, and those that I take in.
///
/// A slot changes its owner in one moment, its keys cannot. While they travel both sides keep the
/// slot open: the giver still owns it and sends whoever wants a key that has left to the taker; the
/// taker serves those who were sent, and nobody else. Nobody but the two sides knows, and only an
/// operator opens and closes.
///
/// Source: Redis Cluster specification, "Live reconfiguration", "ASK redirection".
public final class OpenSlots {

    private final SortedMap<Integer, Node> migrating = new TreeMap<>();
    private final SortedMap<Integer, Node> importing = new TreeMap<>();

    /// Asked for with every request, so that it is a field and no question to two trees.
    private boolean any;

    /// Whether there is any.
    public boolean isAny() {
        return any;
    }

    /// Whether I give this slot away, or take it in.
    public boolean isOpen(int slot) {
        return migrating.containsKey(slot) || importing.containsKey(slot);
    }

    public boolean isImporting(int slot) {
        return importing.containsKey(slot);
    }

    /// To whom I give this slot, null if to nobody.
    public @Nullable Node target(int slot) {
        return migrating.get(slot);
    }

    /// From whom I take this slot, null if from nobody.
    public @Nullable Node source(int slot) {
        return importing.get(slot);
    }

    public void migrate(int slot, Node to) {
        migrating.put(slot, to);
        any = true;
    }

    public void importFrom(int slot, Node from) {
        importing.put(slot, from);
        any = true;
    }

    public void close(int slot) {
        closeMigration(slot);
        closeImport(slot);
    }

    public void closeMigration(int slot) {
        migrating.remove(slot);
        count();
    }

    public void closeMigrations(SlotSet slots) {
        migrating.keySet().removeIf(slots::contains);
        count();
    }

    public void closeImport(int slot) {
        importing.remove(slot);
        count();
    }

    public void closeImports(int first, int last) {
        importing.subMap(first, last + 1).clear();
        count();
    }

    public void closeAll() {
        migrating.clear();
        importing.clear();
        any = false;
    }

    /// The node is known no longer, and nothing is given to it or taken from it.
    public void forget(Node node) {
        if (!any) return;
        migrating.values().removeIf(other -> other == node);
        importing.values().removeIf(other -> other == node);
        count();
    }

    /// Whoever gave me slots or took mine was replaced: its heir goes on with it.
    ///
    /// @return whether there was any
    public boolean inherit(Node former, Node heir) {
        if (!any) return false;
        return replace(migrating, former, heir) | replace(importing, former, heir);
    }

    private static boolean replace(SortedMap<Integer, Node> peers, Node former, Node heir) {
        boolean found = false;
        for (var entry : peers.entrySet()) {
            if (entry.getValue() != former) continue;
            entry.setValue(heir);
            found = true;
        }
        return found;
    }

    /// The others of open slots, each once, in the order of their slots.
    public Set<Node> peers() {
        var peers = new LinkedHashSet<>(migrating.values());
        peers.addAll(importing.values());
        return peers;
    }

    /// To whom I give slots, ascending by slot.
    public SortedMap<Integer, Node> migrating() {
        return Collections.unmodifiableSortedMap(migrating);
    }

    /// From whom I take slots, ascending by slot.
    public SortedMap<Integer, Node> importing() {
        return Collections.unmodifiableSortedMap(importing);
    }

    private void count() {
        any = !migrating.isEmpty() || !importing.isEmpty();
    }
}
