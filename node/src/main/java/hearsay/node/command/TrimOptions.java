package hearsay.node.command;

import hearsay.node.keyspace.StreamValue;
import hearsay.node.resp.Decimal;
import hearsay.node.stream.StreamId;
import hearsay.node.stream.Trim;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What XADD and XTRIM are told about the length of the stream; and where XADD's id stands.
///
/// Source: Redis documentation of XADD and XTRIM.
final class TrimOptions {

    private static final byte[] EXACTLY = "=".getBytes(StandardCharsets.US_ASCII);

    /// An approximate trim removes so many nodes at the most, if nothing is said: nobody is to wait
    /// for it.
    private static final int NODES = 100;

    private static final long LIMIT_WITHOUT_NODES = 10_000;
    private static final long LIMIT_MAX = 1_000_000;

    /// The word with the id, or one past the last word.
    int idAt;

    /// Null for `*`.
    @Nullable StreamId id;

    boolean noMakeStream;
    @Nullable Trim trim;

    private final Call call;
    private int thresholdAt;
    private boolean approximate;
    private long maxLength;
    private @Nullable StreamId minId;
    private boolean limited;
    private long limit;

    private TrimOptions(Call call) {
        this.call = call;
    }

    static TrimOptions ofAdd(Call call) {
        var options = new TrimOptions(call);
        options.parse(true);
        return options;
    }

    static TrimOptions ofTrim(Call call) {
        var options = new TrimOptions(call);
        options.parse(false);
        return options;
    }

    private void parse(boolean adding) {
        int count = call.count();
        int i = 2;
        for (; i < count; i++) {
            boolean hasValue = i + 1 < count;
            if (adding && call.is(i, "*")) {
                break;
            } else if (call.is(i, "MAXLEN") && hasValue) {
                i = threshold(i + 1);
                maxLength = call.integer(i);
                if (maxLength < 0) throw new CommandError("ERR The MAXLEN argument must be >= 0.");
            } else if (call.is(i, "MINID") && hasValue) {
                i = threshold(i + 1);
                minId = StreamIds.strict(call, i);
            } else if (call.is(i, "LIMIT") && hasValue) {
                limit = call.integer(++i);
                if (limit < 0) throw new CommandError("ERR The LIMIT argument must be >= 0.");
                limited = true;
            } else if (adding && call.is(i, "NOMKSTREAM")) {
                noMakeStream = true;
            } else if (adding) {
                id = StreamIds.toAdd(call, i);
                break;
            } else {
                throw CommandError.syntax();
            }
        }
        idAt = i;
        checkLimit(adding);
        if (thresholdAt == 0) return;
        trim =
                minId == null
                        ? new Trim.ToLength(maxLength, approximate, limit)
                        : new Trim.ToId(minId, approximate, limit);
    }

    /// The word with the threshold, behind `~` or `=`.
    private int threshold(int from) {
        if (thresholdAt > 0) {
            throw new CommandError(
                    "ERR syntax error, MAXLEN and MINID options at the same time are not"
                            + " compatible");
        }
        thresholdAt = from;
        if (from + 1 < call.count()) {
            approximate = call.is(from, "~");
            if (approximate || call.is(from, "=")) thresholdAt++;
        }
        return thresholdAt;
    }

    private void checkLimit(boolean adding) {
        if (limit != 0 && thresholdAt == 0) {
            throw new CommandError(
                    "ERR syntax error, LIMIT cannot be used without specifying a trimming"
                            + " strategy");
        }
        if (!adding && thresholdAt == 0) {
            throw new CommandError(
                    "ERR syntax error, XTRIM must be called with a trimming strategy");
        }
        if (call.session().isMaster()) {
            limit = 0;
        } else if (limited && !approximate) {
            throw new CommandError(
                    "ERR syntax error, LIMIT cannot be used without the special ~ option");
        } else if (!limited && approximate) {
            long entries = call.server().settings().values().streamNodeMaxEntries();
            limit = entries > LIMIT_MAX ? LIMIT_MAX : NODES * entries;
            if (limit <= 0) limit = LIMIT_WITHOUT_NODES;
            limit = Math.min(limit, LIMIT_MAX);
        }
    }

    /// Others are to remove what was removed here, wherever the borders of their nodes are: they
    /// are told the outcome.
    void repeatExactly(byte[][] words, StreamValue stream) {
        if (!approximate) return;
        words[thresholdAt - 1] = EXACTLY;
        words[thresholdAt] =
                minId == null ? Decimal.bytes(stream.length()) : stream.entries().edge().bytes();
    }

    boolean isApproximate() {
        return approximate;
    }
}
