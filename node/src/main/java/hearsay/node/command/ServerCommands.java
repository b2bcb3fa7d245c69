package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.keyspace.Keyspace;
import hearsay.node.lolwut.Lolwut;
import hearsay.node.server.Blocked;
import hearsay.node.server.Shutdown;
import hearsay.node.server.Version;
import java.util.List;
import java.util.Locale;

/// Commands about all databases at once and about the node itself.
final class ServerCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("DBSIZE",    1, "READONLY FAST",                                               "", ServerCommands::dbsize).acl("KEYSPACE"),
            command("FLUSHALL", -1, "WRITE",                                                       "", ServerCommands::flushall).acl("KEYSPACE DANGEROUS"),
            command("FLUSHDB",  -1, "WRITE",                                                       "", ServerCommands::flushdb).acl("KEYSPACE DANGEROUS"),
            command("LOLWUT",   -1, "READONLY FAST",                                               "", ServerCommands::lolwut),
            command("SHUTDOWN", -1, "ADMIN NOSCRIPT LOADING STALE NO_MULTI SENTINEL ALLOW_BUSY",   "", ServerCommands::shutdown),
            command("SWAPDB",    3, "WRITE FAST",                                                  "", ServerCommands::swapdb).acl("KEYSPACE DANGEROUS"),
            command("TIME",      1, "LOADING STALE FAST",                                          "", ServerCommands::time));
    // spotless:on

    private ServerCommands() {}

    private static void dbsize(Call call) {
        call.reply().integer(call.db().size());
    }

    private static void flushdb(Call call) {
        flush(call, List.of(call.db()));
    }

    private static void flushall(Call call) {
        flush(call, call.server().keyspaces().all());
    }

    private static void flush(Call call, List<Keyspace> databases) {
        boolean lazy = isLazy(call);
        for (var db : databases) {
            int keys = db.clear();
            call.server().countChanges(keys);
            if (lazy) call.server().lazyFreeing().flushed(keys);
        }
        // An empty database is flushed on replicas all the same: theirs may not be empty.
        call.propagateAnyway();
        call.reply().ok();
    }

    /// ASYNC and SYNC differ in what is counted: dropping a table takes one step, and what was in
    /// it is swept up by the garbage collector.
    private static boolean isLazy(Call call) {
        if (call.count() == 1) return call.server().settings().memory().lazyUserFlush();
        boolean async = call.is(1, "ASYNC");
        if (call.count() > 2 || !(async || call.is(1, "SYNC"))) throw CommandError.syntax();
        return async;
    }

    private static void swapdb(Call call) {
        var server = call.server();
        if (server.settings().cluster().enabled()) {
            throw new CommandError("ERR SWAPDB is not allowed in cluster mode");
        }
        long first = database(call, 1, "ERR invalid first DB index");
        long second = database(call, 2, "ERR invalid second DB index");
        int count = server.keyspaces().count();
        if (first < 0 || second < 0 || first >= count || second >= count) {
            throw new CommandError("ERR DB index is out of range");
        }
        server.keyspaces().swap((int) first, (int) second);
        server.countChanges(1);
        call.reply().ok();
    }

    private static long database(Call call, int index, String mistake) {
        return call.integer(index, Integer.MIN_VALUE, Integer.MAX_VALUE, mistake);
    }

    private static void time(Call call) {
        long micros = call.server().nowMicros();
        call.reply().array(2);
        call.reply().bulk(micros / 1_000_000);
        call.reply().bulk(micros % 1_000_000);
    }

    private static void shutdown(Call call) {
        boolean save = false;
        boolean nosave = false;
        boolean now = false;
        boolean force = false;
        boolean abort = false;
        for (int i = 1; i < call.count(); i++) {
            switch (call.text(i).toUpperCase(Locale.ROOT)) {
                case "SAVE" -> save = true;
                case "NOSAVE" -> nosave = true;
                case "NOW" -> now = true;
                case "FORCE" -> force = true;
                case "ABORT" -> abort = true;
                default -> throw CommandError.syntax();
            }
        }
        if (save && nosave) throw CommandError.syntax();
        if (abort && (save || nosave || now || force)) throw CommandError.syntax();
        var shutdown = call.server().shutdown();
        if (abort) {
            if (!shutdown.abort()) throw new CommandError("ERR No shutdown in progress.");
            call.reply().ok();
            return;
        }
        call.server().waiting().block(call.session(), new Blocked.OnShutdown());
        shutdown.begin(new Shutdown.Order(save, nosave, now, force));
    }

    /// `LOLWUT [VERSION v] [columns] [rows or squares per row] [squares per column]`
    private static void lolwut(Call call) {
        boolean chosen = call.count() >= 3 && call.is(1, "VERSION");
        long version = chosen ? call.integer(2) : 7;
        int first = chosen ? 3 : 1;
        var random = call.server().environment().random();
        String art;
        if (version == 5) {
            art =
                    Lolwut.squares(
                            option(call, first, 66),
                            option(call, first + 1, 8),
                            option(call, first + 2, 12),
                            random);
        } else if (version == 6) {
            art = Lolwut.skyline(option(call, first, 80), option(call, first + 1, 20), random);
        } else {
            art = "";
        }
        call.reply().verbatim("txt", art + "Redis ver. " + Version.REDIS + "\n");
    }

    private static long option(Call call, int index, long otherwise) {
        return index < call.count() ? call.integer(index) : otherwise;
    }
}
