package hearsay.node.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// Prints the README's table of commands: which of Redis 7.2's are there, which come later, and
/// which never, by group. Subcommands count. Modules are C libraries: a JVM will not load them.
final class CommandCoverage {

    /// What one group has and has not yet.
    private static final class Group {
        private final List<String> there = new ArrayList<>();
        private final List<String> later = new ArrayList<>();
        private final List<String> never = new ArrayList<>();

        private int size() {
            return there.size() + later.size() + never.size();
        }
    }

    private CommandCoverage() {}

    public static void main(String[] arguments) {
        System.out.print(markdown());
    }

    static String markdown() {
        var groups = new TreeMap<String, Group>();
        var table = new CommandTable();
        var all = new Group();
        RedisCommands.all()
                .forEach((name, line) -> {
                    var group = groups.computeIfAbsent(line.group(), g -> new Group());
                    boolean there = table.named(name) != null;
                    boolean never = name.startsWith("module");
                    for (var each : List.of(group, all)) {
                        (there ? each.there : never ? each.never : each.later).add(shown(name));
                    }
                });
        var text =
                new StringBuilder("| group | implemented | later | never |\n|---|---|---|---|\n");
        groups.forEach((name, group) -> text.append(row(name.replace('_', ' '), group)));
        text.append("| **all** | ").append(count(all.there, all)).append(" | ");
        text.append(all.later.size()).append(" | ");
        return text.append(all.never.size()).append(" |\n").toString();
    }

    private static String row(String name, Group group) {
        var later = group.later;
        String shown = later.isEmpty() ? "" : "all";
        if (!later.isEmpty() && !group.there.isEmpty()) shown = String.join(", ", later);
        return "| "
                + name
                + " | "
                + count(group.there, group)
                + " | "
                + shown
                + " | "
                + String.join(", ", group.never)
                + " |\n";
    }

    private static String count(List<String> some, Group group) {
        return some.size() + " of " + group.size();
    }

    private static String shown(String name) {
        return name.toUpperCase(Locale.ROOT).replace('|', ' ');
    }
}
