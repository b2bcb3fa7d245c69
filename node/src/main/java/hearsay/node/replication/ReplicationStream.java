package hearsay.node.replication;

import hearsay.node.resp.Arguments;
import hearsay.node.resp.Decimal;
import hearsay.node.server.Propagation;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The replication stream of this node: its history, its offset, and its end in a [Backlog].
///
/// A master writes the stream: each command as the client sent it, byte for byte, and a SELECT
/// wherever the database changes. A replica repeats its master's stream, byte for byte too, so that
/// offsets mean the same all along a chain and after a promotion.
///
/// Without a backlog nobody follows, the offset stands still and nothing is written; the history's
/// id is known to nobody then, and another one begins with the next backlog.
public final class ReplicationStream implements Propagation.Sink {

    /// Whoever passes the stream on: hears of bytes just before they are put into the backlog.
    @FunctionalInterface
    interface Audience {
        void appending(byte[] bytes, int from, int length);
    }

    private static final int NO_DATABASE = -1;

    private final Audience audience;
    private ReplicationHistory history;
    private @Nullable Backlog backlog;
    private long offsetWithoutBacklog;
    private int selected = NO_DATABASE;

    /// The head of a word or of a command: a marker, a number of any size, a line break.
    private final byte[] head = new byte[32];

    ReplicationStream(RandomGenerator random, Audience audience) {
        this.audience = audience;
        history = ReplicationHistory.fresh(random);
    }

    public ReplicationHistory history() {
        return history;
    }

    public @Nullable Backlog backlog() {
        return backlog;
    }

    /// The offset of the newest byte.
    public long offset() {
        return backlog == null ? offsetWithoutBacklog : backlog.masterOffset();
    }

    /// The database that the stream's next command is for, unless it says otherwise.
    int selectedDatabase() {
        return Math.max(selected, 0);
    }

    /// The next command begins with a SELECT: there is somebody who may not know the database.
    void forgetDatabase() {
        selected = NO_DATABASE;
    }

    /// Starts to keep the stream, for a first replica; answers false if it was kept already.
    boolean open(int size, RandomGenerator random) {
        if (backlog != null) return false;
        history = ReplicationHistory.fresh(random);
        keep(size);
        return true;
    }

    /// Starts to keep the stream under the history that there is.
    void keep(int size) {
        if (backlog == null) backlog = new Backlog(size, offsetWithoutBacklog);
    }

    /// Nobody has followed for a long time: what is written from now on is not counted, and
    /// therefore belongs to another history.
    void drop(RandomGenerator random) {
        offsetWithoutBacklog = offset();
        backlog = null;
        history = ReplicationHistory.fresh(random);
    }

    /// The history goes on under another id, as if nobody knew it.
    void rename(RandomGenerator random) {
        history = ReplicationHistory.fresh(random);
    }

    /// All data has been taken over from this master, at this offset.
    void adopt(String masterId, long offset, int size) {
        history = ReplicationHistory.of(masterId);
        offsetWithoutBacklog = offset;
        if (backlog == null) {
            keep(size);
        } else {
            backlog.restart(offset);
        }
    }

    /// The master goes on under another id.
    ///
    /// @return whether the id has changed
    boolean continueAs(String id) {
        var before = history;
        history = history.continuedAs(id, offset());
        return history != before;
    }

    /// From here on this node writes the stream itself.
    void shift(RandomGenerator random) {
        history = history.shift(offset(), random);
        forgetDatabase();
    }

    @Override
    public void append(int database, Arguments command) {
        if (backlog == null) return;
        if (database != selected) select(database);
        command(command);
    }

    /// A command that belongs to no database.
    void append(Arguments command) {
        if (backlog != null) command(command);
    }

    /// Bytes of the stream as they are.
    void append(byte[] bytes, int from, int length) {
        var log = backlog;
        if (log == null) return;
        // In pieces, so that replicas can be sent one before the next overwrites it.
        int step = Math.max(1, log.size() / 2);
        for (int done = 0; done < length; done += step) {
            int piece = Math.min(step, length - done);
            audience.appending(bytes, from + done, piece);
            log.append(bytes, from + done, piece);
        }
    }

    private void command(Arguments command) {
        if (!command.isInline()) {
            append(command.buffer(), command.start(), command.end() - command.start());
            return;
        }
        head('*', command.count());
        for (int i = 0; i < command.count(); i++) {
            head('$', command.length(i));
            append(command.buffer(), command.offset(i), command.length(i));
            append(LINE_BREAK, 0, 2);
        }
    }

    private static final byte[] LINE_BREAK = {'\r', '\n'};

    private void head(char marker, int number) {
        head[0] = (byte) marker;
        int end = Decimal.write(number, head, 1);
        head[end] = '\r';
        head[end + 1] = '\n';
        append(head, 0, end + 2);
    }

    private void select(int database) {
        selected = database;
        var number = Integer.toString(database);
        var text = "*2\r\n$6\r\nSELECT\r\n$" + number.length() + "\r\n" + number + "\r\n";
        append(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    }
}
