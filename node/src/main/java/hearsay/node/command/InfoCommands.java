package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.info.InfoText;
import hearsay.node.resp.Doubles;
import hearsay.node.server.CommandStatistics;
import hearsay.node.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Consumer;

/// INFO, and those of its sections that speak of commands.
final class InfoCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("INFO", -1, "LOADING STALE SENTINEL", "", InfoCommands::info).acl("DANGEROUS"));
    // spotless:on

    private InfoCommands() {}

    private static void info(Call call) {
        var words = new ArrayList<String>();
        for (int i = 1; i < call.count(); i++) words.add(call.text(i));
        call.reply().verbatim("txt", call.server().info().text(words));
    }

    /// Tells the server's INFO what the table knows.
    static void describe(Server server, CommandTable table) {
        var statistics = server.commandStatistics();
        if (server.isSentinel()) return;
        server.info().replace("Commandstats", text -> calls(text, table, statistics));
        server.info().replace("Latencystats", text -> latencies(text, table, server));
    }

    private static void latencies(InfoText text, CommandTable table, Server server) {
        var percentages = server.settings().server().latencyTrackingInfoPercentiles();
        forEach(
                table,
                command -> {
                    var micros =
                            server.commandStatistics().latencyMicros(command.number(), percentages);
                    if (micros.isEmpty()) return;
                    var line = new StringJoiner(",");
                    for (int i = 0; i < micros.size(); i++) {
                        line.add(
                                String.format(
                                        Locale.ROOT,
                                        "p%s=%.3f",
                                        Doubles.text(percentages.get(i)),
                                        micros.get(i)));
                    }
                    text.line("latency_percentiles_usec_" + command.fullName(), line.toString());
                });
    }

    private static void calls(InfoText text, CommandTable table, CommandStatistics statistics) {
        forEach(
                table,
                command -> {
                    var line = statistics.of(command.number());
                    if (line.isEmpty()) return;
                    double perCall = line.calls() == 0 ? 0 : (double) line.micros() / line.calls();
                    text.line(
                            "cmdstat_" + command.fullName(),
                            String.format(
                                    Locale.ROOT,
                                    "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
                                    line.calls(),
                                    line.micros(),
                                    perCall,
                                    line.rejected(),
                                    line.failed()));
                });
    }

    private static void forEach(CommandTable table, Consumer<Command> visitor) {
        for (var command : table.all()) {
            visitor.accept(command);
            command.subcommands().forEach(visitor);
        }
    }
}
