package hearsay.sentinel.member;

import static java.nio.charset.StandardCharsets.UTF_8;

import hearsay.gossip.diary.Level;
import hearsay.node.keyspace.Glob;
import hearsay.sentinel.leader.Ballot;
import hearsay.sentinel.member.Report.MasterDown;
import hearsay.sentinel.model.Address;
import hearsay.sentinel.watch.Master;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What clients and other Sentinels order. Each method leaves its effects in the outbox.
///
/// Source: items 66, 76 and 78.
final class Administration {

    private static final String OK = "OK";

    private final Core core;
    private final Instances instances;
    private final Elections elections;
    private final Failovers failovers;

    Administration(Core core, Instances instances, Elections elections, Failovers failovers) {
        this.core = core;
        this.instances = instances;
        this.elections = elections;
        this.failovers = failovers;
    }

    /// By address, not by name: others may call the same master otherwise. In TILT nobody is down
    /// for me, but I vote.
    MasterDown isMasterDownByAddr(String ip, long port, long epoch, String candidate) {
        var master = masterAt(ip, port);
        if (master == null) return new MasterDown(false, "*", 0);
        boolean down = master.isDown() && !core.tilt.isTilted();
        if (candidate.equals("*")) return new MasterDown(down, "*", 0);
        elections.vote(master, epoch, candidate);
        String leader = master.ballot.leader();
        return new MasterDown(down, leader == null ? "*" : leader, master.ballot.epoch());
    }

    private @Nullable Master masterAt(String host, long port) {
        if (port < 0 || port > 65_535) return null;
        Address address = core.known(host, (int) port);
        if (address == null) return null;
        for (var master : core.masters.values()) {
            if (master.address.samePlace(address)) return master;
        }
        return null;
    }

    int reset(String pattern) {
        int count = 0;
        for (var master : core.masters.values()) {
            if (!Glob.matches(pattern.getBytes(UTF_8), master.name().getBytes(UTF_8))) continue;
            instances.reset(master);
            count++;
        }
        return count;
    }

    String failover(Master master) {
        if (master.failover.isInProgress()) {
            throw new SentinelError("INPROG Failover already in progress");
        }
        if (failovers.select(master) == null) {
            throw new SentinelError("NOGOODSLAVE No suitable replica to promote");
        }
        core.log(Level.NOTICE, "Executing user requested FAILOVER of '" + master.name() + "'");
        failovers.start(master, true);
        return OK;
    }

    String flushConfig() {
        core.outbox.save();
        return OK;
    }

    String monitor(String name, String host, String port, String quorum) {
        Long needed = Numbers.parse(quorum);
        if (needed == null) throw new SentinelError("ERR Invalid quorum");
        Long number = Numbers.parse(port);
        if (number == null) throw new SentinelError("ERR Invalid port");
        if (needed <= 0) throw new SentinelError("ERR Quorum must be 1 or greater.");
        if (core.ipOf(host) == null) {
            throw new SentinelError("ERR Invalid IP address or hostname specified");
        }
        if (number < 0 || number > 65_535) throw new SentinelError("ERR Invalid port number.");
        if (core.masters.containsKey(name)) throw new SentinelError("ERR Duplicate master name.");
        var master =
                instances.addMaster(
                        name,
                        host,
                        number.intValue(),
                        Math.clamp(needed, 1, Integer.MAX_VALUE),
                        new Ballot(core.rules, 0));
        core.outbox.save();
        monitors(master);
        return OK;
    }

    void monitors(Master master) {
        core.tell(Level.WARNING, "+monitor", master, " quorum " + master.quorum);
    }

    String remove(Master master) {
        core.tell(Level.WARNING, "-monitor", master);
        instances.remove(master);
        core.outbox.save();
        return OK;
    }

    /// As with Redis, what stands before a wrong word is applied.
    String debug(List<String> words) {
        for (int at = 0; at < words.size(); at += 2) {
            String option = words.get(at);
            boolean known = core.periods.byName().containsKey(option.toUpperCase(Locale.ROOT));
            if (!known || at + 1 == words.size()) {
                throw new SentinelError(
                        "ERR Unknown option or number of arguments for SENTINEL DEBUG '"
                                + option
                                + "'");
            }
            Long millis = Numbers.positive(words.get(at + 1));
            if (millis == null) {
                throw new SentinelError(
                        "ERR Invalid argument '"
                                + words.get(at + 1)
                                + "' for SENTINEL DEBUG '"
                                + option
                                + "'");
            }
            core.periods = core.periods.with(option, millis);
        }
        return OK;
    }

    List<String> simulateFailure(List<String> modes) {
        core.simulation.none();
        for (var mode : modes) {
            switch (mode.toLowerCase(Locale.ROOT)) {
                case Simulation.AFTER_ELECTION -> {
                    core.simulation.crashAfterElection = true;
                    core.log(
                            Level.WARNING,
                            "Failure simulation: this Sentinel will crash after being successfully"
                                    + " elected as failover leader");
                }
                case Simulation.AFTER_PROMOTION -> {
                    core.simulation.crashAfterPromotion = true;
                    core.log(
                            Level.WARNING,
                            "Failure simulation: this Sentinel will crash after promoting the"
                                    + " selected replica to master");
                }
                case "help" -> {
                    return List.of(Simulation.AFTER_ELECTION, Simulation.AFTER_PROMOTION);
                }
                default -> throw new SentinelError("ERR Unknown failure simulation specified");
            }
        }
        return List.of();
    }
}
