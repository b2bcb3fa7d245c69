package hearsay.simulations.world;

import hearsay.gossip.model.Address;
import hearsay.simulations.disk.DiskSpeed;
import hearsay.simulations.network.Conditions;
import hearsay.simulations.network.Network;
import hearsay.simulations.network.Sampler;
import java.time.Duration;

/// What a [WorldPlan] says of networks and disks, made so.
final class Surroundings {

    private static final Duration LATE = Duration.ofMillis(50);
    private static final int INSIDE_PREFIX = 2;

    private final WorldPlan plan;

    Surroundings(WorldPlan plan) {
        this.plan = plan;
    }

    void prepare(Network network) {
        network.conditions(
                Conditions.of(plan.latency())
                        .withLoss(plan.loss())
                        .withDuplication(plan.duplication())
                        .withReordering(plan.reordering(), LATE));
        network.machineBandwidth(plan.bandwidth());
    }

    DiskSpeed disk() {
        var sync = new Sampler(plan.sync());
        return new DiskSpeed(sync::draw, DiskSpeed.SSD.nanosPerByte());
    }

    /// Where others find the node that listens there.
    Address announced(Address inside) {
        if (!plan.nat()) return inside;
        return inside.withIp("100" + inside.ip().substring(INSIDE_PREFIX));
    }

    /// What redis.conf must say so that the node tells others where they find it.
    String directives(Address inside) {
        return plan.nat() ? "cluster-announce-ip " + announced(inside).ip() + "\n" : "";
    }

    /// Lets others find it there.
    void connect(Network network, Address inside) {
        if (!plan.nat()) return;
        String outside = announced(inside).ip();
        network.nat().forward(outside, inside.port(), inside.ip(), inside.port());
        network.nat().forward(outside, inside.busPort(), inside.ip(), inside.busPort());
        network.nat().masquerade(inside.ip(), outside);
    }
}
