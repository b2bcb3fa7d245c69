package hearsay.sentinel.member;

import hearsay.sentinel.hello.Hello;
import hearsay.sentinel.member.Connections.Purpose;
import hearsay.sentinel.watch.Instance;
import hearsay.sentinel.watch.Link;
import hearsay.sentinel.watch.Master;
import hearsay.sentinel.watch.OtherSentinel;
import hearsay.sentinel.watch.Replica;
import org.jspecify.annotations.Nullable;

/// What is said to everybody again and again: PING, INFO, and hello.
///
/// Source: items 61 and 63.
final class Pulse {

    /// More than this under way, and the link is taken to be stuck.
    private static final int MAX_PENDING = 100;

    /// While a failover may be near, replicas are looked at this often.
    private static final long URGENT_INFO_PERIOD = 1_000;

    private final Core core;
    private final Connections connections;

    Pulse(Core core, Connections connections) {
        this.core = core;
        this.connections = connections;
    }

    void beat(Instance instance) {
        var link = instance.link;
        if (link.disconnected || link.pendingCommands >= MAX_PENDING * link.users()) return;
        switch (instance) {
            case Master master -> askInfo(master, master.info.refreshed, core.periods.info());
            case Replica replica -> askInfo(replica, replica.info.refreshed, infoPeriod(replica));
            case OtherSentinel sentinel -> {}
        }
        long period = Math.min(instance.master().downAfter, core.periods.ping());
        if (core.now - link.lastPong > period && core.now - link.lastPing > period / 2) {
            connections.ping(instance);
        }
        if (core.now - instance.lastPublished > core.periods.publish()) greet(instance);
    }

    private void askInfo(Instance instance, long refreshed, long period) {
        if (refreshed == 0 || core.now - refreshed > period) {
            connections.request(instance, Purpose.INFO, "INFO");
        }
    }

    private long infoPeriod(Replica replica) {
        var master = replica.master();
        boolean urgent =
                master.isObjectivelyDown()
                        || master.failover.isInProgress()
                        || replica.masterLinkDownMillis != 0;
        return urgent ? URGENT_INFO_PERIOD : core.periods.info();
    }

    private void greet(Instance instance) {
        var master = instance.master();
        String ip = ownIp(instance.link);
        if (ip == null) return;
        int port =
                core.global.announcePort() != 0 ? core.global.announcePort() : core.global.port();
        var current = master.currentAddress();
        var hello =
                new Hello(
                        ip,
                        port,
                        core.myId(),
                        core.currentEpoch(),
                        master.name(),
                        core.announced(current),
                        current.port(),
                        master.configEpoch);
        connections.request(instance, Purpose.HELLO, "PUBLISH", Hello.CHANNEL, hello.toString());
    }

    /// Null as long as I do not know how I am called over there.
    private @Nullable String ownIp(Link link) {
        String announced = core.global.announceIp();
        if (announced != null) return announced;
        return link.localIp.isEmpty() ? null : link.localIp;
    }

    /// There is news: everybody shall hear it at the next tick.
    void greetSoon(Master master) {
        forget(master);
        master.sentinels.values().forEach(this::forget);
        master.replicas.values().forEach(this::forget);
    }

    private void forget(Instance instance) {
        instance.lastPublished -= core.periods.publish() + 1;
    }
}
