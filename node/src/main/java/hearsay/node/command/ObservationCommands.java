package hearsay.node.command;

import static hearsay.node.command.Command.command;
import static hearsay.node.command.Command.container;

import hearsay.node.observation.SlowLog;
import hearsay.node.server.Session;
import java.util.List;

/// SLOWLOG, LATENCY and MONITOR: seeing what the node does, and what took long.
///
/// Source: Redis documentation of these commands.
final class ObservationCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            container("LATENCY", -2, "",
                    command("DOCTOR",     2, "ADMIN NOSCRIPT LOADING STALE", "", ObservationCommands::doctor),
                    command("GRAPH",      3, "ADMIN NOSCRIPT LOADING STALE", "", ObservationCommands::graph),
                    command("HELP",       2, "LOADING STALE",                "", ObservationCommands::latencyHelp),
                    command("HISTOGRAM", -2, "ADMIN NOSCRIPT LOADING STALE", "", LatencyDistributions::histogram),
                    command("HISTORY",    3, "ADMIN NOSCRIPT LOADING STALE", "", ObservationCommands::history),
                    command("LATEST",     2, "ADMIN NOSCRIPT LOADING STALE", "", ObservationCommands::latest),
                    command("RESET",     -2, "ADMIN NOSCRIPT LOADING STALE", "", ObservationCommands::forget)),
            command("MONITOR", 1, "ADMIN NOSCRIPT LOADING STALE", "", ObservationCommands::monitor),
            container("SLOWLOG", -2, "",
                    command("GET",       -2, "ADMIN LOADING STALE", "", ObservationCommands::slowest),
                    command("HELP",       2, "LOADING STALE",       "", ObservationCommands::slowLogHelp),
                    command("LEN",        2, "ADMIN LOADING STALE", "", ObservationCommands::length),
                    command("RESET",      2, "ADMIN LOADING STALE", "", ObservationCommands::clear)));
    // spotless:on

    private static final int USUAL_COUNT = 10;

    private ObservationCommands() {}

    private static void slowest(Call call) {
        if (call.count() > 3) {
            throw new CommandError(
                    "ERR unknown subcommand or wrong number of arguments for '"
                            + call.text(1)
                            + "'. Try SLOWLOG HELP.");
        }
        long count = USUAL_COUNT;
        if (call.count() == 3) {
            var mistake = "ERR count should be greater than or equal to -1";
            count = call.integer(2, -1, Long.MAX_VALUE, mistake);
        }
        var log = slowLog(call);
        var entries = log.newest(count == -1 ? log.size() : count);
        var reply = call.reply();
        reply.array(entries.size());
        for (var entry : entries) {
            reply.array(6);
            reply.integer(entry.id());
            reply.integer(entry.unixSeconds());
            reply.integer(entry.micros());
            reply.array(entry.words().size());
            entry.words().forEach(reply::bulk);
            reply.bulk(entry.address());
            reply.bulk(entry.name());
        }
    }

    private static void length(Call call) {
        call.reply().integer(slowLog(call).size());
    }

    private static void clear(Call call) {
        slowLog(call).clear();
        call.reply().ok();
    }

    private static SlowLog slowLog(Call call) {
        return call.server().observation().slowLog();
    }

    private static void monitor(Call call) {
        if (!call.mayBlock()) {
            throw new CommandError("ERR MONITOR isn't allowed for DENY BLOCKING client");
        }
        // Asked again, it does not even answer.
        var session = call.session();
        if (session.kind() == Session.Kind.MONITOR || session.isReplica()) return;
        call.server().observation().monitor(session);
        call.reply().ok();
    }

    private static void latest(Call call) {
        var events = call.server().observation().latency().events();
        call.reply().array(events.size());
        events.forEach((name, spikes) -> {
            call.reply().array(4);
            call.reply().bulk(name);
            call.reply().integer(spikes.last().unixSecond());
            call.reply().integer(spikes.last().millis());
            call.reply().integer(spikes.worst());
        });
    }

    private static void history(Call call) {
        var spikes = call.server().observation().latency().of(call.text(2));
        var all = spikes == null ? List.<hearsay.node.observation.Spikes.Spike>of() : spikes.all();
        call.reply().array(all.size());
        for (var spike : all) {
            call.reply().array(2);
            call.reply().integer(spike.unixSecond());
            call.reply().integer(spike.millis());
        }
    }

    private static void graph(Call call) {
        var event = call.text(2);
        var observation = call.server().observation();
        var spikes = observation.latency().of(event);
        if (spikes == null) {
            throw new CommandError("ERR No samples available for event '" + event + "'");
        }
        call.reply().verbatim("txt", observation.graph(event, spikes));
    }

    private static void doctor(Call call) {
        call.reply().verbatim("txt", call.server().observation().doctor());
    }

    private static void forget(Call call) {
        var latency = call.server().observation().latency();
        if (call.count() == 2) {
            call.reply().integer(latency.forgetAll());
            return;
        }
        int forgotten = 0;
        for (int i = 2; i < call.count(); i++) forgotten += latency.forget(call.text(i));
        call.reply().integer(forgotten);
    }

    private static void slowLogHelp(Call call) {
        Help.reply(
                call,
                "SLOWLOG",
                "GET [<count>]",
                """
                Shows the newest entries, 10 unless told otherwise, all of them for -1.
                An entry is: number, Unix time, microseconds, the request's words, the
                client's address, the client's name.\
                """,
                "LEN",
                "Tells how many entries there are.",
                "RESET",
                "Forgets all entries.");
    }

    private static void latencyHelp(Call call) {
        Help.reply(
                call,
                "LATENCY",
                "DOCTOR",
                "Tells in words what took long, and what may help.",
                "GRAPH <event>",
                "Draws the history of an event.",
                "HISTORY <event>",
                "Tells when an event took long, and how many milliseconds.",
                "LATEST",
                "Tells of every event when and how long it took last, and at most.",
                "RESET [<event> ...]",
                "Forgets the history of these events, or of all.",
                "HISTOGRAM [<command> ...]",
                "Tells of these commands, or of all, how many calls took at most how long.");
    }
}
