package hearsay.node.command;

import hearsay.gossip.routing.HashSlot;
import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.HashValue;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.keyspace.ListValue;
import hearsay.node.keyspace.SetValue;
import hearsay.node.keyspace.SortedSetValue;
import hearsay.node.keyspace.StreamValue;
import hearsay.node.keyspace.StringValue;
import hearsay.node.keyspace.Value;
import hearsay.node.resp.Arguments;
import hearsay.node.resp.LongDouble;
import hearsay.node.resp.Replies;
import hearsay.node.server.Blocked;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One invocation of a command: the words the client sent, what the command may touch, where its
/// reply goes. Word 0 is the command's own name.
///
/// There is one object per server, used again for every command: keep nothing of it.
public final class Call {

    private static final byte[] REDACTED = "(redacted)".getBytes(StandardCharsets.US_ASCII);

    private final Server server;
    private final Dispatcher dispatcher;
    private Arguments words = Arguments.of(new byte[0][]);
    private Session session;
    private Command command;
    private Keyspace db;
    private boolean propagating;
    private boolean forced;
    private @Nullable Arguments rewritten;
    private @Nullable BitSet secrets;
    private final SetOptions setOptions = new SetOptions();

    /// @param session whoever; every command brings its own
    Call(Server server, Dispatcher dispatcher, Session session, Command command) {
        this.server = server;
        this.dispatcher = dispatcher;
        this.session = session;
        this.command = command;
        this.db = server.keyspaces().get(0);
    }

    void begin(Session newSession, Command newCommand, Arguments newWords) {
        session = newSession;
        command = newCommand;
        words = newWords;
        db = server.keyspaces().get(newSession.database());
        propagating = true;
        forced = false;
        rewritten = null;
        secrets = null;
    }

    public Server server() {
        return server;
    }

    /// All commands of this node.
    public CommandTable table() {
        return dispatcher.table();
    }

    public Session session() {
        return session;
    }

    public Command command() {
        return command;
    }

    public Keyspace db() {
        return db;
    }

    /// Whether the command may make the client wait: not in a transaction, where everything happens
    /// at one moment. Nor does our master, who has waited already.
    public boolean mayBlock() {
        return session.transaction() == null && !session.isMaster();
    }

    /// When a timeout ends that word `index` tells in seconds, Unix time in milliseconds;
    /// [Blocked#FOREVER] for 0. As a number of 64 bits of mantissa, rounded up to milliseconds.
    public long deadlineSeconds(int index) {
        var seconds = LongDouble.parse(bytes(index));
        if (seconds == null) {
            throw new CommandError("ERR timeout is not a float or out of range");
        }
        return deadline(seconds.ceilingOfThousandfold());
    }

    /// The same for a word in whole milliseconds.
    public long deadlineMillis(int index) {
        return deadline(
                integer(
                        index,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        "ERR timeout is not an integer or out of range"));
    }

    private long deadline(long millis) {
        if (millis < 0) throw new CommandError("ERR timeout is negative");
        if (millis > Long.MAX_VALUE - nowMillis()) {
            throw new CommandError("ERR timeout is out of range");
        }
        return millis == 0 ? Blocked.FOREVER : nowMillis() + millis;
    }

    /// Makes the client wait for any of the keys in the words from `first` to `last`, until one of
    /// them holds a value of the type: then this request is run again, from the beginning, with all
    /// questions asked anew; it may have to wait again, and does so no longer than the first time
    /// allowed. When the time is over the client is told nil.
    ///
    /// Only where [#mayBlock]; the command writes no reply.
    ///
    /// @param alsoGone whether the request is run again also when such a key is deleted, or holds
    ///   something else
    public void block(
            Class<? extends Value> type,
            int first,
            int last,
            long deadlineMillis,
            boolean alsoGone) {
        block(type, first, last, deadlineMillis, alsoGone, words.copy());
    }

    /// The same, but another request is run then, which outlives this call: with `$` of XREAD
    /// replaced by what it was.
    public void block(
            Class<? extends Value> type,
            int first,
            int last,
            long deadlineMillis,
            boolean alsoGone,
            Arguments again) {
        var keys = new ArrayList<byte[]>();
        for (int i = first; i <= last; i++) keys.add(bytes(i));
        long before = session.deadlineMillis();
        session.postponed(again);
        server.waiting()
                .block(
                        session,
                        keys,
                        new Blocked.OnKeys(
                                type,
                                alsoGone,
                                HashSlot.of(keys.getFirst(), 0, keys.getFirst().length),
                                command.number(),
                                !command.isWrite(),
                                before == 0 ? deadlineMillis : before));
    }

