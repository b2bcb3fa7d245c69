package hearsay.simulations.reshard;

import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One line of CLUSTER NODES: what somebody says about a node.
///
/// @param host as it announces itself; empty if that is not known
/// @param masterId whom it follows; empty for a master
/// @param slots what it serves, those on their way out included
/// @param migrating where each slot is on its way to; only a node's line about itself has any
/// @param importing where each slot comes from; likewise
/// @see <a href="https://redis.io/docs/latest/commands/cluster-nodes/">CLUSTER NODES</a>
public record SeenNode(
        String id,
        String host,
        int port,
        List<String> flags,
        String masterId,
        long configEpoch,
        SlotSet slots,
        SortedMap<Integer, String> migrating,
        SortedMap<Integer, String> importing) {

    private static final int FIXED_WORDS = 8;

    public SeenNode {
        flags = List.copyOf(flags);
        migrating = Collections.unmodifiableSortedMap(new TreeMap<>(migrating));
        importing = Collections.unmodifiableSortedMap(new TreeMap<>(importing));
    }

    /// Every line of a reply to CLUSTER NODES.
    public static List<SeenNode> all(String clusterNodes) {
        List<SeenNode> nodes = new ArrayList<>();
        for (String line : clusterNodes.lines().toList()) {
            String[] words = line.strip().split(" ", -1);
            if (words.length >= FIXED_WORDS) nodes.add(of(words));
        }
        return nodes;
    }

    private static SeenNode of(String[] words) {
        var slots = new SlotSet.Builder();
        var migrating = new TreeMap<Integer, String>();
        var importing = new TreeMap<Integer, String>();
        for (int i = FIXED_WORDS; i < words.length; i++) {
            String word = words[i];
            if (word.isEmpty()) continue;
            if (word.startsWith("[")) open(word, migrating, importing);
            else range(word, slots);
        }
        String address = words[1].split("[@,]", -1)[0];
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon + 1);
        return new SeenNode(
                words[0],
                colon < 0 ? "" : address.substring(0, colon),
                port.isEmpty() ? 0 : Integer.parseInt(port),
                List.of(words[2].split(",", -1)),
                words[3].equals("-") ? "" : words[3],
                Long.parseLong(words[6]),
                slots.build(),
                migrating,
                importing);
    }

    private static void range(String word, SlotSet.Builder slots) {
        String[] ends = word.split("-", -1);
        int last = Integer.parseInt(ends[ends.length - 1]);
        for (int slot = Integer.parseInt(ends[0]); slot <= last; slot++) slots.add(slot);
    }

    /// `[93->-id]` leaves, `[93-<-id]` comes.
    private static void open(
            String word, TreeMap<Integer, String> migrating, TreeMap<Integer, String> importing) {
        int dash = word.indexOf('-');
        int slot = Integer.parseInt(word.substring(1, dash));
        String id = word.substring(dash + 3, word.length() - 1);
        (word.charAt(dash + 1) == '>' ? migrating : importing).put(slot, id);
    }

    /// The same, but it serves none of these.
    SeenNode without(SlotSet others) {
        return new SeenNode(
                id,
                host,
                port,
                flags,
                masterId,
                configEpoch,
                slots.minus(others),
                migrating,
                importing);
    }

    public boolean isMyself() {
        return flags.contains("myself");
    }

    public boolean isMaster() {
        return flags.contains("master");
    }

    /// Whether it has been met and can be found.
    public boolean isKnown() {
        return !flags.contains("handshake") && !flags.contains("noaddr") && port > 0;
    }

    public boolean isFailing() {
        return flags.contains("fail");
    }

    /// `127.0.0.1:7000`
    public String address() {
        return host + ":" + port;
    }
}
