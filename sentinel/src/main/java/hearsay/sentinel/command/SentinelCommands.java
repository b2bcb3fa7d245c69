package hearsay.sentinel.command;

import static hearsay.node.command.Command.command;
import static hearsay.node.command.Command.container;

import hearsay.node.command.Call;
import hearsay.node.command.Command;
import hearsay.node.command.CommandError;
import hearsay.node.command.CommandTable;
import hearsay.node.config.LoadedConfig;
import hearsay.node.server.Blocked;
import hearsay.node.server.Server;
import hearsay.sentinel.member.Outcome;
import hearsay.sentinel.member.Report;
import hearsay.sentinel.member.Sentinel;
import hearsay.sentinel.member.SentinelError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What a Sentinel answers to where a node answers something else, or nothing: SENTINEL, INFO,
/// ROLE, PUBLISH.
///
/// Source: Redis documentation, "High availability with Redis Sentinel", "Sentinel commands".
public final class SentinelCommands {

    private static final String CANNOT_SAVE = "ERR Failed to save config file. Check server logs.";
    private static final String ADMIN = "ADMIN SENTINEL ONLY_SENTINEL";

    /// Only to look names up: nobody is there to serve.
    private static final CommandTable NAMES = table(new NobodysDesk(), List.of());

    private final Desk desk;

    // spotless:off
    private final List<Command> table = List.of(
            command("INFO",    -1, "LOADING STALE SENTINEL",                                "", this::info).acl("DANGEROUS"),
            command("PUBLISH",  3, "PUBSUB LOADING STALE FAST MAY_REPLICATE SENTINEL",      "", this::publish),
            command("ROLE",     1, "NOSCRIPT LOADING STALE FAST SENTINEL",                  "", this::role).acl("ADMIN DANGEROUS"),
            container("SENTINEL", -2, ADMIN,
                    command("CKQUORUM",                 3, ADMIN, "", this::checkQuorum),
                    command("CONFIG",                  -4, ADMIN, "", this::config),
                    command("DEBUG",                   -2, ADMIN, "", this::debug),
                    command("FAILOVER",                 3, ADMIN, "", this::failover),
                    command("FLUSHCONFIG",              2, ADMIN, "", this::flushConfig),
                    command("GET-MASTER-ADDR-BY-NAME",  3, ADMIN, "", this::masterAddress),
                    command("HELP",                     2, "LOADING STALE SENTINEL ONLY_SENTINEL", "", SentinelHelp::reply),
                    command("INFO-CACHE",              -3, ADMIN, "", this::infoCache),
                    command("IS-MASTER-DOWN-BY-ADDR",   6, ADMIN, "", this::isMasterDown),
                    command("MASTER",                   3, ADMIN, "", this::master),
                    command("MASTERS",                  2, ADMIN, "", this::masters),
                    command("MONITOR",                  6, ADMIN, "", this::monitor),
                    command("MYID",                     2, ADMIN, "", call -> call.reply().bulk(sentinel().myId())),
                    command("PENDING-SCRIPTS",          2, ADMIN, "", this::pendingScripts),
                    command("REMOVE",                   3, ADMIN, "", this::remove),
                    command("REPLICAS",                 3, ADMIN, "", this::replicas),
                    command("RESET",                    3, ADMIN, "", this::reset),
                    command("SENTINELS",                3, ADMIN, "", this::sentinels),
                    command("SET",                     -5, ADMIN, "", this::set),
                    command("SIMULATE-FAILURE",        -3, ADMIN, "", this::simulateFailure),
                    command("SLAVES",                   3, ADMIN, "", this::replicas)));
    // spotless:on

    private SentinelCommands(Desk desk) {
        this.desk = desk;
    }

    /// The whole table of a Sentinel.
    public static CommandTable table(Desk desk, List<LoadedConfig.Rename> renames) {
        return CommandTable.ofSentinel(renames, new SentinelCommands(desk).table);
    }

    /// Whether a Sentinel knows a command of this name, for `rename-command`.
    public static boolean isCommand(String name) {
        return NAMES.find(name) != null;
    }

    /// Adds the section that only a Sentinel has to the server's INFO.
    public static void describe(Desk desk, Server server) {
        server.info()
                .section(
                        "Sentinel",
                        true,
                        text -> SentinelInfo.write(desk, server.nowMillis(), text));
    }

    private Sentinel sentinel() {
        return desk.sentinel();
    }

    // ---- Questions. ----

    private void info(Call call) {
        call.reply().bulk(call.server().info().text(words(call, 1)));
    }

    private void role(Call call) {
        var names = sentinel().masterNames();
        call.reply().array(2);
        call.reply().bulk("sentinel");
        call.reply().array(names.size());
        names.forEach(call.reply()::bulk);
    }

    private void masters(Call call) {
        SentinelReplies.instances(call.reply(), sentinel().masters(call.nowMillis()));
    }