    /// Says that a value, which was there already, has got what somebody may wait for.
    public void ready(Entry entry) {
        server.awaitedKeys().added(db, entry.key(), entry.value());
    }

    /// Runs another request for the same client, as a part of this one. Its reply comes at once,
    /// its errors too.
    void run(Arguments request) {
        dispatcher.callQueued(session, request);
    }

    public Replies reply() {
        return session.replies();
    }

    /// The moment of this call, Unix time in milliseconds.
    public long nowMillis() {
        return server.nowMillis();
    }

    /// This node's own chance.
    RandomGenerator random() {
        return server.environment().random();
    }

    // The words.

    public Arguments words() {
        return words;
    }

    public int count() {
        return words.count();
    }

    public boolean is(int index, String upperCaseWord) {
        return words.is(index, upperCaseWord);
    }

    public byte[] bytes(int index) {
        return words.bytes(index);
    }

    public String text(int index) {
        return words.text(index);
    }

    public int length(int index) {
        return words.length(index);
    }

    /// @throws CommandError the word is no 64-bit number
    public long integer(int index) {
        long number = Numbers.parseOr(words, index, Long.MIN_VALUE);
        if (number == Long.MIN_VALUE && !words.is(index, "-9223372036854775808")) {
            throw CommandError.notAnInteger();
        }
        return number;
    }

    /// @param mistake the error's text, code included, if the word is no number from `min` to `max`
    public long integer(int index, long min, long max, String mistake) {
        long number = Numbers.parseOr(words, index, Long.MIN_VALUE);
        if (number == Long.MIN_VALUE && !words.is(index, "-9223372036854775808")) {
            throw new CommandError(mistake);
        }
        if (number < min || number > max) throw new CommandError(mistake);
        return number;
    }

    /// The database that word `index` names.
    ///
    /// @throws CommandError it is no number, or none of ours
    Keyspace database(int index) {
        long number = integer(index);
        if (number != (int) number) {
            throw new CommandError(
                    "ERR value is out of range, value must between -2147483648 and 2147483647");
        }
        if (number < 0 || number >= server.keyspaces().count()) {
            throw CommandError.databaseOutOfRange();
        }
        return server.keyspaces().get((int) number);
    }

    /// Nobody is to read this word in MONITOR or SLOWLOG.
    void keepSecret(int index) {
        if (secrets == null) secrets = new BitSet();
        secrets.set(index);
    }

    /// The words as others may see them.
    Arguments shown() {
        if (secrets == null) return words;
        var shown = new byte[count()][];
        for (int i = 0; i < shown.length; i++) shown[i] = secrets.get(i) ? REDACTED : bytes(i);
        return Arguments.of(shown);
    }

    // The keys.

    /// The key that word `index` names, for reading, or null.
    public @Nullable Entry read(int index) {
        return db.read(words.buffer(), words.offset(index), words.length(index));
    }

    /// The key that word `index` names, for changing it, or null.
    public @Nullable Entry write(int index) {
        return db.write(words.buffer(), words.offset(index), words.length(index));
    }

    /// The key that word `index` names, even if its time is over, for removing it; or null.
    public @Nullable Entry asItStands(int index) {
        return db.asItStands(words.buffer(), words.offset(index), words.length(index));
    }

    /// The key that word `index` names, for removing it, or null.
    @Nullable Entry forRemoval(int index) {
        return db.forRemoval(words.buffer(), words.offset(index), words.length(index));
    }

    /// The key that word `index` names, for asking about it without using it, or null.
    public @Nullable Entry look(int index) {
        return db.look(words.buffer(), words.offset(index), words.length(index));
    }

    /// The key that word `index` names, for asking how it is kept, or null.
    public @Nullable Entry inspect(int index) {
        return db.inspect(words.buffer(), words.offset(index), words.length(index));
    }

    /// The string that an entry holds, null for no entry.
    ///
    /// @throws CommandError it holds something else
    public static @Nullable StringValue string(@Nullable Entry entry) {
        if (entry == null) return null;
        if (entry.value() instanceof StringValue string) return string;
        throw CommandError.wrongType();
    }

    /// The list that an entry holds, null for no entry.
    ///
    /// @throws CommandError it holds something else
    public static @Nullable ListValue list(@Nullable Entry entry) {
        if (entry == null) return null;
        if (entry.value() instanceof ListValue value) return value;
        throw CommandError.wrongType();
    }

    /// The set that an entry holds, null for no entry.
    ///
    /// @throws CommandError it holds something else
    public static @Nullable SetValue set(@Nullable Entry entry) {
        if (entry == null) return null;
        if (entry.value() instanceof SetValue value) return value;
        throw CommandError.wrongType();
    }

