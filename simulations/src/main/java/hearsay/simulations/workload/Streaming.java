package hearsay.simulations.workload;

import hearsay.client.connection.Connection;
import hearsay.client.connection.Reply;
import hearsay.simulations.check.Answer;
import hearsay.simulations.check.Call;
import hearsay.simulations.check.Outcome;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// XADD of messages with a number each, all different; a [GroupReader] reads them. Read back is all
/// that a stream holds.
final class Streaming implements Job {

    static final byte[] FIELD = Texts.ascii("n");

    private static final byte[] XADD = Texts.ascii("XADD");
    private static final byte[] XRANGE = Texts.ascii("XRANGE");
    private static final byte[] ANY = Texts.ascii("*");
    private static final byte[] FIRST = Texts.ascii("-");
    private static final byte[] LAST = Texts.ascii("+");

    private final KeyNames keys;
    private final Values values;

    Streaming(KeyNames keys, Values values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public Errand next(Worker worker, RandomGenerator chance) {
        int key = keys.choose(chance);
        long value = values.next();
        var text = Texts.number(value, keys.valueSize());
        return new Adding(worker, keys.name(key), value, XADD, keys.bytes(key), ANY, FIELD, text);
    }

    @Override
    public @Nullable Errand read(Worker worker, String key) {
        return keys.has(key)
                ? new Reading(worker, key, Call.XRANGE, XRANGE, Texts.ascii(key), FIRST, LAST)
                : null;
    }

    /// The id that the message got is of no interest.
    private static final class Adding extends Errand {

        Adding(Worker worker, String key, long value, byte[]... words) {
            super(worker, key, Call.XADD, value, words);
        }

        @Override
        void take(Connection from, Reply reply) {
            end(Outcome.Ok.DONE, from);
        }
    }

    private static final class Reading extends Errand {

        Reading(Worker worker, String key, Call call, byte[]... words) {
            super(worker, key, call, 0, words);
        }

        @Override
        void take(Connection from, Reply reply) {
            var messages = StreamMessage.all(reply);
            var numbers = messages.stream().mapToLong(StreamMessage::number).toArray();
            end(new Outcome.Ok(new Answer.Numbers(numbers)), from);
        }
    }
}
