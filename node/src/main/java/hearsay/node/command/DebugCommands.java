package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.ListValue;
import hearsay.node.keyspace.StringValue;
import hearsay.node.keyspace.Value;
import hearsay.node.persistence.DumpPayload;
import hearsay.node.persistence.RdbWriter;
import hearsay.node.resp.Arguments;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// DEBUG: for tests, and for those who want to know it all.
///
/// As in Redis it is one command to the command table, with words behind it.
final class DebugCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("DEBUG", -2, "ADMIN NOSCRIPT LOADING STALE PROTECTED", "", DebugCommands::debug));
    // spotless:on

    /// What Redis can do, and what there is nothing for here: its memory, its C structures, its
    /// crashes, its files.
    private static final Set<String> NOT_HERE =
            new TreeSet<>(
                    List.of(
                            "AOF-FLUSH-SLEEP",
                            "ASSERT",
                            "CHANGE-REPL-ID",
                            "CLIENT-EVICTION",
                            "CONFIG-REWRITE-FORCE-ALL",
                            "CRASH-AND-RECOVER",
                            "LEAK",
                            "LISTPACK",
                            "LOADAOF",
                            "MALLCTL",
                            "MALLCTL-STR",
                            "OOM",
                            "PANIC",
                            "QUICKLIST",
                            "QUICKLIST-PACKED-THRESHOLD",
                            "REPLYBUFFER",
                            "RESTART",
                            "SDSLEN",
                            "SEGFAULT",
                            "SET-DISABLE-DENY-SCRIPTS",
                            "SET-SKIP-CHECKSUM-VALIDATION",
                            "STRINGMATCH-TEST",
                            "STRUCTSIZE"));

    static final String NOT_ALLOWED =
            "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\","
                    + " you can run it from a local connection, otherwise you need to set this option"
                    + " in the configuration file, and then restart the server.";

    private static final int ANY = Integer.MAX_VALUE;

    private DebugCommands() {}

    /// Asked before anything else, even before who it is that asks.
    static boolean isAllowed(Server server, Session session) {
        return switch (server.settings().server().enableDebugCommand()) {
            case "yes" -> true;
            case "local" -> ConfigCommands.isLocal(session.link().remoteAddress());
            default -> false;
        };
    }

    private static void debug(Call call) {
        var word = call.text(1).toUpperCase(Locale.ROOT);
        var hook = call.server().debugHooks().of(word);
        if (hook != null) {
            hook.run(words(call));
            call.reply().ok();
            return;
        }
        switch (word) {
            case "CHANGE-REPL-ID", "PANIC", "RESTART" -> throw notHere(word);
            case "CLOSE-CLUSTER-LINK-ON-PACKET-DROP" -> only(call, 3, 3, DebugCluster::closeLinks);
            case "CLUSTERLINK" -> only(call, 5, 5, DebugCluster::link);
            case "DIGEST" -> only(call, 2, 2, DebugCommands::digest);
            case "DIGEST-VALUE" -> only(call, 2, ANY, DebugCommands::digestValue);
            case "DROP-CLUSTER-PACKET-FILTER" -> only(call, 3, 3, DebugCluster::dropPackets);
            case "ERROR" -> only(call, 3, 3, DebugCommands::error);
            case "HELP" -> only(call, 2, 2, DebugCommands::help);
            case "HTSTATS" -> only(call, 3, ANY, DebugTables::ofDatabase);
            case "HTSTATS-KEY" -> only(call, 3, ANY, DebugTables::ofKey);
            case "LOG" -> only(call, 3, 3, DebugCommands::log);
            case "OBJECT" -> only(call, 3, 3, DebugCommands::object);
            case "PAUSE-CRON" -> only(call, 3, 3, DebugCommands::pauseCron);
            case "POPULATE" -> only(call, 3, 5, DebugCommands::populate);
            case "PROTOCOL" -> only(call, 3, 3, DebugProtocol::reply);
            case "RELOAD" -> only(call, 2, ANY, DebugReload::reload);
            case "REPLICATE" -> only(call, 3, ANY, DebugCommands::replicate);
            case "SET-ACTIVE-EXPIRE" -> only(call, 3, 3, DebugCommands::setActiveExpire);
            case "SLEEP" -> only(call, 3, 3, DebugCommands::sleep);
            default -> {
                if (NOT_HERE.contains(word)) throw notHere(word);
                throw unknown(call);
            }
        }
    }

    private static void only(Call call, int least, int most, Command.Handler handler) {
        if (call.count() < least || call.count() > most) throw unknown(call);
        handler.handle(call);
    }

    static CommandError unknown(Call call) {
        var shown = call.text(1);
        if (shown.length() > 128) shown = shown.substring(0, 128);
        return new CommandError(
                "ERR unknown subcommand or wrong number of arguments for '"
                        + shown
                        + "'. Try DEBUG HELP.");
    }

    private static CommandError notHere(String word) {
        return new CommandError("ERR DEBUG " + word + " is not available on this node");
    }

    private static List<String> words(Call call) {
        var words = new ArrayList<String>();
        for (int i = 2; i < call.count(); i++) words.add(call.text(i));
        return words;
    }

    /// The whole node does nothing for so many seconds, fractions allowed.
    private static void sleep(Call call) {
        double seconds = leadingNumber(call.text(2));
        if (seconds > 0) call.server().environment().machine().standStill((long) (seconds * 1e6));
        // In a transaction everything happens at one moment.
        if (call.mayBlock()) call.server().now();
        call.reply().ok();
    }

    private static void digest(Call call) {
        call.reply().status(DatasetDigest.of(call.server().keyspaces()));
    }

    private static void digestValue(Call call) {
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            call.reply().status(DatasetDigest.ofValue(evenIfExpired(call, i)));
        }
    }

    /// A JVM moves its objects about: they have no address worth telling.
    private static void object(Call call) {
        var entry = evenIfExpired(call, 2);
        if (entry == null) throw CommandError.noSuchKey();
        int nowSeconds = (int) (call.nowMillis() / 1000);
        call.reply()
                .status(
                        "Value at:0x0 refcount:1 encoding:"
                                + entry.value().encoding()
                                + " serializedlength:"
                                + DumpPayload.length(entry.value(), RdbWriter.Options.DEFAULT)
                                + " lru:"
                                + (entry.lastUsedSeconds() & 0xffffff)
                                + " lru_seconds_idle:"
                                + (nowSeconds - entry.lastUsedSeconds())
                                + nodes(entry.value()));
    }

    /// Of a quicklist, how it is cut into listpacks.
    private static String nodes(Value value) {
        var list = value instanceof ListValue known ? known.quicklist() : null;
        if (list == null) return "";
        return String.format(
                Locale.ROOT,
                " ql_nodes:%d ql_avg_node:%s ql_listpack_max:%d ql_compressed:%d"
                        + " ql_uncompressed_size:%d",
                list.nodes(),
                // Rounded as C does: what the double is, not what it is printed as.
                new BigDecimal((double) list.count() / list.nodes())
                        .setScale(2, RoundingMode.HALF_EVEN),
                list.fill(),
                list.isCompressing() ? 1 : 0,
                list.size());
    }

    private static void setActiveExpire(Call call) {
        call.server().activeExpiry().enabled(leadingNumber(call.text(2)) != 0);
        call.reply().ok();
    }

    private static void pauseCron(Call call) {
        call.server().pauseCron(leadingNumber(call.text(2)) != 0);
        call.reply().ok();
    }

    private static void error(Call call) {
        call.reply().error(call.text(2));
    }

    private static void log(Call call) {
        call.server().log().warning("DEBUG LOG: " + call.text(2));
        call.reply().ok();
    }

    /// Replicas are told something that has not happened here.
    private static void replicate(Call call) {
        var words = new byte[call.count() - 2][];
        for (int i = 0; i < words.length; i++) words[i] = call.bytes(i + 2);
        call.server().propagation().also(call.db().index(), Arguments.of(words));
        call.reply().ok();
    }

    /// `POPULATE count [prefix] [size]`: keys that are there already stay as they are. Replicas are
    /// not told.
    private static void populate(Call call) {
        long count = positive(call, 2);
        var prefix = call.count() > 3 ? call.text(3) : "key";
        long size = call.count() > 4 ? positive(call, 4) : 0;
        var db = call.db();
        db.expand((int) Math.min(count, Integer.MAX_VALUE));
        for (long i = 0; i < count; i++) {
            var key = (prefix + ":" + i).getBytes(StandardCharsets.UTF_8);
            if (db.write(key, 0, key.length) != null) continue;
            var text = ("value:" + i).getBytes(StandardCharsets.US_ASCII);
            var bytes = size == 0 ? text : Arrays.copyOf(text, (int) size);
            var value = StringValue.text(bytes, 0, bytes.length);
            db.changed(db.add(key, 0, key.length, value), EventClass.GENERIC, "");
        }
        call.dontPropagate();
        call.reply().ok();
    }

    private static long positive(Call call, int index) {
        return call.integer(
                index, 0, Integer.MAX_VALUE, "ERR value is out of range, must be positive");
    }

    private static @Nullable Entry evenIfExpired(Call call, int index) {
        return call.db().find(call.bytes(index));
    }

    /// As C reads numbers: what comes after one does not matter, and no number is 0.
    private static double leadingNumber(String text) {
        var matcher = NUMBER.matcher(text);
        return matcher.lookingAt() ? Double.parseDouble(matcher.group().strip()) : 0;
    }

    private static final java.util.regex.Pattern NUMBER =
            java.util.regex.Pattern.compile("\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private static void help(Call call) {
        Help.reply(
                call,
                "DEBUG",
                "CHANGE-REPL-ID",
                "Begin a new history of replication, with ids of its own.",
                "CLOSE-CLUSTER-LINK-ON-PACKET-DROP <0|1>",
                "Whether the link by which a dropped packet came is closed.",
                "CLUSTERLINK KILL <to|from|all> <node-id>",
                "Break the links to that node, or from it.",
                "DIGEST",
                "40 hexadecimal digits that are the same wherever the same data is kept.",
                "DIGEST-VALUE <key> [<key> ...]",
                "The same for single values.",
                "DROP-CLUSTER-PACKET-FILTER <packet-type>",
                "Do not hear packets of that type; -1: hear all again, -2: hear none.",
                "ERROR <string>",
                "Answer with that error.",
                "HTSTATS <dbid> [FULL]",
                "How full the hash table of a database is, and with FULL how evenly.",
                "HTSTATS-KEY <key> [FULL]",
                "The same for the hash table of a value that is kept as one.",
                "LOG <message>",
                "Write a line to the log.",
                "OBJECT <key>",
                "How a value is kept.",
                "PANIC",
                "End this node as if it had crashed.",
                "PAUSE-CRON <0|1>",
                "Stop, with 1, what is done ten times a second.",
                "POPULATE <count> [<prefix>] [<size>]",
                "Make as many keys; replicas are not told, slots are not respected.",
                "PROTOCOL <type>",
                "Answer with a value of that type: string, integer, double, bignum, null, array,\nset, map, attrib, push, verbatim, true or false.",
                "RELOAD",
                "Write all data as an RDB and read it again.",
                "REPLICATE <word> [<word> ...]",
                "Have the replicas do something that is not done here.",
                "RESTART [<milliseconds>]",
                "End this node in good order and start it again after a while.",
                "SET-ACTIVE-EXPIRE <0|1>",
                "Whether expired keys vanish although nobody asks for them.",
                "SLEEP <seconds>",
                "Stand still for so long; fractions are allowed.");
    }
}
