package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.info.InfoText;
import hearsay.node.server.CommandStatistics;
import hearsay.node.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        server.info()
                .replace("Commandstats", text -> calls(text, table, statistics));
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
