package hearsay.node.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hearsay.node.config.Directive.Trait;
import hearsay.node.keyspace.Glob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The configuration of one node: the value of every directive, and `CONFIG GET` and `CONFIG SET`
/// on them.
///
/// What is read often is in [#network], [#server], [#replication], [#cluster], [#memory] and
/// [#values]: records that are made anew at each change, so that reading is reading a field. Names
/// and values are byte strings (a character is a byte). Belongs to one thread.
public final class Settings {

    /// The bus listens this much above the port when `cluster-port` is 0.
    public static final int BUS_PORT_OFFSET = 20_000;

    private final ConfigFiles files;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<Reaction> reactions = new ArrayList<>();
    private NetworkSettings network;
    private ServerSettings server;
    private ReplicationSettings replication;
    private ClusterSettings cluster;
    private ValueSettings valueSettings;
    private MemorySettings memory;

    private record Reaction(Set<String> names, Consumer<Settings> reaction) {}

    /// Who sets.
    ///
    /// @param local whether the client is on this machine
    /// @param loading whether the data is being loaded
    public record Asker(boolean local, boolean loading) {}

    /// The defaults.
    public Settings(ConfigFiles files) {
        this.files = files;
        for (Directive<?> directive : Directives.ALL)
            values.put(directive.name(), directive.defaultValue());
        values.put("dir", files.home());
        network = NetworkSettings.of(this);
        server = ServerSettings.of(this);
        replication = ReplicationSettings.of(this);
        cluster = ClusterSettings.of(this);
        valueSettings = ValueSettings.of(this);
        memory = MemorySettings.of(this);
    }

    public NetworkSettings network() {
        return network;
    }

    public ServerSettings server() {
        return server;
    }

    public ReplicationSettings replication() {
        return replication;
    }

    public ClusterSettings cluster() {
        return cluster;
    }

    public MemorySettings memory() {
        return memory;
    }

    public ValueSettings values() {
        return valueSettings;
    }

    public OutputLimit clientOutputBufferLimit(OutputLimits.ClientClass clientClass) {
        return network.outputLimits().of(clientClass);
    }

    /// `CONFIG GET`: names and values of what the patterns match, each once. A name without `* ? [`
    /// is answered as it was written, hidden directives too; unknown ones are left out.
    public Map<String, String> get(List<String> patterns) {
        Map<String, String> found = new LinkedHashMap<>();
        Set<String> seen = new TreeSet<>();
        for (String pattern : patterns) {
            if (isPattern(pattern)) {
                for (String name : Directives.visibleNames()) {
                    if (matches(pattern, name) && seen.add(name))
                        found.put(name, show(Directives.named(name)));
                }
                continue;
            }
            Directive<?> directive = Directives.find(pattern);
            if (directive != null && seen.add(Words.lower(pattern)))
                found.put(pattern, show(directive));
        }
        return found;
    }

    /// `CONFIG SET`: all of the pairs or none.
    ///
    /// @param pairs name, value, name, value …
    /// @return lines for the log about directives that are accepted and have no effect
    /// @throws ConfigError with the error reply; nothing has changed then
    public List<String> set(List<String> pairs, Asker asker) {
        if (pairs.size() % 2 != 0) throw new ConfigError("syntax error");
        List<Directive<?>> directives = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < pairs.size(); i += 2)
            directives.add(settable(pairs.get(i), seen, asker));

