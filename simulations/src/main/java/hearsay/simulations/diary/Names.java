package hearsay.simulations.diary;

import hearsay.gossip.model.NodeId;
import java.util.Map;
import java.util.TreeMap;

/// The names that people call the nodes by, `7000` instead of forty characters.
public final class Names {

    private final Map<String, String> names = new TreeMap<>();

    /// An id that a node has now. One that got a new id, by CLUSTER RESET HARD say, keeps the name
    /// for both.
    public void put(NodeId id, String name) {
        names.put(id.hex(), name);
    }

    /// All that another knows.
    public void putAll(Names other) {
        names.putAll(other.names);
    }

    /// The name; of a stranger, the first eight characters of the id.
    public String of(NodeId id) {
        return of(id.hex());
    }

    /// The text with names in the place of ids.
    public String in(String text) {
        StringBuilder named = null;
        int copied = 0;
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at < text.length() && isOfIds(text.charAt(at))) continue;
            if (at - from == NodeId.LENGTH) {
                if (named == null) named = new StringBuilder();
                named.append(text, copied, from).append(of(text.substring(from, at)));
                copied = at;
            }
            from = at + 1;
        }
        return named == null ? text : named.append(text, copied, text.length()).toString();
    }

    private String of(String hex) {
        String name = names.get(hex);
        return name == null ? hex.substring(0, 8) : name;
    }

    /// A node's own id may be anything of these, so that longer words are no ids.
    private static boolean isOfIds(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
