package hearsay.node.command;

import java.util.ArrayList;
import java.util.TreeMap;

/// Prints the README's table of commands: those of Redis 7.2 that are there, and those that come
/// later, by group.
final class CommandCoverage {

    private CommandCoverage() {}

    public static void main(String[] arguments) {
        System.out.print(markdown());
    }

    static String markdown() {
        var table = new CommandTable();
        var there = new TreeMap<String, ArrayList<String>>();
        var later = new TreeMap<String, ArrayList<String>>();
        RedisCommands.all()
                .forEach(
                        (name, line) -> {
                            var side = table.named(name) == null ? later : there;
                            side.computeIfAbsent(line.group(), group -> new ArrayList<>())
                                    .add(shown(name));
                        });
        var text = new StringBuilder("| group | implemented | later |\n|---|---|---|\n");
        var groups = new java.util.TreeSet<>(there.keySet());
        groups.addAll(later.keySet());
        for (var group : groups) {
            text.append("| ").append(group.replace('_', ' '));
            text.append(" | ").append(names(there.get(group)));
            text.append(" | ").append(names(later.get(group))).append(" |\n");
        }
        return text.toString();
    }

    private static String shown(String name) {
        return name.toUpperCase(java.util.Locale.ROOT).replace('|', ' ');
    }

    private static String names(@org.jspecify.annotations.Nullable ArrayList<String> names) {
        return names == null ? "" : String.join(", ", names);
    }
}
