package hearsay.node.command;

import java.util.List;

/// The answer to a container's HELP: its subcommands, each with a word about it.
public final class Help {

    private Help() {}

    /// @param lines usage, explanation, usage, explanation …; an explanation may have several lines
    public static void reply(Call call, String container, String... lines) {
        var text = new java.util.ArrayList<String>();
        text.add(container + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        for (int i = 0; i < lines.length; i += 2) {
            text.add(lines[i]);
            lines[i + 1].lines().forEach(line -> text.add("    " + line));
        }
        text.addAll(List.of("HELP", "    Print this help."));
        call.reply().array(text.size());
        text.forEach(call.reply()::status);
    }
}
