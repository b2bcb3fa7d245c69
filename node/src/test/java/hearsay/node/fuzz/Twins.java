package hearsay.node.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hearsay.node.RealRedis;
import hearsay.node.TestNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Our node and a real server, told the same.
///
/// The real one is sent many requests at a time; where the next one must wait for the data to be
/// made the same again, they are fewer.
public final class Twins implements AutoCloseable {

    private static final int BATCH = 200;
    private static final List<String> WALKS = List.of("SCAN", "RANDOMKEY", "EXEC");

    private final RealRedis redis;
    private final Generator generator;
    private final Generator keys = new KeysGenerator();
    private final int protocol;
    private final List<KnownDifference> known = new ArrayList<>();
    private final Map<String, Integer> knownSeen = new LinkedHashMap<>();
    private final List<String[]> queued = new ArrayList<>();
    private final boolean listens;
    private boolean differed;
    private final List<KnownDifference> knownEvents = new ArrayList<>();
    private @Nullable Run run;
    private @Nullable Events events;

    /// Commands that one of them was given without the other in this script, to make their data the
    /// same again.
    private final Set<String> aside = new TreeSet<>();

    /// Whether an error was excused in this script: then they have not counted the same.
    private boolean errorsDiffer;

    /// What lasts as long as one script: the real server is emptied, ours is a new one.
    private record Run(
            TestNode.Client ours,
            TestNode node,
            TestNode.Client oursAside,
            Wire theirs,
            Wire theirsAside) {}

    Twins(RealRedis redis, Generator generator, int protocol) {
        this(redis, generator, protocol, false);
    }

    /// Twins that must also tell the same events of their keys, after each command.
    ///
    /// @param known where they do not
    static Twins withEvents(RealRedis redis, Generator generator, List<KnownDifference> known) {
        var twins = new Twins(redis, generator, 2, true);
        twins.knownEvents.addAll(known);
        return twins;
    }

    private Twins(RealRedis redis, Generator generator, int protocol, boolean listens) {
        this.listens = listens;
        this.redis = redis;
        this.generator = generator;
        this.protocol = protocol;
        known.addAll(keys.knownDifferences());
        // Against a redis-server 7.2 nothing else is excused.
        if (!Boolean.getBoolean("hearsay.fuzz.exact")) known.addAll(generator.knownDifferences());
    }

    /// Tells both the whole script, and answers where they differ first, or null.
    @Nullable Mismatch run(List<String[]> script) {
        start();
        for (int at = 0; at < script.size(); ) {
            int end = batchEnd(script, at);
            var mismatch = batch(script, at, end);
            if (mismatch != null) return mismatch;
            at = end;
        }
        var log = run().node.log();
        if (!log.isEmpty() && !listens) {
            return new Mismatch(
                    script.size() - 1, new String[] {"(the log)"}, String.join("\n", log), "");
        }
        return null;
    }

    /// Differences that are known, with how often they were seen.
    Map<String, Integer> knownSeen() {
        return knownSeen;
    }

    /// Asks our node aside, in the database that the client under test has selected.
    public String askOurs(String... words) {
        aside.add(words[0].toLowerCase(Locale.ROOT));
        run().oursAside.session().database(run().ours.session().database());
        return answer(run().oursAside, words);
    }

    /// Asks the real server aside, in the database that the client under test has selected.
    public String askTheirs(String... words) {
        aside.add(words[0].toLowerCase(Locale.ROOT));
        run().theirsAside.ask("SELECT", Integer.toString(run().ours.session().database()));
        return run().theirsAside.ask(words);
    }

    /// Commands that one of them was given without the other, in lower case.
    Set<String> aside() {
        return aside;
    }

    /// The replies of our node to questions about a database.
    List<String> askOursIn(int db, List<String[]> questions) {
        run().oursAside.session().database(db);
        return questions.stream().map(words -> answer(run().oursAside, words)).toList();
    }

    /// The replies of the real server to questions about a database.
    List<String> askTheirsIn(int db, List<String[]> questions) {
        var aside = run().theirsAside;
        aside.write("SELECT", Integer.toString(db));
        questions.forEach(aside::write);
        aside.flush();
        aside.read();
        return questions.stream().map(words -> aside.read()).toList();
    }

