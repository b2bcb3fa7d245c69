package hearsay.simulations.workload;

import hearsay.client.connection.Connection;
import hearsay.client.connection.Reply;
import hearsay.client.routing.RequestOptions;
import hearsay.simulations.check.Answer;
import hearsay.simulations.check.Call;
import hearsay.simulations.check.Outcome;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Money between four accounts under one hash tag: MULTI, DECRBY, INCRBY and EXEC move it, MGET
/// counts it. The sum must stay what MSET made it.
///
/// The tag is the key of the history: accounts `{accounts:3}0` to `{accounts:3}3`.
final class Transfers implements Job {

    private static final int ACCOUNTS = 4;
    private static final long EACH = 1_000;
    private static final int AMOUNT_MAX = 100;

    private static final byte[] MSET = Texts.ascii("MSET");
    private static final byte[] MGET = Texts.ascii("MGET");
    private static final byte[] DECRBY = Texts.ascii("DECRBY");
    private static final byte[] INCRBY = Texts.ascii("INCRBY");

    private final KeyNames keys;

    Transfers(KeyNames keys) {
        this.keys = keys;
    }

    @Override
    public @Nullable Errand prepare(Worker worker, int number) {
        if (number >= keys.size()) return null;
        var name = keys.name(number);
        var words = new byte[1 + 2 * ACCOUNTS][];
        words[0] = MSET;
        for (int i = 0; i < ACCOUNTS; i++) {
            words[1 + 2 * i] = account(name, i);
            words[2 + 2 * i] = Texts.number(EACH, 1);
        }
        return new Founding(worker, name, words);
    }

    @Override
    public Errand next(Worker worker, RandomGenerator chance) {
        var name = keys.name(keys.choose(chance));
        if (keys.reads(chance)) return count(worker, name);
        int from = chance.nextInt(ACCOUNTS);
        int to = (from + 1 + chance.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        return new Transfer(worker, name, from, to, 1 + chance.nextInt(AMOUNT_MAX));
    }

    @Override
    public @Nullable Errand read(Worker worker, String key) {
        return keys.has(key) ? count(worker, key) : null;
    }

    private static Errand count(Worker worker, String name) {
        var words = new byte[1 + ACCOUNTS][];
        words[0] = MGET;
        for (int i = 0; i < ACCOUNTS; i++) words[1 + i] = account(name, i);
        return new Errand(worker, name, Call.MGET, 0, words);
    }

    private static byte[] account(String tag, int number) {
        return Texts.ascii("{" + tag + "}" + number);
    }

    /// To found twice is as good as once, as long as nobody has begun to move money.
    private static final class Founding extends Errand {

        private final byte[][] words;

        Founding(Worker worker, String name, byte[][] words) {
            super(worker, name, Call.MSET, ACCOUNTS * EACH);
            this.words = words;
        }

        @Override
        void send() {
            worker.redis().send(this, RequestOptions.NONE.asIdempotent(), words);
        }
    }

    private static final class Transfer extends Errand {

        private final int from;
        private final int to;

        Transfer(Worker worker, String name, int from, int to, long amount) {
            super(worker, name, Call.TRANSFER, amount);
            this.from = from;
            this.to = to;
        }

        @Override
        void send() {
            var amount = Texts.number(argument, 1);
            var take = new byte[][] {DECRBY, account(key, from), amount};
            var give = new byte[][] {INCRBY, account(key, to), amount};
            worker.redis().transact(this, RequestOptions.NONE, take, give);
        }

        /// What EXEC says: the two new balances, which nobody cares for.
        @Override
        void take(Connection node, Reply reply) {
            end(
                    reply instanceof Reply.Array
                            ? new Outcome.Ok(Answer.DONE)
                            : new Outcome.Refused(reply.pretty()),
                    node);
        }
    }
}
