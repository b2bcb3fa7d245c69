package hearsay.gossip.member;

import hearsay.gossip.model.Address;
import hearsay.gossip.view.Node;
import org.jspecify.annotations.Nullable;

/// The links to and from my peers: one of each kind per peer.
///
/// Mine are numbered 1, 2, 3 …; those that I accept have the negative numbers that the shell gave.
///
/// Source: Redis Cluster specification, "Cluster topology".
final class Links {

    /// @param node who is at the other end; null for an inbound link that has not said yet
    /// @param localIp my address on it, "" if unknown
    record Link(long id, @Nullable Node node, long createdAt, String remoteIp, String localIp) {

        boolean inbound() {
            return id < 0;
        }
    }

    private final LinkTable links = new LinkTable();

    private final Outbox out;
    private long lastId;

    Links(Outbox out) {
        this.out = out;
    }

    @Nullable Link get(long id) {
        return links.get(id);
    }

    void open(Node node, long nowMillis) {
        long id = ++lastId;
        links.put(new Link(id, node, nowMillis, node.address.ip(), ""));
        node.setLink(id);
        out.add(new Effect.OpenLink(id, node.address));
    }

    void accepted(long id, String remoteIp, String localIp, long nowMillis) {
        if (id >= 0)
            throw new IllegalArgumentException("inbound links have negative numbers: " + id);
        links.put(new Link(id, null, nowMillis, remoteIp, localIp));
    }

    /// An inbound link said whose it is. An older one of the same node is likely a dead one.
    void identify(Link link, Node node) {
        var former = link.node();
        if (former != null) former.inboundLink = 0;
        close(node.inboundLink);
        node.inboundLink = link.id();
        links.put(new Link(link.id(), node, link.createdAt(), link.remoteIp(), link.localIp()));
    }

    /// Closes a link, if it is one.
    void close(long id) {
        if (remove(id)) out.add(new Effect.CloseLink(id));
    }

    void closeAll(Node node) {
        close(node.link);
        close(node.inboundLink);
    }

    /// The link is gone. Returns whether there was one.
    boolean remove(long id) {
        var link = links.remove(id);
        if (link == null) return false;
        var node = link.node();
        if (node == null) return true;
        if (node.link == id) node.setLink(0);
        if (node.inboundLink == id) node.inboundLink = 0;
        return true;
    }

    /// How old my link to `node` is.
    long ageMillis(Node node, long nowMillis) {
        var link = links.get(node.link);
        return link == null ? 0 : nowMillis - link.createdAt();
    }

    /// Where an outbound link leads.
    static boolean isConnectable(Address address) {
        return !address.ip().isEmpty() && address.busPort() > 0;
    }
}
