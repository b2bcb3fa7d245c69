package hearsay.sentinel.member;

import hearsay.client.connection.Reply;
import hearsay.gossip.diary.Level;
import hearsay.sentinel.hello.Hello;
import hearsay.sentinel.member.Report.InfoCache;
import hearsay.sentinel.member.Report.MasterAddress;
import hearsay.sentinel.member.Report.MasterDown;
import hearsay.sentinel.model.Periods;
import hearsay.sentinel.rules.Rules;
import hearsay.sentinel.watch.Instance;
import hearsay.sentinel.watch.Master;
import hearsay.sentinel.watch.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One Sentinel: whom it watches, whom it believes, and what it does when a master dies.
///
/// A plain object without thread, clock or socket. Its shell feeds it [Event]s and carries out the
/// [Effect]s in order. All times are Unix time in milliseconds.
///
/// Source: "High availability with Redis Sentinel"; items 61 to 83 of Redis' behaviour.
public final class Sentinel {

    private static final int ID_LENGTH = 40;

    private final Core core;
    private final Connections connections;
    private final Reception reception;
    private final HelloReception hellos;
    private final Cron cron;
    private final Administration administration;
    private final ConfigCommand config;
    private final Reports reports;

    /// @param settings the loaded sentinel.conf
    /// @throws SentinelError with the words Redis refuses to start with: a name twice, a host that
    ///   cannot be resolved, a port out of range
    public Sentinel(
            Settings settings,
            Periods periods,
            Environment environment,
            RandomGenerator random,
            Rules rules,
            long nowMillis) {
        core = new Core(settings, periods, environment, random, rules, nowMillis);
        connections = new Connections(core);
        var instances = new Instances(core, connections);
        var pulse = new Pulse(core, connections);
        var suspicions = new Suspicions(core, connections);
        var elections = new Elections(core);
        var failovers = new Failovers(core, connections, elections, pulse, instances);
        hellos = new HelloReception(core, instances);
        var infos = new InfoReception(core, instances, connections, failovers);
        reception = new Reception(core, connections, infos, hellos);
        cron = new Cron(core, connections, pulse, suspicions, failovers);
        administration = new Administration(core, instances, elections, failovers);
        reports = new Reports(core);
        config = new ConfigCommand(core, connections);
        Memory.load(core, instances);
    }

    // ---- What happens. ----

    /// To be called once, before any event.
    public List<Effect> start(long nowMillis) {
        core.now = nowMillis;
        if (core.myId().isEmpty()) {
            core.global = core.global.withMyId(randomId());
            core.outbox.save();
        }
        core.log(Level.NOTICE, "Sentinel ID is " + core.myId());
        core.masters.values().forEach(administration::monitors);
        cron.wakeLater();
        return core.drain();
    }

    public List<Effect> on(Event event, long nowMillis) {
        core.now = nowMillis;
        switch (event) {
            case Event.Tick() -> cron.tick();
            case Event.LinkOpened(long link, String localIp) -> connections.opened(link, localIp);
            case Event.LinkClosed(long link, String reason) -> connections.closed(link, reason);
            case Event.Answered(long link, long request, Reply reply) ->
                    reception.answered(link, request, reply);
            case Event.Said(long link, String channel, String message) ->
                    reception.said(link, channel, message);
        }
        return core.drain();
    }

    // ---- Queries. ----

    /// SENTINEL MYID.
    public String myId() {
        return core.myId();
    }

    /// What sentinel.conf should hold now.
    public Settings settings() {
        return Memory.settings(core);
    }

    public Periods periods() {
        return core.periods;
    }

    /// For ROLE.
    public List<String> masterNames() {
        return List.copyOf(core.masters.keySet());
    }

    /// SENTINEL MASTERS.
    public List<Report.Instance> masters(long nowMillis) {
        return reports(core.masters.values(), nowMillis);
    }

    /// SENTINEL MASTER.
    ///
    /// @throws SentinelError no such master
    public Report.Instance master(String name, long nowMillis) {
        return reports.instance(named(name), nowMillis);
    }

    /// SENTINEL REPLICAS.
    ///
    /// @throws SentinelError no such master
    public List<Report.Instance> replicas(String name, long nowMillis) {
        var announced = new ArrayList<Replica>();
        for (var replica : named(name).replicas.values()) {
            if (replica.announced) announced.add(replica);
        }
        return reports(announced, nowMillis);
    }

    /// SENTINEL SENTINELS.
    ///
    /// @throws SentinelError no such master
    public List<Report.Instance> sentinels(String name, long nowMillis) {
        return reports(named(name).sentinels.values(), nowMillis);
    }

    /// SENTINEL GET-MASTER-ADDR-BY-NAME; null if no such master is monitored.
    public @Nullable MasterAddress masterAddress(String name) {
        var master = core.masters.get(name);
        if (master == null) return null;
        var address = master.currentAddress();
        return new MasterAddress(core.announced(address), address.port());
    }

