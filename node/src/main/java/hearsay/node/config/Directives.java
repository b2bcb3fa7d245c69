package hearsay.node.config;

import static hearsay.node.config.Directive.Trait.HIDDEN;
import static hearsay.node.config.Directive.Trait.IMMUTABLE;
import static hearsay.node.config.Directive.Trait.NOT_WHILE_LOADING;
import static hearsay.node.config.Directive.Trait.PROTECTED;
import static hearsay.node.config.Directive.Trait.SENSITIVE;
import static hearsay.node.config.Part.ACL;
import static hearsay.node.config.Part.FILES;
import static hearsay.node.config.Part.FILE_DETAILS;
import static hearsay.node.config.Part.MACHINERY;
import static hearsay.node.config.Part.MODULES;
import static hearsay.node.config.Part.PROCESS;
import static hearsay.node.config.Part.SERVED;
import static hearsay.node.config.Part.SOCKETS;
import static hearsay.node.config.Part.SYSLOG;
import static hearsay.node.config.Part.TLS;

import hearsay.node.config.Directive.Trait;
import hearsay.node.config.Specials.Addresses;
import hearsay.node.config.Specials.Directory;
import hearsay.node.config.Specials.OomScores;
import hearsay.node.config.Specials.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Every directive of Redis 7.2, one line each, and those of our own, which begin with `hearsay-`.
///
/// Defaults are Redis', with two exceptions: `bind` is 127.0.0.1, so that nobody is reachable from
/// outside without having asked for it, and `save` is empty while nothing is written to disk.
///
/// `cluster-port` is the port of the cluster bus as in Redis, but 0 means the port + 20000: the
/// port + 10000 is left for Redis' own binary bus. `hearsay-seed-nodes` are the addresses
/// (`host:port`, the ports of the bus) of the Akka nodes that this one joins when it starts; empty:
/// it begins alone and waits to be met.
public final class Directives {

    private static final long KB = 1L << 10;
    private static final long MB = 1L << 20;
    private static final long INT = Integer.MAX_VALUE;
    private static final long UINT = 0xFFFFFFFFL;
    private static final long LONG = Long.MAX_VALUE;

