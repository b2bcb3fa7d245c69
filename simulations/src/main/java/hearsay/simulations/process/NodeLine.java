package hearsay.simulations.process;

import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.List;

/// What one line of CLUSTER NODES, or of a nodes.conf, says about a node.
///
/// @param master the id of whom it follows; empty for a master
/// @param slots what it serves, without those on their way
/// @see <a href="https://redis.io/docs/latest/commands/cluster-nodes/">CLUSTER NODES</a>
record NodeLine(
        String id, int port, List<String> flags, String master, long configEpoch, SlotSet slots) {

    /// Reads every line about a node, and passes over the others (`vars` in nodes.conf).
    static List<NodeLine> parse(String text) {
        List<NodeLine> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split(" ", -1);
            if (words.length < 8) continue;
            lines.add(
                    new NodeLine(
                            words[0],
                            portOf(words[1]),
                            List.of(words[2].split(",", -1)),
                            words[3].equals("-") ? "" : words[3],
                            Long.parseLong(words[6]),
                            slots(words)));
        }
        return lines;
    }

    boolean isMyself() {
        return flags.contains("myself");
    }

    boolean isMaster() {
        return flags.contains("master");
    }

    /// Whether it is a node that has been met and whose address is known.
    boolean isKnown() {
        return !flags.contains("handshake") && !flags.contains("noaddr");
    }

    boolean isSuspected() {
        return flags.contains("fail") || flags.contains("fail?");
    }

    /// The port in `127.0.0.1:7000@17000,name`; 0 where there is none.
    private static int portOf(String address) {
        String clients = address.split("[@,]", -1)[0];
        String port = clients.substring(clients.lastIndexOf(':') + 1);
        return port.isEmpty() ? 0 : Integer.parseInt(port);
    }

    private static SlotSet slots(String[] words) {
        SlotSet slots = SlotSet.EMPTY;
        for (int i = 8; i < words.length; i++) {
            if (words[i].isEmpty() || words[i].startsWith("[")) continue;
            String[] ends = words[i].split("-", -1);
            slots =
                    slots.withRange(
                            Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
        }
        return slots;
    }
}
