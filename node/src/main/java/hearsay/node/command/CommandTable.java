package hearsay.node.command;

import hearsay.node.config.LoadedConfig;
import hearsay.node.resp.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Every command a node knows, found by name without building a String.
///
/// Each group of commands brings its own lines. A node may rename or disable some.
public final class CommandTable {

    /// Names are looked up by a hash of their letters in lower case.
    private static final int SIZE = 1024;

    private static final CommandTable UNCHANGED = new CommandTable();

    private final List<Command> commands = new ArrayList<>();
    private final @Nullable Command[] slots = new Command[SIZE];
    private int numbers;
    private final byte[] @Nullable [] names = new byte[SIZE][];

    public CommandTable() {
        addAll("string", "STRING", StringCommands.TABLE);
        addAll("list", "LIST", ListCommands.TABLE);
        addAll("list", "LIST", ListMoves.TABLE);
        addAll("hash", "HASH", HashCommands.TABLE);
        addAll("set", "SET", SetCommands.TABLE);
        addAll("sorted_set", "SORTEDSET", SortedSetCommands.TABLE);
        addAll("geo", "GEO", GeoCommands.TABLE);
        addAll("bitmap", "BITMAP", BitCommands.TABLE);
        addAll("hyperloglog", "HYPERLOGLOG", HyperLogLogCommands.TABLE);
        addAll("stream", "STREAM", StreamCommands.TABLE);
        addAll("generic", "KEYSPACE", KeyCommands.TABLE);
        addAll("generic", "", SortCommand.TABLE);
        addAll("generic", "KEYSPACE DANGEROUS", MigrateCommand.TABLE);
        addAll("server", "KEYSPACE DANGEROUS", DumpCommands.RESTORE_ASKING);
        addAll("connection", "CONNECTION", ConnectionCommands.TABLE);
        addAll("server", "", ServerCommands.TABLE);
        addAll("server", "", InfoCommands.TABLE);
        addAll("server", "", ObservationCommands.TABLE);
        addAll("server", "", ConfigCommands.TABLE);
        addAll("server", "", CommandCommands.TABLE);
        addAll("server", "", DebugCommands.TABLE);
        addAll("server", "", MemoryCommands.TABLE);
        addAll("cluster", "CONNECTION", ConnectionCommands.CLUSTER_TABLE);
        addAll("cluster", "", ClusterCommands.TABLE);
        addAll("connection", "CONNECTION", ClientCommands.TABLE);
        addAll("server", "", ReplicationCommands.TABLE);
        addAll("generic", "CONNECTION", ReplicationCommands.WAITING);
        addAll("transactions", "TRANSACTION", TransactionCommands.TABLE);
        addAll("pubsub", "", PubSubCommands.TABLE);
    }

    /// The table of a Sentinel: of a node's commands those that are flagged for it, and its own.
    public static CommandTable ofSentinel(List<LoadedConfig.Rename> renames, List<Command> own) {
        var table = new CommandTable(own);
        for (var rename : renames) table.rename(rename.command(), rename.newName());
        return table;
    }

    private CommandTable(List<Command> own) {
        for (var command : UNCHANGED.commands) {
            if (!isForSentinel(command) || own.stream().anyMatch(isNamed(command))) continue;
            commands.add(command);
            put(command.name(), command);
        }
        numbers = UNCHANGED.numbers;
        addAll("sentinel", "", own);
    }

    private static java.util.function.Predicate<Command> isNamed(Command command) {
        return other -> other.name().equals(command.name());
    }

    private static boolean isForSentinel(Command command) {
        return command.is(Flag.SENTINEL)
                || command.subcommands().stream().anyMatch(sub -> sub.is(Flag.SENTINEL));
    }

    /// The table after some commands got other names, or none. Nodes that rename nothing share one.
    public static CommandTable with(List<LoadedConfig.Rename> renames) {
        if (renames.isEmpty()) return UNCHANGED;
        var table = new CommandTable();
        for (var rename : renames) table.rename(rename.command(), rename.newName());
        return table;
    }

    /// How many commands and subcommands there are: one more than the highest [Command#number].
    public int numbers() {
        return numbers;
    }

    /// In the order of the tables, so that COMMAND LIST always answers the same.
    public List<Command> all() {
        return Collections.unmodifiableList(commands);
    }

    /// The command that the request's first word names, in any case, or null.
    public @Nullable Command find(Arguments request) {
        return find(request.buffer(), request.offset(0), request.length(0));
    }

    /// The command with that name, in any case, or null.
    public @Nullable Command find(byte[] bytes, int offset, int length) {
        int at = hash(bytes, offset, length);
        for (byte[] name = names[at]; name != null; name = names[at]) {
            if (sameName(name, bytes, offset, length)) return slots[at];
            at = at + 1 & SIZE - 1;
        }
        return null;
    }

    public @Nullable Command find(String name) {
        return find(Arguments.of(name));
    }

    /// The command of that full name, in any case: `get`, or `config|set`.
    @Nullable Command named(String fullName) {
        int bar = fullName.indexOf('|');
        if (bar < 0) return find(fullName);
        var container = find(fullName.substring(0, bar));
        if (container == null) return null;
        return container.subcommand(Arguments.of("", fullName.substring(bar + 1)));
    }

    /// Calls a command by another name; "" takes it away.
    public void rename(String from, String to) {
        var command = find(from);
        if (command == null) throw new IllegalArgumentException("no such command: " + from);
        remove(from);
        if (!to.isEmpty()) put(to, command);
    }

    private void addAll(String group, String categories, List<Command> lines) {
        for (var command : lines) {
            // A container is called only through its subcommands: it has no category of its own.
            command.categorized(group, command.isContainer() ? "" : categories);
            command.number(numbers++);
            for (var sub : command.subcommands()) {
                sub.categorized(group, categories);
                sub.number(numbers++);
            }
            if (find(command.name()) != null) {
                throw new IllegalStateException("two commands named " + command.name());
            }
            commands.add(command);
            put(command.name(), command);
        }
    }

    private void put(String name, Command command) {
        var bytes = name.toLowerCase(Locale.ROOT).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int at = hash(bytes, 0, bytes.length);
        while (names[at] != null) at = at + 1 & SIZE - 1;
        names[at] = bytes;
        slots[at] = command;
    }

    /// Takes a name out and puts all others in again: open addressing has no holes.
    private void remove(String name) {
        var keptNames = names.clone();
        var keptCommands = slots.clone();
        java.util.Arrays.fill(names, null);
        java.util.Arrays.fill(slots, null);
        for (int i = 0; i < SIZE; i++) {
            var bytes = keptNames[i];
            var command = keptCommands[i];
            if (bytes == null || command == null) continue;
            var kept = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
            if (!kept.equalsIgnoreCase(name)) put(kept, command);
        }
    }

    private static int hash(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) hash = hash * 31 + (bytes[offset + i] | 0x20);
        return (hash ^ hash >>> 10) & SIZE - 1;
    }

    private static boolean sameName(byte[] name, byte[] bytes, int offset, int length) {
        if (name.length != length) return false;
        for (int i = 0; i < length; i++) {
            int c = bytes[offset + i];
            if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
            if (c != name[i]) return false;
        }
        return true;
    }
}