    /// All of them, in the order in which `CONFIG GET *` answers.
    ///
    /// Columns: name, alias, then bounds and default (or only the default), the part that it is
    /// about, what is peculiar.
    // spotless:off
    public static final List<Directive<?>> ALL = List.of(
        // Network
        integer("port",                       "", 0, 65535, 6379,      SERVED),
        special("bind",                       "", new Addresses(), List.of("127.0.0.1"), SERVED),
        optional("bind-source-addr",          "",                      SOCKETS),
        optional("unixsocket",                "",                      SOCKETS, IMMUTABLE),
        octal("unixsocketperm",               "", 0, 0777, 0,          SOCKETS, IMMUTABLE),
        unsigned("socket-mark-id",            "", 0, UINT, 0,          SOCKETS, IMMUTABLE),
        yesNo("protected-mode",               "", true,                SERVED),
        integer("tcp-backlog",                "", 0, INT, 511,         SERVED, IMMUTABLE),
        integer("tcp-keepalive",              "", 0, INT, 300,         SERVED),
        integer("timeout",                    "", 0, INT, 0,           SERVED),
        unsigned("maxclients",                "", 1, UINT, 10000,      SERVED),
        optional("requirepass",               "",                      SERVED, SENSITIVE),
        memory("proto-max-bulk-len",          "", MB, LONG, 512 * MB,  SERVED),
        size("client-query-buffer-limit",     "", MB, LONG, 1024 * MB, SERVED),
        special("client-output-buffer-limit", "", new OutputLimits.PerClass(), OutputLimits.DEFAULTS, SERVED),
        integer("io-threads",                 "", 1, 128, 1,           MACHINERY, IMMUTABLE),
        yesNo("io-threads-do-reads",          "", false,               MACHINERY, IMMUTABLE),

        // General
        integer("databases",               "", 1, INT, 16,           SERVED, IMMUTABLE),
        hint("hz",                         "", 0, INT, 1, 500, 10,           SERVED),
        yesNo("dynamic-hz",                "", true,                 MACHINERY),
        special("dir",                     "", new Directory(), ".", SERVED, PROTECTED, NOT_WHILE_LOADING),
        optional("pidfile",                "",                       SERVED, IMMUTABLE),
        text("logfile",                    "", "",                   SERVED, IMMUTABLE),
        choice("loglevel",                 "", "notice", Choice.of("debug", "verbose", "notice", "warning", "nothing"), SERVED),
        choice("enable-debug-command",     "", "no", Choice.of("no", "yes", "local"), SERVED, IMMUTABLE),
        choice("enable-protected-configs", "", "no", Choice.of("no", "yes", "local"), SERVED, IMMUTABLE),
        choice("enable-module-command",    "", "no", Choice.of("no", "yes", "local"), MODULES, IMMUTABLE),
        integer("shutdown-timeout",        "", 0, INT, 10,           SERVED),
        signal("shutdown-on-sigint",       "",                       SERVED),
        signal("shutdown-on-sigterm",      "",                       SERVED),
        yesNo("always-show-logo",          "", false,                MACHINERY, IMMUTABLE),
        text("ignore-warnings",            "", "",                   MACHINERY),

        // Replication
        special("replicaof",                       "slaveof",                new HostPort.Master(), Optional.empty(), SERVED, IMMUTABLE),
        optional("masterauth",                     "",                                      SERVED, SENSITIVE),
        optional("masteruser",                     "",                                      SERVED, SENSITIVE),
        yesNo("replica-read-only",                 "slave-read-only",        true,          SERVED),
        yesNo("replica-serve-stale-data",          "slave-serve-stale-data", true,          SERVED),
        yesNo("replica-lazy-flush",                "slave-lazy-flush",       false,         MACHINERY),
        integer("replica-priority",                "slave-priority",         0, INT, 100,   SERVED),
        yesNo("replica-announced",                 "",                       true,          SERVED),
        optional("replica-announce-ip",            "slave-announce-ip",                     SERVED),
        integer("replica-announce-port",           "slave-announce-port",    0, 65535, 0,   SERVED),
        yesNo("replica-ignore-disk-write-errors",  "",                       false,         FILE_DETAILS),
        integer("repl-timeout",                    "",                       1, INT, 60,    SERVED),
        integer("repl-ping-replica-period",        "repl-ping-slave-period", 1, INT, 10,    SERVED),
        memoryHint("repl-backlog-size",                "",                       1, LONG, 16 * KB, LONG, MB, SERVED),
        integer("repl-backlog-ttl",                "",                       0, LONG, 3600, SERVED),
        yesNo("repl-disable-tcp-nodelay",          "",                       false,         MACHINERY),
        yesNo("repl-diskless-sync",                "",                       true,          MACHINERY),
        integer("repl-diskless-sync-delay",        "",                       0, INT, 5,     SERVED),
        integer("repl-diskless-sync-max-replicas", "",                       0, INT, 0,     SERVED),
        choice("repl-diskless-load",               "",                       "disabled", Choice.of("disabled", "on-empty-db", "swapdb"), MACHINERY, NOT_WHILE_LOADING),
        integer("min-replicas-to-write",           "min-slaves-to-write",    0, INT, 0,     SERVED),
        integer("min-replicas-max-lag",            "min-slaves-max-lag",     0, INT, 10,    SERVED),
        choice("propagation-error-behavior",       "",                       "ignore", Choice.of("ignore", "panic", "panic-on-replicas"), MACHINERY),

        // Cluster
        yesNo("cluster-enabled",                     "",                              false,                             SERVED, IMMUTABLE),
        text("cluster-config-file",                  "",                              "nodes.conf",                      SERVED, IMMUTABLE),
        integer("cluster-node-timeout",              "",                              0, LONG, 15000,                    SERVED),
        integer("cluster-ping-interval",             "",                              0, LONG, 0,                        SERVED, HIDDEN),
        integer("cluster-port",                      "",                              0, 65535, 0,                       SERVED, IMMUTABLE),
        yesNo("cluster-require-full-coverage",       "",                              true,                              SERVED),
        yesNo("cluster-allow-reads-when-down",       "",                              false,                             SERVED),
        yesNo("cluster-allow-pubsubshard-when-down", "",                              true,                              SERVED),
        yesNo("cluster-replica-no-failover",         "cluster-slave-no-failover",     false,                             SERVED),
        integer("cluster-replica-validity-factor",   "cluster-slave-validity-factor", 0, INT, 10,                        SERVED),
        integer("cluster-migration-barrier",         "",                              0, INT, 1,                         SERVED),
        yesNo("cluster-allow-replica-migration",     "",                              true,                              SERVED),
        optional("cluster-announce-ip",              "",                                                                 SERVED),
        optional("cluster-announce-hostname",        "",                              Checks::hostname,                  SERVED),
        optional("cluster-announce-human-nodename",  "",                              Checks::nodename,                  SERVED),
        integer("cluster-announce-port",             "",                              0, 65535, 0,                       SERVED),
        integer("cluster-announce-bus-port",         "",                              0, 65535, 0,                       SERVED),
        integer("cluster-announce-tls-port",         "",                              0, 65535, 0,                       TLS),
        choice("cluster-preferred-endpoint-type",    "",                              "ip", Choice.of("ip", "hostname", "unknown-endpoint"), SERVED),
        size("cluster-link-sendbuf-limit",           "",                              0, -1L, 0,                         SERVED),
        special("hearsay-seed-nodes",                "",                              new HostPort.Several(), List.of(), SERVED, IMMUTABLE),

        // Memory and expiry
        size("maxmemory",                        "",                       0, -1L, 0,         SERVED),
        choice("maxmemory-policy",               "",                       "noeviction", Choice.of("volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl", "allkeys-lru", "allkeys-lfu", "allkeys-random", "noeviction"), SERVED),
        integer("maxmemory-samples",             "",                       1, INT, 5,         SERVED),
        integer("maxmemory-eviction-tenacity",   "",                       0, 100, 10,        SERVED),
        memoryOrPercent("maxmemory-clients",     "",                       -100, LONG, 0,     SERVED),
        yesNo("replica-ignore-maxmemory",        "slave-ignore-maxmemory", true,              SERVED),
        integer("lfu-log-factor",                "",                       0, INT, 10,        SERVED),
        integer("lfu-decay-time",                "",                       0, INT, 1,         SERVED),
        integer("active-expire-effort",          "",                       1, 10, 1,          SERVED),
        yesNo("lazyfree-lazy-eviction",          "",                       false,             SERVED),
        yesNo("lazyfree-lazy-expire",            "",                       false,             SERVED),
        yesNo("lazyfree-lazy-server-del",        "",                       false,             SERVED),
        yesNo("lazyfree-lazy-user-del",          "",                       false,             SERVED),
        yesNo("lazyfree-lazy-user-flush",        "",                       false,             SERVED),
        yesNo("activerehashing",                 "",                       true,              MACHINERY),
        yesNo("activedefrag",                    "",                       false,             MACHINERY),
        integer("active-defrag-cycle-min",       "",                       1, 99, 1,          MACHINERY),
        integer("active-defrag-cycle-max",       "",                       1, 99, 25,         MACHINERY),
        integer("active-defrag-threshold-lower", "",                       0, 1000, 10,       MACHINERY),
        integer("active-defrag-threshold-upper", "",                       0, 1000, 100,      MACHINERY),
        integer("active-defrag-max-scan-fields", "",                       1, LONG, 1000,     MACHINERY),
        size("active-defrag-ignore-bytes",       "",                       1, LONG, 100 * MB, MACHINERY),
        yesNo("jemalloc-bg-thread",              "",                       true,              MACHINERY),
        yesNo("disable-thp",                     "",                       true,              MACHINERY, IMMUTABLE),

        // Values
        unsigned("hash-max-listpack-entries", "hash-max-ziplist-entries", 0, LONG, 512,               SERVED),
        size("hash-max-listpack-value",       "hash-max-ziplist-value",   0, LONG, 64,                SERVED),
        integer("list-max-listpack-size",     "list-max-ziplist-size",    Integer.MIN_VALUE, INT, -2, SERVED),
        integer("list-compress-depth",        "",                         0, INT, 0,                  SERVED),
        unsigned("set-max-intset-entries",    "",                         0, LONG, 512,               SERVED),
        unsigned("set-max-listpack-entries",  "",                         0, LONG, 128,               SERVED),
        unsigned("set-max-listpack-value",    "",                         0, LONG, 64,                SERVED),
        unsigned("zset-max-listpack-entries", "zset-max-ziplist-entries", 0, LONG, 128,               SERVED),
        size("zset-max-listpack-value",       "zset-max-ziplist-value",   0, LONG, 64,                SERVED),
        size("hll-sparse-max-bytes",          "",                         0, LONG, 3000,              SERVED),
        integer("stream-node-max-entries",    "",                         0, LONG, 100,               SERVED),
        size("stream-node-max-bytes",         "",                         0, LONG, 4096,              SERVED),
        choice("sanitize-dump-payload",       "",                         "no", Choice.of("no", "yes", "clients"), MACHINERY),
        text("locale-collate",                "",                         "",                         MACHINERY),

        // Files
        special("save",                                  "", new SavePoint.Points(), List.of(), FILES),
        yesNo("rdbcompression",                          "", true,                              SERVED),
        yesNo("rdbchecksum",                             "", true,                              FILE_DETAILS, IMMUTABLE),
        yesNo("rdb-del-sync-files",                      "", false,                             FILE_DETAILS),
        yesNo("rdb-save-incremental-fsync",              "", true,                              FILE_DETAILS),
        integer("rdb-key-save-delay",                    "", Integer.MIN_VALUE, INT, 0,         SERVED, HIDDEN),
        integer("key-load-delay",                        "", Integer.MIN_VALUE, INT, 0,         SERVED, HIDDEN),
        integer("loading-process-events-interval-bytes", "", 1024, INT, 2 * MB,                 FILE_DETAILS, HIDDEN),
        text("dbfilename",                               "", "dump.rdb", Checks::dbfilename,    FILE_DETAILS, PROTECTED),
        yesNo("stop-writes-on-bgsave-error",             "", true,                              FILE_DETAILS),
        yesNo("appendonly",                              "", false,                             FILES, NOT_WHILE_LOADING),
        text("appendfilename",                           "", "appendonly.aof", Checks::appendfilename, FILE_DETAILS, IMMUTABLE),
        text("appenddirname",                            "", "appendonlydir", Checks::appenddirname, FILE_DETAILS, IMMUTABLE),
        choice("appendfsync",                            "", "everysec", Choice.of("everysec", "always", "no"), FILE_DETAILS),
        yesNo("no-appendfsync-on-rewrite",               "", false,                             FILE_DETAILS),
        integer("auto-aof-rewrite-percentage",           "", 0, INT, 100,                       FILE_DETAILS),
        memory("auto-aof-rewrite-min-size",              "", 0, LONG, 64 * MB,                  FILE_DETAILS),
        yesNo("aof-load-truncated",                      "", true,                              FILE_DETAILS),
        yesNo("aof-use-rdb-preamble",                    "", true,                              FILE_DETAILS),
        yesNo("aof-timestamp-enabled",                   "", false,                             FILE_DETAILS),
        yesNo("aof-rewrite-incremental-fsync",           "", true,                              FILE_DETAILS),
        yesNo("aof-disable-auto-gc",                     "", false,                             FILE_DETAILS, HIDDEN),

        // What happens
        special("notify-keyspace-events",            "",               new KeyspaceEvents(), 0, SERVED),
        unsigned("tracking-table-max-keys",          "",               0, LONG, 1000000,        SERVED),
        integer("slowlog-log-slower-than",           "",               -1, LONG, 10000,         SERVED),
        integer("slowlog-max-len",                   "",               0, LONG, 128,            SERVED),
        integer("latency-monitor-threshold",         "",               0, LONG, 0,              SERVED),
        yesNo("latency-tracking",                    "",               true,                    SERVED),
        special("latency-tracking-info-percentiles", "",               new Percentiles(), List.of(50.0, 99.0, 99.9), SERVED),
        integer("busy-reply-threshold",              "lua-time-limit", 0, LONG, 5000,           MACHINERY),
        integer("acllog-max-len",                    "",               0, LONG, 128,            ACL),
        choice("acl-pubsub-default",                 "",               "resetchannels", Choice.of("allchannels", "resetchannels"), ACL),
        text("aclfile",                              "",               "",                      ACL, IMMUTABLE),

        // TLS
        integer("tls-port",                  "", 0, 65535, 0,       TLS),
        integer("tls-session-cache-size",    "", 0, INT, 20 * 1024, TLS),
        integer("tls-session-cache-timeout", "", 0, INT, 300,       TLS),
        yesNo("tls-cluster",                 "", false,             TLS),
        yesNo("tls-replication",             "", false,             TLS),
        choice("tls-auth-clients",           "", "yes", Choice.of("no", "yes", "optional"), TLS),
        yesNo("tls-prefer-server-ciphers",   "", false,             TLS),
        yesNo("tls-session-caching",         "", true,              TLS),
        optional("tls-cert-file",            "",                    TLS),
        optional("tls-key-file",             "",                    TLS),
        optional("tls-key-file-pass",        "",                    TLS),
        optional("tls-client-cert-file",     "",                    TLS),
        optional("tls-client-key-file",      "",                    TLS),
        optional("tls-client-key-file-pass", "",                    TLS),
        optional("tls-dh-params-file",       "",                    TLS),
        optional("tls-ca-cert-file",         "",                    TLS),
        optional("tls-ca-cert-dir",          "",                    TLS),
        optional("tls-protocols",            "",                    TLS),
        optional("tls-ciphers",              "",                    TLS),
        optional("tls-ciphersuites",         "",                    TLS),

        // The process
        yesNo("daemonize",              "", false,     PROCESS, IMMUTABLE),
        choice("supervised",            "", "no", Choice.of("upstart", "systemd", "auto", "no"), PROCESS, IMMUTABLE),
        yesNo("set-proc-title",         "", true,      PROCESS, IMMUTABLE),
        text("proc-title-template",     "", "{title} {listen-addr} {server-mode}", Checks::processTitle, PROCESS),
        yesNo("syslog-enabled",         "", false,     SYSLOG, IMMUTABLE),
        text("syslog-ident",            "", "redis",   SYSLOG, IMMUTABLE),
        choice("syslog-facility",       "", "local0", Choice.of("user", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"), SYSLOG, IMMUTABLE),
        special("oom-score-adj",        "", new Choice(List.of("no", "yes", "relative", "absolute"), Map.of("relative", "yes")), "no", PROCESS),
        special("oom-score-adj-values", "", new OomScores(), List.of(0, 200, 800), PROCESS),
        optional("server_cpulist",      "",            PROCESS, IMMUTABLE),
        optional("bio_cpulist",         "",            PROCESS, IMMUTABLE),
        optional("aof_rewrite_cpulist", "",            PROCESS, IMMUTABLE),
        optional("bgsave_cpulist",      "",            PROCESS, IMMUTABLE),
        yesNo("crash-log-enabled",      "", true,      MACHINERY),
        yesNo("crash-memcheck-enabled", "", true,      MACHINERY),
        yesNo("use-exit-on-panic",      "", false,     MACHINERY, HIDDEN),
        integer("watchdog-period",      "", 0, INT, 0, MACHINERY, HIDDEN));
    // spotless:on

    private static final Map<String, Directive<?>> BY_NAME = new TreeMap<>();

    static {
        for (Directive<?> directive : ALL) {
            BY_NAME.put(directive.name(), directive);
            if (!directive.alias().isEmpty()) BY_NAME.put(directive.alias(), directive);
        }
    }

    private Directives() {}

    /// The directive of this name or alias, in any case of letters; null if there is none.
    public static @Nullable Directive<?> find(String name) {
        return BY_NAME.get(Words.lower(name));
    }

    static Directive<?> named(String name) {
        Directive<?> directive = BY_NAME.get(name);
        if (directive == null) throw new AssertionError("no directive " + name);
        return directive;
    }

    /// Every name and alias that a pattern may find, in the order of the table.
    static List<String> visibleNames() {
        List<String> names = new ArrayList<>();
        for (Directive<?> directive : ALL) {
            if (directive.is(HIDDEN)) continue;
            names.add(directive.name());
            if (!directive.alias().isEmpty()) names.add(directive.alias());
        }
        return names;
    }

    private static Directive<Boolean> yesNo(
            String name, String alias, boolean value, Part part, Trait... traits) {
        return special(name, alias, new Kind.YesNo(), value, part, traits);
    }

    /// A text that is not set by default.
    private static Directive<String> optional(
            String name, String alias, Part part, Trait... traits) {
        return special(name, alias, new Kind.Text(true, Checks::anything), "", part, traits);
    }

    private static Directive<String> optional(
            String name, String alias, Kind.Check check, Part part, Trait... traits) {
        return special(name, alias, new Kind.Text(true, check), "", part, traits);
    }

    private static Directive<String> text(
            String name, String alias, String value, Part part, Trait... traits) {
        return special(name, alias, new Kind.Text(false, Checks::anything), value, part, traits);
    }

    private static Directive<String> text(
            String name, String alias, String value, Kind.Check check, Part part, Trait... traits) {
        return special(name, alias, new Kind.Text(false, check), value, part, traits);
    }

    private static Directive<String> choice(
            String name, String alias, String value, Choice choice, Part part, Trait... traits) {
        return special(name, alias, choice, value, part, traits);
    }

    /// How to shut down when a signal says so.
    private static Directive<Set<String>> signal(
            String name, String alias, Part part, Trait... traits) {
        Kind<Set<String>> kind =
                new Choice.Several(
                        List.of("default", "save", "nosave", "now", "force"),
                        List.of("save", "nosave"),
                        "shutdown options SAVE and NOSAVE can't be used simultaneously");
        return special(name, alias, kind, Set.of(), part, traits);
    }

    private static Directive<Long> integer(
            String name,
            String alias,
            long low,
            long high,
            long value,
            Part part,
            Trait... traits) {
        return number(name, alias, Numeric.Form.INTEGER, false, low, high, value, part, traits);
    }

    private static Directive<Long> unsigned(
            String name,
            String alias,
            long low,
            long high,
            long value,
            Part part,
            Trait... traits) {
        return number(name, alias, Numeric.Form.INTEGER, true, low, high, value, part, traits);
    }

    private static Directive<Long> memory(
            String name,
            String alias,
            long low,
            long high,
            long value,
            Part part,
            Trait... traits) {
        return number(name, alias, Numeric.Form.MEMORY, false, low, high, value, part, traits);
    }

    /// An unsigned amount of memory.
    private static Directive<Long> size(
            String name,
            String alias,
            long low,
            long high,
            long value,
            Part part,
            Trait... traits) {
        return number(name, alias, Numeric.Form.MEMORY, true, low, high, value, part, traits);
    }

    private static Directive<Long> memoryOrPercent(
            String name,
            String alias,
            long low,
            long high,
            long value,
            Part part,
            Trait... traits) {
        return number(
                name, alias, Numeric.Form.MEMORY_OR_PERCENT, false, low, high, value, part, traits);
    }

    private static Directive<Long> octal(
            String name,
            String alias,
            long low,
            long high,
            long value,
            Part part,
            Trait... traits) {
        return number(name, alias, Numeric.Form.OCTAL, true, low, high, value, part, traits);
    }

    /// A number that is moved between two further bounds instead of being refused.
    private static Directive<Long> hint(
            String name,
            String alias,
            long low,
            long high,
            long least,
            long most,
            long value,
            Part part) {
        return special(
                name,
                alias,
                new Numeric(Numeric.Form.INTEGER, false, low, high, least, most),
                value,
                part);
    }

    private static Directive<Long> memoryHint(
            String name,
            String alias,
            long low,
            long high,
            long least,
            long most,
            long value,
            Part part) {
        return special(
                name,
                alias,
                new Numeric(Numeric.Form.MEMORY, false, low, high, least, most),
                value,
                part);
    }

    private static Directive<Long> number(
            String name,
            String alias,
            Numeric.Form form,
            boolean unsigned,
            long low,
            long high,
            long value,
            Part part,
            Trait... traits) {
        return special(
                name,
                alias,
                new Numeric(form, unsigned, low, high, low, high),
                value,
                part,
                traits);
    }

    private static <V> Directive<V> special(
            String name, String alias, Kind<V> kind, V value, Part part, Trait... traits) {
        return new Directive<>(name, alias, kind, value, part, Set.of(traits));
    }
}
