package hearsay.node.command;

import hearsay.node.resp.Replies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// What is said of a command to people and to routers of requests: the lines of `command-docs.tsv`
/// and `command-syntax.tsv`, and COMMAND DOCS.
///
/// @param since the Redis version that brought it
/// @param tips for COMMAND INFO
/// @param marks `syscmd`, or `deprecated:<version>:<what to use instead>`, or empty
record CommandDocs(
        String since, String complexity, List<String> tips, String marks, String summary) {

    private static final CommandDocs NONE = new CommandDocs("", "", List.of(), "", "");

    /// The lines are read when first asked for: a node that starts has other things to do.
    private static final class Lines {
        static final Map<String, CommandDocs> ALL = new LinkedHashMap<>();

        static {
            read("command-docs.tsv", fields -> ALL.put(fields[0], of(fields)));
        }
    }

    private static final class Syntax {
        static final Map<String, List<Argument>> ALL = new LinkedHashMap<>();

        static {
            read("command-syntax.tsv", fields -> ALL.put(fields[0], Argument.parse(fields[1])));
        }
    }

    /// The line about a command; an empty one if there is none.
    static CommandDocs of(Command command) {
        return Lines.ALL.getOrDefault(command.fullName(), NONE);
    }

    /// What may follow the name of a command.
    static List<Argument> arguments(String command) {
        return Syntax.ALL.getOrDefault(command, List.of());
    }

    /// Name and map of one command.
    static void write(Replies reply, Command command) {
        var docs = of(command);
        reply.bulk(command.fullName());
        int mark = reply.mark();
        int pairs = 1;
        pairs += pair(reply, "summary", docs.summary);
        pairs += pair(reply, "since", docs.since);
        pair(reply, "group", group(command.group()));
        pairs += pair(reply, "complexity", docs.complexity);
        pairs += marks(reply, docs.marks);
        var arguments = arguments(command.fullName());
        if (!arguments.isEmpty()) {
            pairs++;
            reply.bulk("arguments");
            Argument.write(reply, arguments);
        }
        if (command.isContainer()) {
            pairs++;
            reply.bulk("subcommands");
            reply.map(command.subcommands().size());
            for (var sub : command.subcommands()) write(reply, sub);
        }
        reply.mapFrom(mark, pairs);
    }

    private static int marks(Replies reply, String marks) {
        if (marks.isEmpty()) return 0;
        var parts = marks.split(":", 3);
        reply.bulk("doc_flags");
        reply.set(1);
        reply.status(parts[0]);
        if (parts.length < 3) return 1;
        pair(reply, "deprecated_since", parts[1]);
        pair(reply, "replaced_by", parts[2]);
        return 3;
    }

    private static int pair(Replies reply, String name, String value) {
        if (value.isEmpty()) return 0;
        reply.bulk(name);
        reply.bulk(value);
        return 1;
    }

    private static String group(String group) {
        return group.replace('_', '-');
    }

    private static void read(String resource, Consumer<String[]> line) {
        var stream = Objects.requireNonNull(CommandDocs.class.getResourceAsStream(resource));
        try (var reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines()
                    .filter(text -> !text.startsWith("#"))
                    .forEach(text -> line.accept(text.split("\t", -1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CommandDocs of(String[] fields) {
        var tips = fields[3].isEmpty() ? List.<String>of() : List.of(fields[3].split(" "));
        return new CommandDocs(fields[1], fields[2], tips, fields[4], fields[5]);
    }
}
