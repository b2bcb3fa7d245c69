package hearsay.gossip.harness;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.member.Member;
import hearsay.gossip.member.Settings;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// N members, a network between them and a clock that only a test moves. The seed decides all that
/// happens by chance, so a run can be repeated.
///
/// It holds one law at every step: two nodes never own the same slot under the same epoch.
public final class Cluster {

    private static final long START = 1_700_000_000_000L;

    /// Slots that stand for all others when the law is checked.
    private static final int[] SAMPLES = {0, 4000, 6000, 9000, 11000, 16383};

    private record Job(long at, long order, Runnable deed) {}

    private record Ownership(int slot, long epoch) {}

    public Settings settings;
    public final List<Host> hosts = new ArrayList<>();
    final SplittableRandom random;
    final Network network = new Network(this);
    private final PriorityQueue<Job> jobs =
            new PriorityQueue<>((a, b) ->
                    a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
    private final Map<Ownership, NodeId> owners = new LinkedHashMap<>();
    private final StringBuilder log = new StringBuilder();
    private int[] side = {};
    private long now = START;
    private long order;

    public Cluster(long seed, int size, Settings settings) {
        this.random = new SplittableRandom(seed);
        this.settings = settings;
        for (int i = 0; i < size; i++) {
            hosts.add(new Host(this, i, Address.of("10.0." + i / 250 + "." + (i % 250 + 1), 6379)));
        }
        heal();
        for (Host host : hosts) host.boot();
    }

    /// `masters` masters with equal shares of the slots and `replicas` replicas each; all agree.
    /// The replicas of master `m` are `masters + m`, `2 * masters + m` and so on.
    public static Cluster formed(long seed, int masters, int replicas, Settings settings) {
        var cluster = new Cluster(seed, masters * (1 + replicas), settings);
        for (int i = 0; i < cluster.hosts.size(); i++) {
            var host = cluster.hosts.get(i);
            host.carryOut(host.member().setConfigEpoch(i + 1, cluster.now));
            if (i >= masters) continue;
            int first = Slot.COUNT * i / masters;
            int last = Slot.COUNT * (i + 1) / masters - 1;
            host.carryOut(host.member().addSlots(List.of(new SlotRange(first, last)), cluster.now));
            host.offset = 100;
        }
        cluster.meetAll();
        cluster.mustReach("a full mesh", 20_000, cluster::isMesh);
        for (int i = masters; i < cluster.hosts.size(); i++) {
            var host = cluster.hosts.get(i);
            var master = cluster.hosts.get(i % masters).id().hex();
            host.carryOut(host.member().replicate(master, true, cluster.now));
        }
        cluster.mustReach("agreement", 20_000, cluster::isAgreed);
        cluster.run(2 * settings.nodeTimeoutMillis());
        return cluster;
    }

    /// The first host meets all others; the rest is gossip.
    public void meetAll() {
        var first = hosts.getFirst();
        for (Host other : hosts.subList(1, hosts.size())) {
            var at = other.address;
            first.carryOut(first.member().meet(at.ip(), at.port(), at.busPort(), now));
        }
    }

    public long now() {
        return now;
    }

    void after(long delayMillis, Runnable deed) {
        jobs.add(new Job(now + delayMillis, order++, deed));
    }

    public void run(long millis) {
        long until = now + millis;
        runUntil(millis, () -> false);
        now = until;
    }

    /// Runs until `condition` holds; returns the milliseconds that took, or -1 after `limitMillis`.
    public long runUntil(long limitMillis, BooleanSupplier condition) {
        long start = now;
        while (!condition.getAsBoolean()) {
            var job = jobs.peek();
            if (job == null || job.at() > start + limitMillis) return -1;
            jobs.remove();
            now = job.at();
            job.deed().run();
        }
        return now - start;
    }

    public long mustReach(String what, long limitMillis, BooleanSupplier condition) {
        long took = runUntil(limitMillis, condition);
        if (took < 0)
            throw new AssertionError("no " + what + " within " + limitMillis + "\n" + log);
        return took;
    }

    // ---- Faults. ----

    public void crash(Host host) {
        network.cut(host);
        host.die();
        log(host, "crashed");
    }

    /// Starts it again with its file.
    ///
    /// @param lossy whether what was written but not synced is gone
    public void restart(Host host, boolean lossy) {
        if (lossy && host.synced != null) host.saved = host.synced;
        log(host, "restarts");
        host.boot();
    }

    /// The hosts named can reach each other, and the others each other.
    public void isolate(Host... some) {
        side = new int[hosts.size()];
        for (Host host : some) side[host.number] = 1;
        log(some[0], "isolated: " + Arrays.toString(some));
    }

    public void heal() {
        side = new int[hosts.size()];
    }

    public boolean reachable(Host a, Host b) {
        return side[a.number] == side[b.number];
    }

    public void rule(Network.Rule rule) {
        network.rule = rule;
    }

    /// Each message is lost with this chance; others take up to `maxDelayMillis`.
    public void noise(double loss, int maxDelayMillis) {
        network.rule =
                (from, to, message) ->
                        random.nextDouble() < loss
                                ? Network.LOST
                                : 1 + random.nextInt(maxDelayMillis);
    }

    /// Only messages of this type are lost.
    public void lose(Class<? extends BusMessage> type) {
        network.rule = (from, to, message) -> type.isInstance(message) ? Network.LOST : 1;
    }

    // ---- What is so. ----

    public @Nullable Host host(NodeId id) {
        for (Host host : hosts) if (host.isUp() && host.id().equals(id)) return host;
        return null;
    }

    @Nullable Host hostAt(Address address) {
        for (Host host : hosts) {
            boolean here =
                    host.address.ip().equals(address.ip())
                            && host.address.busPort() == address.busPort();
            if (here) return host;
        }
        return null;
    }

    /// Everybody knows everybody by its real name, and is connected both ways.
    public boolean isMesh() {
        for (Host host : hosts) {
            var lines = host.member().nodes(false).lines().toList();
            if (lines.size() != hosts.size()) return false;
            for (String line : lines) {
                if (line.contains("handshake") || line.contains("disconnected")) return false;
            }
            if (host.member().links().size() != 2 * (hosts.size() - 1)) return false;
        }
        return true;
    }

    /// All that are up say "ok" and name the same owner for every slot.
    public boolean isAgreed() {
        Member reference = null;
        for (Host host : hosts) {
            if (!host.isUp()) continue;
            var member = host.member();
            if (!member.isOk()) return false;
            if (reference == null) reference = member;
            for (int slot = 0; slot < Slot.COUNT; slot += 16) {
                var owner = member.ownerOf(slot);
                if (owner == null || !owner.equals(reference.ownerOf(slot))) return false;
            }
        }
        return true;
    }

    void observe(Host host) {
        var member = host.member();
        if (!member.isMaster()) return;
        for (int slot : SAMPLES) {
            if (!member.mySlots().contains(slot)) continue;
            var before =
                    owners.putIfAbsent(new Ownership(slot, member.myConfigEpoch()), member.myId());
            if (before != null && !before.equals(member.myId())) {
                throw new AssertionError(
                        "%s and %s both own slot %d under epoch %d%n%s"
                                .formatted(
                                        before, member.myId(), slot, member.myConfigEpoch(), log));
            }
        }
    }

    void log(Host host, String line) {
        log.append("%8d %s %s%n".formatted(now - START, host, line));
    }

    /// Everything that was said and done, for the message of a failed test.
    public String log() {
        return log.toString();
    }
}
