package hearsay.sentinel.member;

import hearsay.sentinel.member.Report.InfoCache;
import hearsay.sentinel.member.Report.MasterAddress;
import hearsay.sentinel.member.Report.MasterDown;
import hearsay.sentinel.model.Periods;
import hearsay.sentinel.rules.Rules;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One Sentinel: whom it watches, whom it believes, and what it does when a master dies.
///
/// A plain object without thread, clock or socket. Its shell feeds it [Event]s and carries out the
/// [Effect]s in order. All times are Unix time in milliseconds.
///
/// Source: "High availability with Redis Sentinel"; items 61 to 83 of Redis' behaviour.
public final class Sentinel {

    /// @param settings the loaded sentinel.conf
    /// @throws SentinelError with the words Redis refuses to start with: a name twice, a host that
    ///   cannot be resolved, a port out of range
    public Sentinel(
            Settings settings,
            Periods periods,
            Environment environment,
            RandomGenerator random,
            Rules rules,
            long nowMillis) {}

    // ---- What happens. ----

    /// To be called once, before any event.
    public List<Effect> start(long nowMillis) {
        throw new UnsupportedOperationException();
    }

    public List<Effect> on(Event event, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    // ---- Queries. ----

    /// SENTINEL MYID.
    public String myId() {
        throw new UnsupportedOperationException();
    }

    /// What sentinel.conf should hold now.
    public Settings settings() {
        throw new UnsupportedOperationException();
    }

    public Periods periods() {
        throw new UnsupportedOperationException();
    }

    /// For ROLE.
    public List<String> masterNames() {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL MASTERS.
    public List<Report.Instance> masters(long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL MASTER.
    ///
    /// @throws SentinelError no such master
    public Report.Instance master(String name, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL REPLICAS.
    ///
    /// @throws SentinelError no such master
    public List<Report.Instance> replicas(String name, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL SENTINELS.
    ///
    /// @throws SentinelError no such master
    public List<Report.Instance> sentinels(String name, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL GET-MASTER-ADDR-BY-NAME; null if no such master is monitored.
    public @Nullable MasterAddress masterAddress(String name) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL CKQUORUM: the status `OK 3 usable Sentinels. …`.
    ///
    /// @throws SentinelError no such master, or NOQUORUM
    public String checkQuorum(String name) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL INFO-CACHE.
    ///
    /// @param names none for all masters; unknown ones are left out
    public List<InfoCache> infoCache(List<String> names, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /// The section `# Sentinel` of INFO.
    public Report.Info info(long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL CONFIG GET.
    public SequencedMap<String, String> configGet(List<String> patterns) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL DEBUG without arguments.
    public SequencedMap<String, Long> debug() {
        throw new UnsupportedOperationException();
    }

    // ---- Orders. ----

    /// SENTINEL IS-MASTER-DOWN-BY-ADDR, a question and perhaps a request for a vote.
    ///
    /// @param runId who wants the vote, `*` for nobody
    public Outcome<MasterDown> isMasterDownByAddr(
            String ip, long port, long epoch, String runId, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /// PUBLISH to [hearsay.sentinel.hello.Hello#CHANNEL], which is how other Sentinels greet this
    /// one. The value is the reply, 1.
    public Outcome<Integer> publish(String channel, String message, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL RESET: how many masters were.
    public Outcome<Integer> reset(String pattern, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL FAILOVER.
    public Outcome<String> failover(String name, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL FLUSHCONFIG.
    public Outcome<String> flushConfig() {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL MONITOR; the numbers as they were sent.
    public Outcome<String> monitor(
            String name, String host, String port, String quorum, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL REMOVE.
    public Outcome<String> remove(String name) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL SET.
    ///
    /// @param words options and their values
    public Outcome<String> set(String name, List<String> words, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL CONFIG SET.
    ///
    /// @param words options and their values
    public Outcome<String> configSet(List<String> words) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL DEBUG with arguments.
    ///
    /// @param words options and their values
    public Outcome<String> debug(List<String> words) {
        throw new UnsupportedOperationException();
    }

    /// SENTINEL SIMULATE-FAILURE. The value is empty where Redis says OK, and the list of what can
    /// be simulated for HELP.
    public Outcome<List<String>> simulateFailure(List<String> modes) {
        throw new UnsupportedOperationException();
    }
}
