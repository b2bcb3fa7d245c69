package hearsay.sentinel.member;

import hearsay.gossip.diary.Level;
import hearsay.sentinel.hello.Hello;
import hearsay.sentinel.model.Address;
import hearsay.sentinel.watch.Master;
import hearsay.sentinel.watch.OtherSentinel;
import org.jspecify.annotations.Nullable;

/// What other Sentinels say of themselves and of the masters that we have in common.
///
/// Source: items 61 and 75.
final class HelloReception {

    private final Core core;
    private final Instances instances;

    HelloReception(Core core, Instances instances) {
        this.core = core;
        this.instances = instances;
    }

    void read(String message) {
        var hello = Hello.parse(message);
        if (hello == null) return;
        var master = core.masters.get(hello.master());
        if (master == null) return;
        var sender = sender(master, hello);
        core.heardOf(hello.currentEpoch(), master);
        if (sender == null) return;
        learn(master, sender, hello);
        sender.lastHello = core.now;
    }

    /// Who said it: known, moved, or new. Null for one whose address makes no sense; nobody is
    /// forgotten for that, since a voter less makes another majority.
    private @Nullable OtherSentinel sender(Master master, Hello hello) {
        var address = core.known(hello.ip(), hello.port());
        if (address == null) return null;
        var known = master.sentinels.get(hello.runId());
        if (known != null && known.address.samePlace(address)) return known;
        boolean moved = instances.removeSentinel(master, hello.runId());
        if (moved) {
            core.tell(
                    Level.NOTICE,
                    "+sentinel-address-switch",
                    master,
                    " ip " + hello.ip() + " port " + hello.port() + " for " + hello.runId());
        } else {
            dropWhoWasThere(master, address);
        }
        var sender = instances.addSentinel(master, hello.runId(), address);
        if (sender == null) return null;
        if (moved) instances.moved(sender);
        else core.tell(Level.NOTICE, "+sentinel", sender);
        core.outbox.save();
        return sender;
    }

    /// Somebody new at the address of somebody known: the one known is no longer there.
    private void dropWhoWasThere(Master master, Address address) {
        for (var other : master.sentinels.values()) {
            if (!other.address.samePlace(address)) continue;
            core.tell(Level.NOTICE, "+sentinel-invalid-addr", other);
            for (var each : core.mastersNow()) instances.removeSentinel(each, other.name());
            return;
        }
    }

    /// Who has the greater config epoch is right about where the master is.
    private void learn(Master master, OtherSentinel sender, Hello hello) {
        if (!core.rules.outranks(hello.masterConfigEpoch(), master.configEpoch)) return;
        master.configEpoch = hello.masterConfigEpoch();
        var old = master.address;
        boolean same = hello.masterPort() == old.port() && core.isHost(old, hello.masterHost());
        if (same) {
            if (master.failover.current() != null) overtaken(master, sender);
            return;
        }
        core.tell(Level.WARNING, "+config-update-from", sender);
        core.announce(
                Level.WARNING,
                "+switch-master",
                master,
                String.join(
                        " ",
                        master.name(),
                        core.announced(old),
                        Integer.toString(old.port()),
                        hello.masterHost(),
                        Integer.toString(hello.masterPort())));
        instances.switchMaster(master, hello.masterHost(), hello.masterPort());
        core.reconfigureClients(master, "observer", old, master.address);
    }

    /// My failover has been overtaken by one of a later epoch, whose master is the one that I was
    /// replacing. Redis goes on with its own all the same, ends it under the epoch that it has just
    /// heard of, and so there are two masters of one epoch, for good.
    private void overtaken(Master master, OtherSentinel sender) {
        core.tell(Level.WARNING, "+config-update-from", sender);
        core.tell(Level.WARNING, "-failover-abort-overtaken", master);
        instances.switchMaster(master, master.address.host(), master.address.port());
    }
}
