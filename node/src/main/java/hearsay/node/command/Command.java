package hearsay.node.command;

import hearsay.node.resp.Arguments;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// One line of a command table: everything there is to know of a command but its work.
///
/// Names are upper case in the tables and lower case in every reply.
public final class Command {

    /// The command's work. Mistakes of the client are thrown as [CommandError].
    @FunctionalInterface
    public interface Handler {
        void handle(Call call);
    }

    /// Shows the positions of a request's keys.
    @FunctionalInterface
    interface KeyFinder {
        void forEachKey(Arguments request, IntConsumer visitor);
    }

    private static final List<String> INSIDE_MULTI =
            List.of("exec", "discard", "multi", "watch", "quit", "reset");
    private static final List<String> TO_LISTENERS =
            List.of(
                    "ping",
                    "subscribe",
                    "ssubscribe",
                    "psubscribe",
                    "unsubscribe",
                    "sunsubscribe",
                    "punsubscribe",
                    "quit",
                    "reset");

    private final String name;
    private final String fullName;
    private final int arity;
    private final Set<Flag> flags;
    private final int flagBits;
    private final List<KeySpec> keySpecs;
    private final Handler handler;
    private final List<Command> subcommands;
    private final int simpleKey;
    private final boolean exec;
    private final boolean asking;
    private final boolean migrate;
    private final boolean ofClient;
    private final boolean insideMulti;
    private final boolean endsTransaction;
    private final boolean allowedToListeners;
    private @Nullable KeyFinder keyFinder;
    private int number;
    private String group = "";
    private Set<String> categories = Set.of();

    private Command(
            String container,
            String name,
            int arity,
            Set<Flag> flags,
            List<KeySpec> keySpecs,
            Handler handler,
            List<Command> subcommands) {
        this.name = name;
        this.fullName =
                (container.isEmpty() ? name : container + "|" + name).toLowerCase(Locale.ROOT);
        this.arity = arity;
        this.flags = flags;
        this.flagBits = flags.stream().mapToInt(Flag::bit).reduce(0, (a, b) -> a | b);
        this.keySpecs = keySpecs;
        this.handler = handler;
        this.subcommands = subcommands;
        this.simpleKey = simpleKey(keySpecs);
        exec = fullName.equals("exec");
        asking = fullName.equals("asking");
        migrate = fullName.equals("migrate");
        endsTransaction = List.of("exec", "discard", "quit", "reset").contains(fullName);
        ofClient = container.equals("CLIENT");
        insideMulti = INSIDE_MULTI.contains(fullName);
        allowedToListeners = TO_LISTENERS.contains(fullName);
    }

    /// A line of a table.
    ///
    /// @param arity number of words including the name; `-n` means at least `n`
    /// @param flags names of [Flag]s, separated by spaces
    /// @param keys see [KeySpec]
    public static Command command(
            String name, int arity, String flags, String keys, Handler handler) {
        return new Command(
                "", name, arity, parse(flags), KeySpec.parseAll(keys), handler, List.of());
    }

    /// A command whose second word chooses what is done.
    public static Command container(String name, int arity, String flags, Command... subcommands) {
        Handler none =
                call -> {
                    throw new IllegalStateException(name + " without a subcommand");
                };
        return container(name, arity, flags, none, subcommands);
    }

    /// A container that does something without a subcommand too.
    static Command container(
            String name, int arity, String flags, Handler alone, Command... subcommands) {
        var named = new ArrayList<Command>();
        for (var sub : subcommands) named.add(sub.in(name));
        return new Command("", name, arity, parse(flags), List.of(), alone, List.copyOf(named));
    }

    private Command in(String container) {
        var copy = new Command(container, name, arity, flags, keySpecs, handler, subcommands);
        copy.categories = categories;
        return copy;
    }

    /// Sets the group, and the ACL categories: the given ones and those that follow from the flags.
    Command categorized(String group, String explicit) {
        this.group = group;
        var all = new java.util.TreeSet<String>(categories);
        for (var category : explicit.split(" ")) {
            if (!category.isBlank()) all.add(category.toLowerCase(Locale.ROOT));
        }
        if (is(Flag.WRITE)) all.add("write");
        if (is(Flag.READONLY) && !all.contains("scripting")) all.add("read");
        if (is(Flag.ADMIN)) all.addAll(List.of("admin", "dangerous"));
        if (is(Flag.PUBSUB)) all.add("pubsub");
        if (is(Flag.BLOCKING)) all.add("blocking");
        all.add(is(Flag.FAST) ? "fast" : "slow");
        categories = java.util.Collections.unmodifiableSortedSet(all);
        return this;
    }

