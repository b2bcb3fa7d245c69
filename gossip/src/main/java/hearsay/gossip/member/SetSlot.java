package hearsay.gossip.member;

import hearsay.gossip.view.Node;
import java.util.List;
import java.util.Locale;

/// What one CLUSTER SETSLOT orders.
///
/// @param node the other side, as the client named it; "" for STABLE
/// @param timeoutMillis how long to wait for the replicas; 0 for ever
///
///   Source: the documentation of CLUSTER SETSLOT; TIMEOUT is Valkey's.
public record SetSlot(int slot, Action action, String node, long timeoutMillis) {

    public enum Action {
        /// I give the slot to that node.
        MIGRATING,
        /// I take the slot from that node.
        IMPORTING,
        /// I do neither.
        STABLE,
        /// That node owns it from now on.
        NODE
    }

    /// How long replicas may take to hear of it, if the client does not say. Valkey gives them two
    /// seconds; on a machine with more work than processors that is short, and redis-cli gives up a
    /// reshard when it is over.
    public static final long TIMEOUT_MILLIS = 10_000;

    private static final String INVALID =
            "Invalid CLUSTER SETSLOT action or number of arguments. Try CLUSTER HELP";

    /// @param words what follows CLUSTER SETSLOT
    static SetSlot parse(List<String> words) {
        int slot = SlotArguments.slot(words.get(0));
        var action = action(words.get(1));
        int end = action == Action.STABLE ? 2 : 3;
        if (words.size() < end) throw new ClusterError(INVALID);
        var node = action == Action.STABLE ? "" : words.get(2);
        return new SetSlot(slot, action, node, timeout(words.subList(end, words.size())));
    }

    static SetSlot of(int slot, Action action, Node other) {
        return new SetSlot(slot, action, other.id().hex(), TIMEOUT_MILLIS);
    }

    private static Action action(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "migrating" -> Action.MIGRATING;
            case "importing" -> Action.IMPORTING;
            case "stable" -> Action.STABLE;
            case "node" -> Action.NODE;
            default -> throw new ClusterError(INVALID);
        };
    }

    private static long timeout(List<String> words) {
        if (words.isEmpty()) return TIMEOUT_MILLIS;
        if (words.size() > 2 || !words.getFirst().equalsIgnoreCase("timeout")) {
            throw new ClusterError(INVALID);
        }
        if (words.size() == 1) throw new ClusterError("Missing timeout value");
        try {
            long timeout = Long.parseLong(words.get(1));
            if (timeout < 0) throw new ClusterError("timeout is negative");
            return timeout;
        } catch (NumberFormatException notANumber) {
            throw new ClusterError("timeout is not an integer or out of range");
        }
    }
}
