package hearsay.node.cluster;

import hearsay.gossip.member.Settings.Announce;
import hearsay.gossip.member.Settings.PreferredEndpoint;
import hearsay.gossip.model.Address;
import hearsay.node.config.Settings;
import java.util.Locale;

/// A node's configuration as far as it is the member's.
public final class MemberSettings {

    private MemberSettings() {}

    public static hearsay.gossip.member.Settings of(Settings settings) {
        var cluster = settings.cluster();
        return new hearsay.gossip.member.Settings(
                cluster.nodeTimeoutMillis(),
                cluster.pingIntervalMillis(),
                cluster.replicaValidityFactor(),
                settings.replication().pingPeriodSeconds() * 1000L,
                cluster.migrationBarrier(),
                cluster.requireFullCoverage(),
                cluster.allowReadsWhenDown(),
                cluster.allowPubsubshardWhenDown(),
                cluster.allowReplicaMigration(),
                cluster.replicaNoFailover(),
                PreferredEndpoint.valueOf(
                        cluster.preferredEndpointType().toUpperCase(Locale.ROOT).replace('-', '_')),
                new Announce(
                        cluster.announceIp(),
                        cluster.announcePort(),
                        0,
                        cluster.announceBusPort(),
                        cluster.announceHostname(),
                        cluster.announceHumanNodename()));
    }

    /// Where the node listens: the address it is bound to first, its port, its bus port.
    public static Address listening(Settings settings) {
        var network = settings.network();
        return new Address(hostOf(settings), network.port(), 0, settings.cluster().busPort(), "");
    }

    /// The address that peers reach this node's JVM by.
    public static String hostOf(Settings settings) {
        var announced = settings.cluster().announceIp();
        if (!announced.isEmpty()) return announced;
        for (var bound : settings.network().bind()) {
            var host = bound.startsWith("-") ? bound.substring(1) : bound;
            if (!host.equals("*") && !host.equals("::*") && !host.equals("0.0.0.0")) return host;
        }
        return "127.0.0.1";
    }
}