    /// Gives our node the real one's value of a key; where it cannot take it, both lose the key.
    public void copyKey(String key) {
        var theirs = askTheirs("DEBUG", "DIGEST-VALUE", key);
        // A value that is the same is not touched: somebody may watch it.
        if (theirs.equals(askOurs("DEBUG", "DIGEST-VALUE", key))) return;
        var dump = askTheirs("DUMP", key);
        if (dump.startsWith("$-1") || dump.startsWith("_")) {
            askOurs("DEL", key);
            return;
        }
        var left = askTheirs("PTTL", key).substring(1).strip();
        var ttl = left.equals("-1") ? "0" : left;
        if (askOurs("RESTORE", key, ttl, RawReply.bulk(dump), "REPLACE").equals("+OK\r\n")) return;
        askOurs("DEL", key);
        askTheirs("DEL", key);
    }

    @Override
    public void close() {
        if (run == null) return;
        if (events != null) events.close();
        run.theirs.close();
        run.theirsAside.close();
        run = null;
    }

    private Run run() {
        return Objects.requireNonNull(run);
    }

    private void start() {
        close();
        queued.clear();
        errorsDiffer = false;
        aside.clear();
        var theirs = new Wire(redis.port());
        var aside = new Wire(redis.port());
        aside.ask("FLUSHALL");
        aside.ask("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        configureAgain(aside);
        theirs.ask("HELLO", Integer.toString(protocol));
        // One look at the real clock: the two must agree on the day.
        long seconds = Long.parseLong(RawReply.bulk(RawReply.items(aside.ask("TIME")).getFirst()));
        var node =
                new TestNode(seconds * 1000, Commands.arguments(generator).toArray(new String[0]));
        node.log().clear();
        var ours = node.connect();
        ours.session().replies().protocol(protocol);
        var oursAside = node.connect();
        answer(oursAside, "DEBUG", "SET-ACTIVE-EXPIRE", "0");
        answer(oursAside, "CONFIG", "RESETSTAT");
        aside.ask("CONFIG", "RESETSTAT");
        run = new Run(ours, node, oursAside, theirs, aside);
        if (listens) events = new Events(node, redis.port());
    }

    /// A script before this one may have set something else.
    private void configureAgain(Wire aside) {
        var arguments = generator.arguments();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            aside.ask("CONFIG", "SET", arguments.get(i).substring(2), arguments.get(i + 1));
        }
    }

    private int batchEnd(List<String[]> script, int from) {
        for (int i = from; i < script.size() && i < from + BATCH; i++) {
            var words = script.get(i);
            if (listens) return i + 1;
            if (words[0].equals(Script.DATASETS)
                    || words[0].equals(Script.COUNTS)
                    || comparison(words).diverges()) return i + 1;
            if (words[0].equalsIgnoreCase("EXEC") && !queuedDivergence(script, i).isEmpty())
                return i + 1;
        }
        return Math.min(script.size(), from + BATCH);
    }

    /// Commands since the last transaction that choose by chance.
    private List<String[]> queuedDivergence(List<String[]> script, int exec) {
        var chosen = new ArrayList<String[]>();
        for (int i = exec - 1; i >= 0 && !endsTransaction(script.get(i)); i--) {
            if (comparison(script.get(i)).diverges()) chosen.add(script.get(i));
        }
        return chosen;
    }

    /// A MULTI within another one begins nothing: so the end of the one before is looked for.
    private static boolean endsTransaction(String[] words) {
        return words[0].equalsIgnoreCase("EXEC") || words[0].equalsIgnoreCase("DISCARD");
    }

    private @Nullable Mismatch batch(List<String[]> script, int from, int end) {
        for (int i = from; i < end; i++) {
            for (var words : Commands.requests(script.get(i))) run().theirs.write(words);
        }
        run().theirs.flush();
        for (int i = from; i < end; i++) {
            var step = script.get(i);
            if (step[0].equals(Script.COUNTS) && !errorsDiffer && !listens) {
                var difference = new Counts(this).difference(i);
                if (difference != null) return difference;
            }
            if (step[0].equals(Script.DATASETS) && !listens) {
                var difference = new Datasets(this).difference(i);
                if (difference != null) return difference;
            }
            for (var words : Commands.requests(step)) {
                var ours = answer(run().ours, words);
                var theirs = run().theirs.read();
                var told = toldDifferently(i, words);
                boolean agreed = agree(words, ours, theirs);
                if (told != null) return told;
                if (!agreed && !listens) return new Mismatch(i, words, ours, theirs);
                if (listens) forgetEvents(words);
            }
        }
        return null;
    }

