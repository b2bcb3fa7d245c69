package hearsay.sentinel.config;

import hearsay.sentinel.config.SentinelConf.Mistake;
import hearsay.sentinel.member.Environment;
import hearsay.sentinel.member.MonitoredSettings;
import hearsay.sentinel.member.MonitoredSettings.KnownReplica;
import hearsay.sentinel.member.MonitoredSettings.KnownSentinel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The `sentinel` lines that are about what is monitored: `monitor` first, then all others, which
/// name a master that must be there.
final class MasterLines {

    static final String UNRECOGNIZED = "Unrecognized sentinel configuration statement.";

    private static final String NO_SUCH_MASTER = "No such master with specified name.";
    private static final String NOT_POSITIVE = "negative or zero time parameter.";

    private final OwnLines own;
    private final Environment machine;
    private final Map<String, MonitoredSettings> masters = new LinkedHashMap<>();

    /// @param own have been read
    MasterLines(OwnLines own, Environment machine) {
        this.own = own;
        this.machine = machine;
    }

    List<MonitoredSettings> all() {
        return List.copyOf(masters.values());
    }

    /// `monitor <name> <host> <port> <quorum>`
    void monitor(List<String> words) {
        if (words.size() != 5) throw new Mistake(UNRECOGNIZED);
        int quorum = SentinelConf.number(words.get(4));
        if (quorum <= 0) throw new Mistake("Quorum must be 1 or greater.");
        var name = words.get(1);
        var host = words.get(2);
        int port = port(words.get(3));
        checkHost(host);
        if (masters.containsKey(name)) throw new Mistake("Duplicate master name.");
        masters.put(name, MonitoredSettings.of(name, host, port, quorum));
    }

    /// @param words without `sentinel`
    void read(List<String> words) {
        switch (words.getFirst().toLowerCase(Locale.ROOT)) {
            case "known-slave", "known-replica" -> knownReplica(words);
            case "known-sentinel" -> knownSentinel(words);
            case "rename-command" -> renameCommand(words);
            default -> option(words);
        }
    }

    private void option(List<String> words) {
        if (words.size() != 3) throw new Mistake(UNRECOGNIZED);
        var value = words.get(2);
        switch (words.getFirst().toLowerCase(Locale.ROOT)) {
            case "down-after-milliseconds" -> {
                var master = master(words);
                put(master.withTimes(positive(value), master.failoverTimeoutMillis()));
            }
            case "failover-timeout" -> {
                var master = master(words);
                put(master.withTimes(master.downAfterMillis(), positive(value)));
            }
            case "parallel-syncs" ->
                    put(master(words).withParallelSyncs(SentinelConf.number(value)));
            case "master-reboot-down-after-period" -> {
                int millis = SentinelConf.number(value);
                if (millis < 0) throw new Mistake("negative time parameter.");
                put(master(words).withMasterRebootDownAfter(millis));
            }
            case "notification-script" -> {
                var master = master(words);
                checkScript(value, "Notification script seems non existing or non executable.");
                put(master.withScripts(value, master.clientReconfigScript()));
            }
            case "client-reconfig-script" -> {
                var master = master(words);
                checkScript(
                        value,
                        "Client reconfiguration script seems non existing or non executable.");
                put(master.withScripts(master.notificationScript(), value));
            }
            case "auth-pass" -> put(master(words).withAuth(master(words).authUser(), value));
            case "auth-user" -> put(master(words).withAuth(value, master(words).authPass()));
            case "config-epoch" -> {
                long epoch = SentinelConf.epoch(value);
                put(master(words).withEpochs(epoch, master(words).leaderEpoch()));
                own.atLeast(epoch);
            }
            case "leader-epoch" ->
                    put(
                            master(words)
                                    .withEpochs(
                                            master(words).configEpoch(),
                                            SentinelConf.epoch(value)));
            default -> throw new Mistake(UNRECOGNIZED);
        }
    }

    /// `known-replica <name> <ip> <port>`
    private void knownReplica(List<String> words) {
        if (words.size() != 4) throw new Mistake(UNRECOGNIZED);
        var master = master(words);
        var replica = new KnownReplica(words.get(2), port(words.get(3)));
        if (master.knownReplicas().contains(replica)) {
            throw new Mistake("Duplicate hostname and port for replica.");
        }
        put(master.withKnown(plus(master.knownReplicas(), replica), master.knownSentinels()));
    }

    /// `known-sentinel <name> <ip> <port> <runid>`; an old form without the run id says too little.
    private void knownSentinel(List<String> words) {
        if (words.size() == 4) return;
        if (words.size() != 5) throw new Mistake(UNRECOGNIZED);
        var master = master(words);
        var id = words.get(4);
        if (master.knownSentinels().stream().anyMatch(known -> known.runId().equals(id))) {
            throw new Mistake("Duplicate runid for sentinel.");
        }
        var sentinel = new KnownSentinel(words.get(2), port(words.get(3)), id);
        put(master.withKnown(master.knownReplicas(), plus(master.knownSentinels(), sentinel)));
    }

    /// `rename-command <name> <command> <renamed-command>`
    private void renameCommand(List<String> words) {
        if (words.size() != 4) throw new Mistake(UNRECOGNIZED);
        var master = master(words);
        var renamed = new LinkedHashMap<>(master.renamedCommands());
        boolean twice = renamed.keySet().stream().anyMatch(words.get(2)::equalsIgnoreCase);
        if (twice) {
            throw new Mistake("Same command renamed multiple times with rename-command.");
        }
        renamed.put(words.get(2), words.get(3));
        put(master.withRenamedCommands(renamed));
    }

    private MonitoredSettings master(List<String> words) {
        var master = masters.get(words.get(1));
        if (master == null) throw new Mistake(NO_SUCH_MASTER);
        return master;
    }

    private void put(MonitoredSettings master) {
        masters.put(master.name(), master);
    }

    private void checkScript(String path, String mistake) {
        if (!machine.isExecutable(path)) throw new Mistake(mistake);
    }

    /// A name is taken only by who resolves names; that nobody knows it now is no reason to refuse
    /// it then.
    private void checkHost(String host) {
        if (!own.settings().resolveHostnames() && !isNumeric(host)) {
            throw new Mistake("Can't resolve instance hostname.");
        }
    }

    /// Whether it is an address and no name: `127.0.0.1`, `::1`.
    static boolean isNumeric(String host) {
        if (host.indexOf(':') >= 0) return host.matches("[0-9a-fA-F:.]+(%.+)?");
        var parts = host.split("\\.", -1);
        if (parts.length != 4) return false;
        for (var part : parts) {
            if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) return false;
        }
        return true;
    }

    private static int port(String word) {
        int port = SentinelConf.number(word);
        if (port < 0 || port > 65535) throw new Mistake("Invalid port number.");
        return port;
    }

    private static int positive(String word) {
        int millis = SentinelConf.number(word);
        if (millis <= 0) throw new Mistake(NOT_POSITIVE);
        return millis;
    }

    private static <T> List<T> plus(List<T> list, T one) {
        var longer = new ArrayList<>(list);
        longer.add(one);
        return longer;
    }
}