    /// The hash that an entry holds, null for no entry.
    ///
    /// @throws CommandError it holds something else
    public static @Nullable HashValue hash(@Nullable Entry entry) {
        if (entry == null) return null;
        if (entry.value() instanceof HashValue value) return value;
        throw CommandError.wrongType();
    }

    /// The sorted set that an entry holds, null for no entry.
    ///
    /// @throws CommandError it holds something else
    public static @Nullable SortedSetValue sortedSet(@Nullable Entry entry) {
        if (entry == null) return null;
        if (entry.value() instanceof SortedSetValue value) return value;
        throw CommandError.wrongType();
    }

    /// The stream that an entry holds, null for no entry.
    ///
    /// @throws CommandError it holds something else
    public static @Nullable StreamValue stream(@Nullable Entry entry) {
        if (entry == null) return null;
        if (entry.value() instanceof StreamValue value) return value;
        throw CommandError.wrongType();
    }

    /// The key that word `index` names in another database, for changing it, or null.
    @Nullable Entry writeIn(Keyspace other, int index) {
        return other.write(words.buffer(), words.offset(index), words.length(index));
    }

    /// Adds the key that word `index` names to another database, where it must not exist.
    Entry addTo(Keyspace other, int index, Value value) {
        return other.add(words.buffer(), words.offset(index), words.length(index), value);
    }

    /// Whether two words are the same bytes.
    boolean isSame(int index, int other) {
        int from = words.offset(index);
        int otherFrom = words.offset(other);
        return Arrays.equals(
                words.buffer(),
                from,
                from + words.length(index),
                words.buffer(),
                otherFrom,
                otherFrom + words.length(other));
    }

    /// Adds the key that word `index` names; it must not exist.
    public Entry add(int index, Value value) {
        return db.add(words.buffer(), words.offset(index), words.length(index), value);
    }

    /// Reports a change, see [hearsay.node.keyspace.KeyspaceObserver].
    public void changed(Entry entry, EventClass eventClass, String event) {
        db.changed(entry, eventClass, event);
    }

    /// Reports a change to be repeated and counted that those who watch the key do not mind.
    ///
    /// @param event `""` for none
    public void amended(Entry entry, EventClass eventClass, String event) {
        db.amended(entry);
        server.countChanges(1);
        if (!event.isEmpty()) db.event(entry, eventClass, event);
    }

    /// Has replicas and files repeat these words too, before the command itself.
    public void alsoPropagate(byte[]... words) {
        if (isRepeated()) server.propagation().also(db.index(), Arguments.of(words));
    }

    /// Reports what else has happened in the course of a change.
    public void event(Entry entry, EventClass eventClass, String event) {
        db.event(entry, eventClass, event);
    }

    /// Deletes an entry obtained by [#write], and reports it.
    public void delete(Entry entry) {
        db.remove(entry);
        db.changed(entry, EventClass.GENERIC, "del");
    }

    SetOptions setOptions() {
        return setOptions;
    }

    // What replicas and files are told.

    /// Whether anybody repeats our commands: without, nothing needs to be prepared for them.
    public boolean isRepeated() {
        return server.propagation().isActive();
    }

    /// They repeat the client's words from `from` on without those that say `upperCaseWord`.
    void propagateWithout(String upperCaseWord, int from) {
        if (!isRepeated()) return;
        var kept = new ArrayList<byte[]>();
        for (int i = 0; i < count(); i++) {
            if (i < from || !is(i, upperCaseWord)) kept.add(bytes(i));
        }
        rewritten = Arguments.of(kept.toArray(new byte[0][]));
    }

    /// They repeat these words instead of the client's.
    public void propagateAs(byte[]... otherWords) {
        if (server.propagation().isActive()) rewritten = Arguments.of(otherWords);
    }

    /// From here on the call is that of other words: it is these that are carried out and repeated.
    void become(Arguments otherWords) {
        words = otherWords;
        rewritten = null;
    }

    /// They are told that the key of word 1 was removed, as the setting says that decides here.
    ///
    /// @param lazy by UNLINK instead of DEL
    void propagateDeletion(boolean lazy) {
        if (isRepeated()) propagateAs(lazy ? Words.UNLINK : Words.DEL, bytes(1));
    }

    /// They are told nothing.
    public void dontPropagate() {
        propagating = false;
    }

    /// They repeat the command although it has changed no key.
    public void propagateAnyway() {
        forced = true;
    }

    boolean isPropagating() {
        return propagating;
    }

    boolean isForced() {
        return forced;
    }

    Arguments propagated() {
        return rewritten == null ? words : rewritten;
    }
}