    private @Nullable Mismatch toldDifferently(int index, String[] words) {
        if (events == null) return null;
        var ours = events.ours();
        var theirs = events.theirs();
        if (ours.equals(theirs)) return null;
        for (var difference : knownEvents) {
            if (difference.cover().of(words, ours, theirs)) {
                differed = true;
                return null;
            }
        }
        return new Mismatch(index, words, ours, theirs);
    }

    /// What is said while the data are made the same is nobody's concern. Whether a command that is
    /// known to differ has met a key whose time was over, neither: from now on it has.
    private void forgetEvents(String[] words) {
        if (differed || WALKS.contains(words[0].toUpperCase(Locale.ROOT))) {
            differed = false;
            meetAllKeys();
        }
        Objects.requireNonNull(events).ours();
        Objects.requireNonNull(events).theirs();
    }

    /// Which keys somebody meets who looks at a part of a hash table is the table's affair, and a
    /// key whose time is over is gone when it is met: now both have met all of them.
    void meetAllKeys() {
        var exists = new ArrayList<>(Vocabulary.KEYS);
        exists.addFirst("EXISTS");
        var question = List.<String[]>of(exists.toArray(new String[0]));
        for (int db = 0; db < 2; db++) {
            askOursIn(db, question);
            askTheirsIn(db, question);
        }
    }

    /// Whether that is the same, a transaction's replies one by one.
    private boolean agree(String[] words, String ours, String theirs) {
        if (theirs.equals("+QUEUED\r\n")) queued.add(words);
        boolean exec = words[0].equalsIgnoreCase("EXEC");
        var replies = exec ? RawReply.items(theirs) : List.<String>of();
        boolean agreed = true;
        if (exec && replies.size() == queued.size()) {
            var our = RawReply.items(ours);
            agreed =
                    our.size() == replies.size()
                            && RawReply.isAggregate(ours) == RawReply.isAggregate(theirs);
            if (agreed && replies.isEmpty()) agreed = ours.equals(theirs);
            for (int i = 0; agreed && i < our.size(); i++) {
                agreed = agreeAlone(queued.get(i), our.get(i), replies.get(i));
            }
        } else {
            agreed = agreeAlone(words, ours, theirs);
        }
        if (exec || (words[0].equalsIgnoreCase("DISCARD") && theirs.equals("+OK\r\n")))
            queued.clear();
        return agreed;
    }

    boolean agreeAlone(String[] words, String ours, String theirs) {
        if (!ours.equals(theirs) && !agreeInSense(words, ours, theirs)) return false;
        var comparison = comparison(words);
        if (comparison.diverges() && !theirs.equals("+QUEUED\r\n"))
            comparison.resynchronise(words, this);
        return true;
    }

    private boolean agreeInSense(String[] words, String ours, String theirs) {
        if (comparison(words).agree(words, ours, theirs)) return true;
        for (var difference : known) {
            if (!difference.cover().of(words, ours, theirs)) continue;
            knownSeen.merge(difference.reason(), 1, Integer::sum);
            errorsDiffer |= RawReply.isError(ours) || RawReply.isError(theirs);
            return true;
        }
        return false;
    }

    private Comparison comparison(String[] words) {
        var own = generator.comparison(words);
        return own == Comparison.EXACT ? keys.comparison(words) : own;
    }

    /// What a client of our node is told. Time passes if that is what it waits for.
    private String answer(TestNode.Client client, String... words) {
        client.send(Wire.encode(words));
        var reply = client.take();
        for (int i = 0; reply.length == 0 && i < 100 && run != null; i++) {
            run.node.pass(100);
            reply = client.take();
        }
        return reply.length == 0 ? Wire.SILENCE : new String(reply, ISO_8859_1);
    }
}
