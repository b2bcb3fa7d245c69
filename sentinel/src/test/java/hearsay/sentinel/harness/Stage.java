package hearsay.sentinel.harness;

import hearsay.sentinel.member.MonitoredSettings;
import hearsay.sentinel.member.Settings;
import hearsay.sentinel.model.Periods;
import hearsay.sentinel.rules.Rules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/// Time, wires and the machines on them. Nothing moves unless time is moved.
public final class Stage {

    public static final String MASTER = "mymaster";
    public static final long DOWN_AFTER = 2_000;
    public static final long FAILOVER_TIMEOUT = 20_000;

    private record Action(long at, long order, Runnable what) {}

    private final PriorityQueue<Action> agenda =
            new PriorityQueue<>((a, b) ->
                    a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
    private final Set<Set<Machine>> cuts = new LinkedHashSet<>();
    private long now = 1_700_000_000_000L;
    private long order;
    int lives;
    final SplittableRandom random;
    public Rules rules = Rules.REDIS;
    public Periods periods = Periods.DEFAULT;
    public final List<FakeRedis> nodes = new ArrayList<>();
    public final List<SentinelHost> sentinels = new ArrayList<>();

    public Stage(long seed) {
        random = new SplittableRandom(seed);
    }

    /// A master on port 6379, its replicas behind it, and Sentinels from 26379 that know nothing
    /// but the master's address.
    public static Stage of(long seed, int replicas, int sentinels, int quorum) {
        var stage = new Stage(seed);
        stage.nodes(replicas);
        for (int i = 0; i < sentinels; i++) stage.sentinel(stage.conf(quorum)).start();
        return stage;
    }

    /// The same after everybody has found everybody.
    public static Stage acquainted(long seed, int replicas, int sentinels, int quorum) {
        var stage = of(seed, replicas, sentinels, quorum);
        stage.mustReach("acquaintance", 20_000, stage::isAcquainted);
        return stage;
    }

    public void nodes(int replicas) {
        for (int i = 0; i <= replicas; i++) {
            var node = new FakeRedis(this, "10.0.0." + (i + 1), 6379 + i);
            nodes.add(node);
            if (i > 0) node.replicate(nodes.getFirst());
        }
    }

    public Settings conf(int quorum) {
        var master = nodes.getFirst();
        return Settings.DEFAULT
                .withPort(26_379 + sentinels.size())
                .withMonitored(
                        List.of(
                                MonitoredSettings.of(MASTER, master.ip, master.port, quorum)
                                        .withTimes(DOWN_AFTER, FAILOVER_TIMEOUT)));
    }

    public SentinelHost sentinel(Settings conf) {
        var host = new SentinelHost(this, "10.0.1." + (sentinels.size() + 1), conf);
        sentinels.add(host);
        return host;
    }

    public boolean isAcquainted() {
        for (var sentinel : sentinels) {
            if (!sentinel.up) continue;
            var sheet = sentinel.core().master(MASTER, now);
            if (!sheet.get("num-other-sentinels").equals("" + (sentinels.size() - 1))) return false;
            if (sheet.get("runid").isEmpty()) return false;
            if (!sheet.get("num-slaves").equals("" + (nodes.size() - 1))) return false;
            for (var replica : sentinel.core().replicas(MASTER, now)) {
                if (replica.get("runid").isEmpty()) return false;
            }
        }
        return true;
    }

    // ---- Time. ----

    public long now() {
        return now;
    }

    void at(long millis, Runnable what) {
        agenda.add(new Action(Math.max(now, millis), order++, what));
    }

    void after(long millis, Runnable what) {
        at(now + millis, what);
    }

    public void pass(long millis) {
        long until = now + millis;
        while (!agenda.isEmpty() && agenda.peek().at <= until) next();
        now = until;
    }

    private void next() {
        var action = agenda.remove();
        now = action.at;
        action.what.run();
    }

    /// Moves time until `condition` holds.
    ///
    /// @return how long that took
    public long mustReach(String what, long millis, BooleanSupplier condition) {
        long start = now;
        while (!condition.getAsBoolean()) {
            if (agenda.isEmpty() || now > start + millis) {
                throw new AssertionError("no " + what + " within " + millis + " ms\n" + story());
            }
            next();
        }
        return now - start;
    }

    /// All that the Sentinels told, in order.
    public String story() {
        var lines = new ArrayList<SentinelHost.Line>();
        for (var sentinel : sentinels) lines.addAll(sentinel.lines);
        lines.sort((a, b) -> Long.compare(a.at(), b.at()));
        var text = new StringBuilder();
        for (var line : lines) text.append(line).append('\n');
        return text.toString();
    }

    // ---- Wires. ----

    public void cut(Machine a, Machine b) {
        cuts.add(Set.of(a, b));
    }

    /// Everybody of `some` from everybody else.
    public void isolate(List<? extends Machine> some) {
        for (var inside : some) {
            for (var outside : machines()) if (!some.contains(outside)) cut(inside, outside);
        }
    }

    public void heal() {
        cuts.clear();
    }

    boolean isCut(Machine a, Machine b) {
        return a != b && cuts.contains(Set.of(a, b));
    }

    public List<Machine> machines() {
        var all = new ArrayList<Machine>(nodes);
        all.addAll(sentinels);
        return all;
    }

    /// Null if there is no such machine.
    @org.jspecify.annotations.Nullable
    Machine machine(String ip, int port) {
        for (var machine : machines()) {
            if (machine.ip.equals(ip) && machine.port == port) return machine;
        }
        return null;
    }
}