    /// SENTINEL CKQUORUM: the status `OK 3 usable Sentinels. …`.
    ///
    /// @throws SentinelError no such master, or NOQUORUM
    public String checkQuorum(String name) {
        return Reports.quorum(named(name));
    }

    /// SENTINEL INFO-CACHE.
    ///
    /// @param names none for all masters; unknown ones are left out
    public List<InfoCache> infoCache(List<String> names, long nowMillis) {
        return reports.infoCache(names, nowMillis);
    }

    /// The section `# Sentinel` of INFO.
    public Report.Info info(long nowMillis) {
        return reports.info(nowMillis);
    }

    /// SENTINEL CONFIG GET.
    public SequencedMap<String, String> configGet(List<String> patterns) {
        return config.get(patterns);
    }

    /// SENTINEL DEBUG without arguments.
    public SequencedMap<String, Long> debug() {
        return core.periods.byName();
    }

    // ---- Orders. ----

    /// SENTINEL IS-MASTER-DOWN-BY-ADDR, a question and perhaps a request for a vote.
    ///
    /// @param runId who wants the vote, `*` for nobody
    public Outcome<MasterDown> isMasterDownByAddr(
            String ip, long port, long epoch, String runId, long nowMillis) {
        return order(nowMillis, () -> administration.isMasterDownByAddr(ip, port, epoch, runId));
    }

    /// PUBLISH to [hearsay.sentinel.hello.Hello#CHANNEL], which is how other Sentinels greet this
    /// one. The value is the reply, 1.
    public Outcome<Integer> publish(String channel, String message, long nowMillis) {
        return order(
                nowMillis,
                () -> {
                    if (!channel.equals(Hello.CHANNEL)) {
                        throw new SentinelError(
                                "ERR Only HELLO messages are accepted by Sentinel instances.");
                    }
                    hellos.read(message);
                    return 1;
                });
    }

    /// SENTINEL RESET: how many masters were.
    public Outcome<Integer> reset(String pattern, long nowMillis) {
        return order(nowMillis, () -> administration.reset(pattern));
    }

    /// SENTINEL FAILOVER.
    public Outcome<String> failover(String name, long nowMillis) {
        return order(nowMillis, () -> administration.failover(named(name)));
    }

    /// SENTINEL FLUSHCONFIG.
    public Outcome<String> flushConfig() {
        return order(core.now, administration::flushConfig);
    }

    /// SENTINEL MONITOR; the numbers as they were sent.
    public Outcome<String> monitor(
            String name, String host, String port, String quorum, long nowMillis) {
        return order(nowMillis, () -> administration.monitor(name, host, port, quorum));
    }

    /// SENTINEL REMOVE.
    public Outcome<String> remove(String name) {
        return order(core.now, () -> administration.remove(named(name)));
    }

    /// SENTINEL SET.
    ///
    /// @param words options and their values
    public Outcome<String> set(String name, List<String> words, long nowMillis) {
        return order(
                nowMillis,
                () -> {
                    String error = new SetCommand(core, connections).apply(named(name), words);
                    if (error != null) throw new SentinelError(error);
                    return "OK";
                });
    }

    /// SENTINEL CONFIG SET.
    ///
    /// @param words options and their values
    public Outcome<String> configSet(List<String> words) {
        return order(
                core.now,
                () -> {
                    String error = config.set(words);
                    if (error != null) throw new SentinelError(error);
                    return "OK";
                });
    }

    /// SENTINEL DEBUG with arguments.
    ///
    /// @param words options and their values
    public Outcome<String> debug(List<String> words) {
        return order(core.now, () -> administration.debug(words));
    }

    /// SENTINEL SIMULATE-FAILURE. The value is empty where Redis says OK, and the list of what can
    /// be simulated for HELP.
    public Outcome<List<String>> simulateFailure(List<String> modes) {
        return order(core.now, () -> administration.simulateFailure(modes));
    }

    /// Does as it was ordered. What a refused order has already changed is among its effects.
    private <T> Outcome<T> order(long nowMillis, Supplier<T> order) {
        core.now = nowMillis;
        try {
            T value = order.get();
            return Outcome.of(value, core.drain());
        } catch (SentinelError refused) {
            return Outcome.refused(refused.words(), core.drain());
        }
    }

    private Master named(String name) {
        var master = core.masters.get(name);
        if (master == null) throw SentinelError.noSuchMaster();
        return master;
    }

    private List<Report.Instance> reports(Iterable<? extends Instance> instances, long nowMillis) {
        var sheets = new ArrayList<Report.Instance>();
        for (var instance : instances) sheets.add(reports.instance(instance, nowMillis));
        return sheets;
    }

    private String randomId() {
        var id = new StringBuilder(ID_LENGTH);
        while (id.length() < ID_LENGTH) id.append(Character.forDigit(core.random.nextInt(16), 16));
        return id.toString();
    }
}
