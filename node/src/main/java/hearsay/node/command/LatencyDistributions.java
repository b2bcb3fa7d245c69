package hearsay.node.command;

/// LATENCY HISTOGRAM: of each command that was called, how many calls took at most how many
/// microseconds.
///
/// Source: Redis documentation of LATENCY HISTOGRAM.
final class LatencyDistributions {

    private LatencyDistributions() {}

    static void histogram(Call call) {
        int mark = call.reply().mark();
        int shown = 0;
        if (call.count() == 2) {
            for (var command : call.table().all()) shown += showAll(call, command);
        } else {
            for (int i = 2; i < call.count(); i++) {
                var command = call.table().named(call.text(i));
                if (command != null) shown += showAll(call, command);
            }
        }
        call.reply().mapFrom(mark, shown);
    }

    /// A command and its subcommands; answers how many had anything to show.
    private static int showAll(Call call, Command command) {
        int shown = show(call, command);
        for (var sub : command.subcommands()) shown += show(call, sub);
        return shown;
    }

    private static int show(Call call, Command command) {
        var latency = call.server().commandStatistics().latency(command.number());
        if (latency == null) return 0;
        var reply = call.reply();
        reply.bulk(command.fullName());
        reply.map(2);
        reply.bulk("calls");
        reply.integer(latency.total());
        reply.bulk("histogram_usec");
        int mark = reply.mark();
        int steps =
                latency.distribution((nanos, calls) -> {
                    reply.integer(nanos / 1000);
                    reply.integer(calls);
                });
        reply.mapFrom(mark, steps);
        return 1;
    }
}
