package hearsay.gossip.diary;

import hearsay.gossip.model.NodeId;

/// A node as Redis' log names it: `id (nodename)`.
public record Name(NodeId id, String nodename) {

    @Override
    public String toString() {
        return id + " (" + nodename + ")";
    }

    static Name parse(String text) {
        int space = text.indexOf(' ');
        var id = new NodeId(text.substring(0, space));
        return new Name(id, text.substring(space + 2, text.length() - 1));
    }
}
