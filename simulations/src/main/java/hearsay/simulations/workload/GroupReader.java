package hearsay.simulations.workload;

import hearsay.client.connection.Connection;
import hearsay.client.connection.Reply;
import hearsay.simulations.check.Answer;
import hearsay.simulations.check.Call;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A consumer of a group that all readers of a workload share: reads what is new, acknowledges what
/// it got, and now and then takes over what another one left lying. One time of twenty it forgets
/// to acknowledge, as if it had died over it.
///
/// It blocks for what is new, which holds up nobody, since its connections are its own.
///
/// Source: Redis documentation, "Redis Streams", "Consumer groups".
final class GroupReader extends Participant {

    private static final byte[] GROUP = Texts.ascii("readers");
    private static final byte[] COUNT = Texts.ascii("10");
    private static final long BLOCK_MILLIS = 200;
    private static final long BLOCK_MILLIS_MIN = 10;
    private static final byte[] IDLE_MILLIS = Texts.ascii("1000");
    private static final double FORGETFUL = 0.05;
    private static final double CLAIMING = 0.1;

    /// Between two requests that were in vain, so that no trouble is asked for too often.
    private static final long PAUSE_NANOS = 20_000_000;

    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final List<byte[]> keys;
    private final byte[] name;
    private final long beginNanos;
    private final long endNanos;
    private final boolean[] known;
    private final byte[] blockMillis;
    private int turn;
    private int inVain;

    /// @param keys the streams that it reads, one after the other
    GroupReader(
            int number,
            List<byte[]> keys,
            long beginNanos,
            long endNanos,
            Surroundings surroundings,
            History history,
            RandomGenerator chance,
            RandomGenerator clientsChance) {
        super(number, surroundings, history, chance, clientsChance);
        this.keys = keys;
        this.beginNanos = beginNanos;
        this.endNanos = endNanos;
        known = new boolean[keys.size()];
        long block = Math.max(BLOCK_MILLIS_MIN, BLOCK_MILLIS / keys.size());
        blockMillis = Texts.number(block, 1);
        name = Texts.ascii("reader-" + number);
    }

    @Override
    void opened() {
        var unused = after(beginNanos - nanos(), this::next);
    }

    /// It goes on after the end until nothing comes any more, from whichever stream, or for as long
    /// as its patience with a cluster that does not serve.
    @Override
    void idle() {
        long late = nanos() - endNanos;
        if (late >= 0 && inVain > (late < PATIENCE_NANOS ? 2 * keys.size() : 0)) {
            end();
            return;
        }
        var unused = after(inVain > 0 ? PAUSE_NANOS : 0, this::next);
    }

    private void next() {
        if (isOver()) return;
        inVain++;
        turn = (turn + 1) % keys.size();
        if (!known[turn]) {
            create(turn);
        } else if (chance().nextDouble() < CLAIMING) {
            run(
                    new Fetching(
                            Call.XAUTOCLAIM,
                            words("XAUTOCLAIM", keys.get(turn), GROUP, name, IDLE_MILLIS, "0-0")));
        } else {
            run(
                    new Fetching(
                            Call.XREADGROUP,
                            words(
                                    "XREADGROUP",
                                    "GROUP",
                                    GROUP,
                                    name,
                                    "COUNT",
                                    COUNT,
                                    "BLOCK",
                                    blockMillis,
                                    "STREAMS",
                                    keys.get(turn),
                                    ">")));
        }
    }

    /// A group is there, or made; it begins with the first message.
    private void create(int stream) {
        var words = words("XGROUP", "CREATE", keys.get(stream), GROUP, "0", "MKSTREAM");
        redis().send(words)
                .whenComplete((reply, failure) -> {
                    if (isOver()) return;
                    known[stream] =
                            reply != null
                                    && (!(reply instanceof Reply.Failure error)
                                            || error.code().equals("BUSYGROUP"));
                    idle();
                });
    }

    private void acknowledge(String key, List<StreamMessage> messages) {
        var errands = new ArrayList<Errand>();
        for (var message : messages)
            errands.add(
                    new Errand(
                            this,
                            key,
                            Call.XACK,
                            message.number(),
                            words("XACK", keys.get(turn), GROUP, message.id())));
        run(errands);
    }

    /// XREADGROUP or XAUTOCLAIM, and then the acknowledgement of what came.
    private final class Fetching extends Errand {

        private final int stream = turn;

        Fetching(Call call, byte[][] words) {
            super(GroupReader.this, Texts.text(keys.get(turn)), call, 0, words);
        }

        @Override
        void take(Connection from, Reply reply) {
            var messages =
                    call == Call.XREADGROUP
                            ? StreamMessage.read(reply)
                            : StreamMessage.claimed(reply);
            var numbers = messages.stream().mapToLong(StreamMessage::number).toArray();
            if (!messages.isEmpty()) {
                inVain = 0;
                if (chance().nextDouble() >= FORGETFUL) acknowledge(key, messages);
            }
            end(new Outcome.Ok(new Answer.Numbers(numbers)), from);
        }

        /// The group may have been lost in a failover.
        @Override
        void refused(Reply.Failure failure) {
            if (failure.code().equals("NOGROUP")) known[stream] = false;
        }
    }

    private static byte[][] words(Object... words) {
        var bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++)
            bytes[i] = words[i] instanceof byte[] given ? given : Texts.ascii((String) words[i]);
        return bytes;
    }
}
