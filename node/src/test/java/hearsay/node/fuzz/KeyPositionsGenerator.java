package hearsay.node.fuzz;

import hearsay.node.command.Command;
import hearsay.node.command.CommandTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Which words of a request are keys, for every command there is: COMMAND GETKEYS and
/// GETKEYSANDFLAGS of requests that make sense, and of many more that do not.
final class KeyPositionsGenerator implements Generator {

    /// Names with a bar are those of subcommands. None that came after 7.0.
    private static final List<String> COMMANDS =
            new CommandTable()
                    .all().stream()
                            .flatMap(KeyPositionsGenerator::withSubcommands)
                            .map(Command::fullName)
                            .filter(name ->
                                    !List.of(
                                                    "client|setinfo",
                                                    "client|no-touch",
                                                    "cluster|myshardid")
                                            .contains(name))
                            .toList();

    private static final List<String> WORDS =
            List.of(
                    "k",
                    "k2",
                    "k3",
                    "0",
                    "1",
                    "2",
                    "3",
                    "-1",
                    "100",
                    "x",
                    "",
                    "STORE",
                    "STOREDIST",
                    "BY",
                    "GET",
                    "SET",
                    "LIMIT",
                    "STREAMS",
                    "GROUP",
                    "COUNT",
                    "BLOCK",
                    "KEYS",
                    "AUTH",
                    "AUTH2",
                    "COPY",
                    "REPLACE",
                    "LEFT",
                    "MIN",
                    "WEIGHTS",
                    "OVERFLOW",
                    "u8",
                    "INCRBY",
                    "FROMMEMBER",
                    "*",
                    ">");

    @Override
    public String name() {
        return "getkeys";
    }

    @Override
    public String[] next(Vocabulary vocabulary) {
        var words = new ArrayList<String>();
        words.add("COMMAND");
        words.add(vocabulary.oneIn(2) ? "GETKEYS" : "GETKEYSANDFLAGS");
        words.addAll(List.of(vocabulary.one(COMMANDS).split("\\|")));
        // A command alone is refused by 7.0: there a request must have one word more.
        int more = 1 + vocabulary.random().nextInt(8);
        for (int i = 0; i < more; i++) words.add(vocabulary.one(WORDS));
        return words.toArray(new String[0]);
    }

    @Override
    public boolean maySpoil(String[] words) {
        return false;
    }

    @Override
    public List<KnownDifference> knownDifferences() {
        return List.of(
                of("ZRANK", "ZRANK and ZREVRANK take WITHSCORE since 7.2."),
                of("ZREVRANK", "ZRANK and ZREVRANK take WITHSCORE since 7.2."));
    }

    private static KnownDifference of(String command, String reason) {
        return new KnownDifference(
                reason,
                (words, ours, theirs) -> words.length > 2 && words[2].equalsIgnoreCase(command));
    }

    /// Flags come in whatever order.
    @Override
    public Comparison comparison(String[] words) {
        return words.length > 1 && words[1].equals("GETKEYSANDFLAGS") ? FLAGS : Comparison.EXACT;
    }

    private static final Comparison FLAGS =
            (words, ours, theirs) ->
                    sortedFlags(ours).equals(sortedFlags(theirs)) && !RawReply.isError(ours);

    private static List<List<String>> sortedFlags(String reply) {
        var keys = new ArrayList<List<String>>();
        for (var key : RawReply.items(reply)) {
            var parts = RawReply.items(key);
            var flags = new ArrayList<>(RawReply.items(parts.getLast()));
            flags.sort(null);
            flags.addFirst(parts.getFirst());
            keys.add(flags);
        }
        return keys;
    }

    private static Stream<Command> withSubcommands(Command command) {
        return command.isContainer() ? command.subcommands().stream() : Stream.of(command);
    }
}