    /// Its place among all commands and subcommands of the table, the same in every table.
    public int number() {
        return number;
    }

    void number(int newNumber) {
        number = newNumber;
    }

    /// Its keys are found in a way of its own, which the specifications can only hint at.
    Command keysBy(KeyFinder finder) {
        keyFinder = finder;
        return this;
    }

    @Nullable KeyFinder keyFinder() {
        return keyFinder;
    }

    /// Adds ACL categories that are this command's own.
    public Command acl(String names) {
        var all = new java.util.TreeSet<String>(categories);
        for (var category : names.split(" ")) all.add(category.toLowerCase(Locale.ROOT));
        categories = all;
        return this;
    }

    public String name() {
        return name;
    }

    /// In lower case, with its container: `client|list`.
    public String fullName() {
        return fullName;
    }

    public int arity() {
        return arity;
    }

    public Set<Flag> flags() {
        return flags;
    }

    public String group() {
        return group;
    }

    /// Names of ACL categories, without the `@`, sorted.
    public Set<String> categories() {
        return categories;
    }

    public List<KeySpec> keySpecs() {
        return keySpecs;
    }

    public List<Command> subcommands() {
        return subcommands;
    }

    public boolean isContainer() {
        return !subcommands.isEmpty();
    }

    public boolean is(Flag flag) {
        return (flagBits & flag.bit()) != 0;
    }

    boolean isWrite() {
        return (flagBits & WRITE) != 0;
    }

    private static final int WRITE = Flag.WRITE.bit();

    public boolean accepts(int words) {
        return arity >= 0 ? words == arity : words >= -arity;
    }

    int flagBits() {
        return flagBits;
    }

    boolean isExec() {
        return exec;
    }

    boolean isAsking() {
        return asking;
    }

    /// Whether it moves keys to another node.
    boolean isMigrate() {
        return migrate;
    }

    /// Whether it ends a transaction, in whatever way.
    boolean endsTransaction() {
        return endsTransaction;
    }

    /// Whether it is a subcommand of CLIENT.
    boolean isOfClient() {
        return ofClient;
    }

    /// Whether it runs at once inside MULTI instead of being queued.
    boolean runsInsideMulti() {
        return insideMulti;
    }

    /// Whether clients that listen to channels in RESP2 may say it.
    boolean isAllowedToListeners() {
        return allowedToListeners;
    }

    Handler handler() {
        return handler;
    }

    /// The subcommand that the request's second word names, in any case, or null.
    public @Nullable Command subcommand(Arguments request) {
        for (var sub : subcommands) {
            if (request.is(1, sub.name)) return sub;
        }
        return null;
    }

    /// The position of the command's only key, 0 if it never has keys, -1 if one must look closer.
    public int simpleKey() {
        return simpleKey;
    }

    boolean hasKeys() {
        return simpleKey != 0;
    }

    /// Shows the positions of all words by which a request is routed: keys and sharded channels.
    void forEachKey(Arguments request, IntConsumer visitor) {
        if (keyFinder != null) {
            keyFinder.forEachKey(request, visitor);
            return;
        }
        for (var spec : keySpecs) spec.forEachKey(request, visitor);
    }

    private static int simpleKey(List<KeySpec> specs) {
        if (specs.isEmpty()) return 0;
        if (specs.size() > 1) return -1;
        var spec = specs.getFirst();
        return spec.begin() instanceof KeySpec.Begin.Index(int position)
                        && spec.find() instanceof KeySpec.Find.Range(int last, int step, int limit)
                        && last == 0
                ? position
                : -1;
    }

    private static Set<Flag> parse(String flags) {
        var set = EnumSet.noneOf(Flag.class);
        for (var flag : flags.split(" ")) {
            if (!flag.isBlank()) set.add(Flag.valueOf(flag));
        }
        return java.util.Collections.unmodifiableSet(set);
    }

    @Override
    public String toString() {
        return fullName;
    }
}