        Map<String, Object> before = new TreeMap<>(values);
        Map<String, String> changed = new LinkedHashMap<>();
        try {
            for (int i = 0; i < directives.size(); i++) {
                Directive<?> directive = directives.get(i);
                String name = Words.lower(pairs.get(2 * i));
                Object value = parseForSet(directive, name, pairs.get(2 * i + 1));
                if (!value.equals(values.put(directive.name(), value)))
                    changed.put(directive.name(), name);
            }
        } catch (ConfigError refused) {
            values.putAll(before);
            throw refused;
        }
        react(changed, before);
        return changed.keySet().stream()
                .map(Directives::named)
                .filter(this::isUnserved)
                .map(Settings::warning)
                .toList();
    }

    /// Sets what other commands change: `REPLICAOF`, `ACL SETUSER default`. Immutable directives
    /// too; reactions run.
    public void assign(String name, String... words) {
        Directive<?> directive = Directives.named(name);
        Map<String, Object> before = new TreeMap<>(values);
        Object value = parse(directive, List.of(words));
        if (!value.equals(values.put(name, value))) react(Map.of(name, name), before);
    }

    /// Runs after `CONFIG SET` changed one of these directives, once for a whole command. It may
    /// refuse with [ConfigError#refused]: then every directive has its old value again and it runs
    /// once more, to go back.
    public void whenChanged(List<String> names, Consumer<Settings> reaction) {
        names.forEach(Directives::named);
        reactions.add(new Reaction(new TreeSet<>(names), reaction));
    }

    /// Sets one directive as a line of a file does; the caller calls [#refresh] at the end.
    void load(Directive<?> directive, List<String> words, boolean again) {
        Object old = value(directive.name());
        Object value = parse(directive, words);
        values.put(directive.name(), again ? directive.again(old, value) : value);
    }

    void refresh() {
        network = NetworkSettings.of(this);
        server = ServerSettings.of(this);
        replication = ReplicationSettings.of(this);
        cluster = ClusterSettings.of(this);
        valueSettings = ValueSettings.of(this);
        memory = MemorySettings.of(this);
    }

    String show(Directive<?> directive) {
        return directive.show(value(directive.name()));
    }

    List<Kind.Line> lines(Directive<?> directive) {
        return directive.lines(value(directive.name()));
    }

    /// Whether a directive of a part still to come has a value that asks for something.
    boolean isUnserved(Directive<?> directive) {
        return !directive.part().isServed()
                && !value(directive.name()).equals(directive.defaultValue());
    }

    static String warning(Directive<?> directive) {
        return "WARNING: '"
                + directive.name()
                + "' is accepted without effect: "
                + directive.part().notDone()
                + ".";
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <V> V value(String name) {
        Object value = values.get(name);
        if (value == null) throw new AssertionError("no directive " + name);
        return (V) value;
    }

    /// A directive that is yes or no. For what is asked now and then; hot paths have the records
    /// above.
    public boolean yes(String name) {
        return this.<Boolean>value(name);
    }

    long number(String name) {
        return this.<Long>value(name);
    }

    int integer(String name) {
        return Math.toIntExact(this.<Number>value(name).longValue());
    }

    String text(String name) {
        return value(name);
    }

    /// Whether the directive's value, if there is such a directive, is not to be shown to others.
    public boolean isSecret(String name) {
        Directive<?> directive = Directives.find(name);
        return directive != null && directive.is(Trait.SENSITIVE);
    }

    int busPort() {
        int own = integer("cluster-port");
        return own != 0 ? own : integer("port") + BUS_PORT_OFFSET;
    }

    private Directive<?> settable(String name, Set<String> seen, Asker asker) {
        Directive<?> directive = Directives.find(name);
        if (directive == null) {
            throw new ConfigError(
                    "Unknown option or number of arguments for CONFIG SET - '" + name + "'");
        }
        if (directive.is(Trait.IMMUTABLE)) throw failed(name, "can't set immutable config");
        if (directive.is(Trait.PROTECTED) && !mayProtected(asker))
            throw failed(name, "can't set protected config");
        if (directive.is(Trait.NOT_WHILE_LOADING) && asker.loading()) throw ConfigError.loading();
        if (!seen.add(Words.lower(name))) throw failed(name, "duplicate parameter");
        return directive;
    }

    private boolean mayProtected(Asker asker) {
        String allowed = text("enable-protected-configs");
        return allowed.equals("yes") || (allowed.equals("local") && asker.local());
    }

    private Object parseForSet(Directive<?> directive, String name, String text) {
        try {
            boolean several = directive.kind().takesSeveral();
            Object value = parse(directive, several ? Words.cut(text, ' ') : List.of(text));
            boolean asksForNothing =
                    value.equals(directive.defaultValue()) || value.equals(value(directive.name()));
            if (directive.part().promises() && !asksForNothing)
                throw new ConfigError(directive.part().notDone());
            return value;
        } catch (ConfigError reason) {
            throw failed(name, reason.text());
        }
    }

    private Object parse(Directive<?> directive, List<String> words) {
        Object value = directive.parse(words, value(directive.name()));
        if (!directive.name().equals("dir")) return value;
        try {
            return files.directory(inDirectory(text("dir"), words.getFirst()));
        } catch (IOException failed) {
            throw new ConfigError(
                    Optional.ofNullable(failed.getMessage()).orElse("Input/output error"));
        }
    }

    /// @param changed directive, and the name under which the client knows it
    private void react(Map<String, String> changed, Map<String, Object> before) {
        refresh();
        Set<Reaction> ran = new LinkedHashSet<>();
        for (Map.Entry<String, String> change : changed.entrySet()) {
            for (Reaction reaction : reactions) {
                if (!reaction.names.contains(change.getKey()) || !ran.add(reaction)) continue;
                try {
                    reaction.reaction.accept(this);
                } catch (ConfigError refused) {
                    values.putAll(before);
                    refresh();
                    ran.forEach(this::goBack);
                    throw failed(change.getValue(), refused.text());
                }
            }
        }
    }

    private void goBack(Reaction reaction) {
        try {
            reaction.reaction.accept(this);
        } catch (ConfigError stillRefused) {
            // What could not be applied was never in force: the old value is what the part already
            // has.
            return;
        }
    }

    static String inDirectory(String directory, String path) {
        if (path.startsWith("/")) return path;
        return directory.endsWith("/") ? directory + path : directory + "/" + path;
    }

    private static ConfigError failed(String name, String reason) {
        return new ConfigError(
                "CONFIG SET failed (possibly related to argument '" + name + "') - " + reason);
    }

    private static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    private static boolean matches(String pattern, String name) {
        byte[] patternBytes = pattern.getBytes(ISO_8859_1);
        byte[] nameBytes = name.getBytes(ISO_8859_1);
        return Glob.matches(
                patternBytes, 0, patternBytes.length, nameBytes, 0, nameBytes.length, true);
    }
}
