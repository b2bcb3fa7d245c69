package hearsay.node.cluster;

import hearsay.gossip.bus.BusMessage;

/// Packets that a member is made not to hear, for tests of what happens then.
///
/// Source: `DEBUG DROP-CLUSTER-PACKET-FILTER` and `DEBUG CLOSE-CLUSTER-LINK-ON-PACKET-DROP`.
public final class PacketFilter {

    /// Every packet is heard.
    public static final int NONE = -1;

    /// No packet is.
    public static final int ALL = -2;

    private long type = NONE;
    private boolean closing;

    /// From now on packets of that type are dropped.
    ///
    /// @param newType a number of [BusMessage.Type], [#NONE] or [#ALL]; of any other there are none
    public void drop(long newType) {
        type = newType;
    }

    /// Whether the link that a dropped packet came by is closed.
    public void closeLinks(boolean yes) {
        closing = yes;
    }

    boolean isClosing() {
        return closing;
    }

    boolean drops(BusMessage message) {
        return type != NONE && (type == ALL || message.type().code() == type);
    }
}
