package hearsay.node.command;

import hearsay.node.cluster.Membership;
import org.jspecify.annotations.Nullable;

/// What DEBUG does to the cluster bus: packets that are not heard, links that break.
final class DebugCluster {

    private DebugCluster() {}

    /// `DROP-CLUSTER-PACKET-FILTER type`. Outside of a cluster there is nothing to be dropped.
    static void dropPackets(Call call) {
        long type = call.integer(2);
        var membership = call.server().membership();
        if (membership != null) membership.packets().drop(type);
        call.reply().ok();
    }

    /// `CLOSE-CLUSTER-LINK-ON-PACKET-DROP 0|1`
    static void closeLinks(Call call) {
        boolean yes = call.integer(2) != 0;
        var membership = call.server().membership();
        if (membership != null) membership.packets().closeLinks(yes);
        call.reply().ok();
    }

    /// `CLUSTERLINK KILL to|from|all id`
    static void link(Call call) {
        if (!call.is(2, "KILL")) throw DebugCommands.unknown(call);
        var membership = membership(call.server().membership());
        var id = call.text(4);
        if (!isKnown(membership, id)) throw new CommandError("ERR Unknown node " + id);
        boolean all = call.is(3, "ALL");
        boolean to = all || call.is(3, "TO");
        boolean from = all || call.is(3, "FROM");
        if (!to && !from) throw new CommandError("ERR Unknown direction " + call.text(3));
        for (var link : membership.member().links()) {
            if (!link.node().toString().equals(id)) continue;
            boolean meant = link.direction().equals("to") ? to : from;
            if (meant) membership.breakLink(link.link(), call.nowMillis());
        }
        call.reply().ok();
    }

    private static Membership membership(@Nullable Membership membership) {
        if (membership != null) return membership;
        throw new CommandError("ERR Debug option only available for cluster mode enabled setup!");
    }

    private static boolean isKnown(Membership membership, String id) {
        return membership.member().nodes(false).lines().anyMatch(line -> line.startsWith(id + " "));
    }
}