    private void master(Call call) {
        var master = ask(() -> sentinel().master(call.text(2), call.nowMillis()));
        SentinelReplies.instance(call.reply(), master);
    }

    private void replicas(Call call) {
        var all = ask(() -> sentinel().replicas(call.text(2), call.nowMillis()));
        SentinelReplies.instances(call.reply(), all);
    }

    private void sentinels(Call call) {
        var all = ask(() -> sentinel().sentinels(call.text(2), call.nowMillis()));
        SentinelReplies.instances(call.reply(), all);
    }

    private void masterAddress(Call call) {
        Report.MasterAddress address = sentinel().masterAddress(call.text(2));
        if (address == null) {
            call.reply().nilArray();
            return;
        }
        call.reply().array(2);
        call.reply().bulk(address.host());
        call.reply().bulk(address.port());
    }

    private void checkQuorum(Call call) {
        call.reply().status(ask(() -> sentinel().checkQuorum(call.text(2))));
    }

    private void infoCache(Call call) {
        var cached = sentinel().infoCache(words(call, 2), call.nowMillis());
        SentinelReplies.infoCache(call.reply(), cached);
    }

    private void pendingScripts(Call call) {
        SentinelReplies.scripts(call.reply(), desk.scripts().pending(call.nowMillis()));
    }

    // ---- Orders. ----

    private void isMasterDown(Call call) {
        long port = call.integer(3);
        long epoch = call.integer(4);
        var answer =
                order(
                        sentinel()
                                .isMasterDownByAddr(
                                        call.text(2), port, epoch, call.text(5), call.nowMillis()));
        SentinelReplies.masterDown(call.reply(), answer);
    }

    private void publish(Call call) {
        var outcome = sentinel().publish(call.text(1), call.text(2), call.nowMillis());
        call.reply().integer(order(outcome));
    }

    private void reset(Call call) {
        call.reply().integer(order(sentinel().reset(call.text(2), call.nowMillis())));
    }

    private void failover(Call call) {
        order(sentinel().failover(call.text(2), call.nowMillis()));
        call.reply().ok();
    }

    private void debug(Call call) {
        if (call.count() == 2) {
            SentinelReplies.pairs(call.reply(), sentinel().debug());
            return;
        }
        order(sentinel().debug(words(call, 2)));
        call.reply().ok();
    }

    private void simulateFailure(Call call) {
        var help = order(sentinel().simulateFailure(words(call, 2)));
        if (help.isEmpty()) {
            call.reply().ok();
            return;
        }
        call.reply().array(help.size());
        help.forEach(call.reply()::bulk);
    }

    // ---- Orders that are carried out when they are on disk. ----

    private void monitor(Call call) {
        save(
                call,
                sentinel()
                        .monitor(
                                call.text(2),
                                call.text(3),
                                call.text(4),
                                call.text(5),
                                call.nowMillis()));
    }

    private void remove(Call call) {
        save(call, sentinel().remove(call.text(2)));
    }

    private void set(Call call) {
        save(call, sentinel().set(call.text(2), words(call, 3), call.nowMillis()));
    }

    private void flushConfig(Call call) {
        save(call, sentinel().flushConfig());
    }

    private void config(Call call) {
        if (call.is(2, "SET") && call.count() >= 5) {
            save(call, sentinel().configSet(words(call, 3)));
        } else if (call.is(2, "GET")) {
            SentinelReplies.pairs(call.reply(), sentinel().configGet(words(call, 3)));
        } else {
            throw new CommandError(
                    "ERR Only SENTINEL CONFIG GET <param> [<param> <param> ...]/ SET <param>"
                            + " <value> [<param> <value> ...] are supported.");
        }
    }

    /// The answer tells whether the file was written: the client waits for that.
    private void save(Call call, Outcome<String> outcome) {
        order(outcome);
        var session = call.session();
        if (!desk.isSaving()) {
            call.reply().ok();
            return;
        }
        var waiting = call.server().waiting();
        waiting.block(session, new Blocked.OnDisk());
        desk.then(well -> {
            if (session.isOver()) return;
            if (!well) {
                waiting.fail(session, CANNOT_SAVE);
                return;
            }
            if (!session.isMuted()) session.replies().ok();
            waiting.unblock(session);
        });
    }

    /// Carries out an order's effects, those of a refused one too.
    private <T> T order(Outcome<T> outcome) {
        desk.perform(outcome.effects());
        var value = outcome.value();
        if (value == null) throw new CommandError(String.valueOf(outcome.error()));
        return value;
    }

    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (SentinelError refused) {
            throw new CommandError(String.valueOf(refused.getMessage()));
        }
    }

    private static List<String> words(Call call, int from) {
        var words = new ArrayList<String>();
        for (int i = from; i < call.count(); i++) words.add(call.text(i));
        return words;
    }
}
