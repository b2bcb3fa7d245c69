package hearsay.node.command;

import static hearsay.node.command.Command.command;
import static hearsay.node.command.Command.container;

import hearsay.node.keyspace.Glob;
import hearsay.node.resp.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// COMMAND: what the command table says of itself.
final class CommandCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            container("COMMAND", -1, "LOADING STALE SENTINEL", CommandCommands::all,
                    command("COUNT",            2, "LOADING STALE SENTINEL", "", CommandCommands::count).acl("CONNECTION"),
                    command("DOCS",            -2, "LOADING STALE SENTINEL", "", CommandCommands::docs).acl("CONNECTION"),
                    command("GETKEYS",         -3, "LOADING STALE SENTINEL", "", CommandCommands::getKeys).acl("CONNECTION"),
                    command("GETKEYSANDFLAGS", -3, "LOADING STALE SENTINEL", "", CommandCommands::getKeysAndFlags).acl("CONNECTION"),
                    command("HELP",             2, "LOADING STALE SENTINEL", "", CommandCommands::help).acl("CONNECTION"),
                    command("INFO",            -2, "LOADING STALE SENTINEL", "", CommandCommands::info).acl("CONNECTION"),
                    command("LIST",            -2, "LOADING STALE SENTINEL", "", CommandCommands::list).acl("CONNECTION")).acl("CONNECTION"));
    // spotless:on

    private CommandCommands() {}

    private static void all(Call call) {
        var commands = call.table().all();
        call.reply().array(commands.size());
        commands.forEach(command -> CommandInfo.write(call.reply(), command));
    }

    private static void count(Call call) {
        call.reply().integer(call.table().all().size());
    }

    private static void info(Call call) {
        if (call.count() == 2) {
            all(call);
            return;
        }
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            var command = named(call, i);
            if (command == null) {
                call.reply().nil();
            } else {
                CommandInfo.write(call.reply(), command);
            }
        }
    }

    private static void docs(Call call) {
        var reply = call.reply();
        int mark = reply.mark();
        int shown = 0;
        if (call.count() == 2) {
            for (var command : call.table().all()) {
                CommandDocs.write(reply, command);
                shown++;
            }
        }
        for (int i = 2; i < call.count(); i++) {
            var command = named(call, i);
            if (command == null) continue;
            CommandDocs.write(reply, command);
            shown++;
        }
        reply.mapFrom(mark, shown);
    }

    private static void list(Call call) {
        var filter = filter(call);
        var reply = call.reply();
        int mark = reply.mark();
        int shown = list(call, call.table().all(), filter);
        reply.arrayFrom(mark, shown);
    }

    private static int list(Call call, Collection<Command> commands, Predicate<Command> filter) {
        int shown = 0;
        for (var command : commands) {
            if (filter.test(command)) {
                call.reply().bulk(command.fullName());
                shown++;
            }
            shown += list(call, command.subcommands(), filter);
        }
        return shown;
    }

    private static Predicate<Command> filter(Call call) {
        if (call.count() == 2) return command -> true;
        if (call.count() != 5 || !call.is(2, "FILTERBY")) throw CommandError.syntax();
        var argument = call.bytes(4);
        return switch (call.text(3).toUpperCase(Locale.ROOT)) {
            // No module is loaded, so no command is a module's.
            case "MODULE" -> command -> false;
            case "ACLCAT" -> {
                var category = call.text(4).toLowerCase(Locale.ROOT);
                yield command -> command.categories().contains(category);
            }
            case "PATTERN" -> command -> matches(argument, command.fullName());
            default -> throw CommandError.syntax();
        };
    }

    private static boolean matches(byte[] pattern, String name) {
        var bytes = name.getBytes(StandardCharsets.US_ASCII);
        return Glob.matches(pattern, 0, pattern.length, bytes, 0, bytes.length, true);
    }

    private static void getKeys(Call call) {
        var request = requestWithin(call);
        var keys = RequestKeys.of(commandOf(call, request), request);
        call.reply().array(keys.size());
        for (var key : keys) call.reply().bulk(request.bytes(key.index()));
    }

    private static void getKeysAndFlags(Call call) {
        var request = requestWithin(call);
        var keys = RequestKeys.of(commandOf(call, request), request);
        call.reply().array(keys.size());
        for (var key : keys) {
            call.reply().array(2);
            call.reply().bulk(request.bytes(key.index()));
            CommandInfo.keyFlags(call.reply(), key.flags());
        }
    }

    private static Command commandOf(Call call, Arguments request) {
        var command = find(call.table(), request);
        if (command == null) throw new CommandError("ERR Invalid command specified");
        if (command.keySpecs().stream().noneMatch(KeySpec::isKey)) {
            throw new CommandError("ERR The command has no key arguments");
        }
        if (!command.accepts(request.count())) {
            throw new CommandError("ERR Invalid number of arguments specified for command");
        }
        return command;
    }

    private static Arguments requestWithin(Call call) {
        var words = new byte[call.count() - 2][];
        for (int i = 0; i < words.length; i++) words[i] = call.bytes(i + 2);
        return Arguments.of(words);
    }

    private static @Nullable Command find(CommandTable table, Arguments request) {
        var found = table.find(request);
        if (found == null || !found.isContainer() || request.count() < 2) return found;
        return found.subcommand(request);
    }

    /// The command that a word names: `get`, or `config|set`.
    private static @Nullable Command named(Call call, int index) {
        return call.table().named(call.text(index));
    }

    private static void help(Call call) {
        Help.reply(
                call,
                "COMMAND",
                "(no subcommand)",
                "Everything about all commands.",
                "COUNT",
                "How many commands there are.",
                "DOCS [<command-name> ...]",
                "What the commands are for, or what all of them are for.",
                "GETKEYS <full-command>",
                "The keys in a whole request.",
                "GETKEYSANDFLAGS <full-command>",
                "The keys in a whole request, and what is done to them.",
                "INFO [<command-name> ...]",
                "Arity, flags, keys and subcommands of the commands, or of all of them.",
                "LIST [FILTERBY (MODULE <name>|ACLCAT <category>|PATTERN <pattern>)]",
                "The names of the commands.");
    }
}
