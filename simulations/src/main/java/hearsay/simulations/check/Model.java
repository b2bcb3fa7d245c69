package hearsay.simulations.check;

import hearsay.simulations.check.Answer.Nil;
import hearsay.simulations.check.Answer.Number;
import hearsay.simulations.check.Answer.Numbers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a key of some type behaves when one operation comes after the other. What it holds is one
/// number, the state; operations go by their position.
///
/// An operation whose answer is not known fits everywhere. It need be placed only directly before
/// one that does not fit without it: wherever else it stood it could as well come later.
abstract class Model {

    /// The state of a key that is not there.
    static final long NOTHING = Long.MIN_VALUE;

    /// Instead of a state: the answer contradicts what the key holds.
    static final long MISFIT = Long.MIN_VALUE + 1;

    /// Strings hold a number, lists and sets nothing at first.
    long start() {
        return NOTHING;
    }

    /// The state after `operation`, or [#MISFIT].
    abstract long after(long state, int operation);

    /// Whether `pending`, done first, brings nearer what `operation` was answered.
    abstract boolean helps(long state, int pending, int operation);

    /// Told of each change of the state by `operation`, forth and back.
    void changed(int operation) {}

    /// For the operations on one key; null if they are of no type that has a model.
    static @Nullable Model of(List<Operation> operations) {
        if (all(operations, Call.SET, Call.GET, Call.GETSET, Call.INCR)) {
            return new Text(operations);
        }
        if (all(operations, Call.RPUSH, Call.LRANGE)) return new Appended(operations);
        if (all(operations, Call.SADD, Call.SREM, Call.SMEMBERS)) return new Members(operations);
        return null;
    }

    private static boolean all(List<Operation> operations, Call... calls) {
        var allowed = List.of(calls);
        for (var operation : operations) if (!allowed.contains(operation.call())) return false;
        return true;
    }

    static @Nullable Answer answer(Operation operation) {
        return operation.outcome() instanceof Outcome.Ok(var answer) ? answer : null;
    }

    /// A register or a counter.
    private static final class Text extends Model {
        /// Any number may have been there before.
        private static final long ANY = Long.MIN_VALUE + 2;

        private final Call[] call;
        private final long[] argument;

        /// What must have been there before, going by the answer.
        private final long[] before;

        private boolean adds;
        private boolean subtracts;

        Text(List<Operation> operations) {
            int n = operations.size();
            call = new Call[n];
            argument = new long[n];
            before = new long[n];
            for (int i = 0; i < n; i++) {
                var operation = operations.get(i);
                call[i] = operation.call();
                argument[i] = operation.argument();
                before[i] = before(operation);
                if (call[i] == Call.INCR) {
                    adds = true;
                    subtracts |= argument[i] < 0;
                }
            }
        }

        private static long before(Operation operation) {
            return switch (answer(operation)) {
                case null -> ANY;
                case Nil nil when operation.call() != Call.INCR -> NOTHING;
                case Number(long value) ->
                        operation.call() == Call.INCR ? value - operation.argument() : value;
                case Answer.Done done when operation.call() == Call.SET -> ANY;
                default -> MISFIT;
            };
        }

        @Override
        long after(long state, int i) {
            if (before[i] != ANY && before[i] != held(state, call[i])) return MISFIT;
            return switch (call[i]) {
                case SET, GETSET -> argument[i];
                case INCR -> held(state, Call.INCR) + argument[i];
                default -> state;
            };
        }

        /// INCR takes a missing key for 0.
        private static long held(long state, Call call) {
            return state == NOTHING && call == Call.INCR ? 0 : state;
        }

        @Override
        boolean helps(long state, int pending, int i) {
            if (before[i] == ANY || before[i] == NOTHING || before[i] == MISFIT) return false;
            long held = held(state, call[i]);
            if (held == before[i]) return false;
            if (call[pending] == Call.INCR) {
                return subtracts || held(state, Call.INCR) + argument[pending] <= before[i];
            }
            return argument[pending] == before[i] || adds;
        }
    }

    /// A list that only grows. The longest answer tells in which order, so the state is its length.
    private static final class Appended extends Model {
        private static final long[] NONE = {};

        private final boolean[] pushes;
        private final long[] element;

        /// The length that the answer tells, after a push; -1 for unknown, [#MISFIT] for nonsense.
        private final long[] length;

        private final long[] longest;

        Appended(List<Operation> operations) {
            int n = operations.size();
            pushes = new boolean[n];
            element = new long[n];
            length = new long[n];
            longest = longest(operations);
            for (int i = 0; i < n; i++) {
                var operation = operations.get(i);
                pushes[i] = operation.call() == Call.RPUSH;
                element[i] = operation.argument();
                length[i] = length(operation);
            }
        }

        private static long[] longest(List<Operation> operations) {
            var longest = NONE;
            for (var operation : operations) {
                if (answer(operation) instanceof Numbers numbers
                        && numbers.values().length > longest.length) {
                    longest = numbers.values();
                }
            }
            return longest;
        }

        private long length(Operation operation) {
            boolean push = operation.call() == Call.RPUSH;
            return switch (answer(operation)) {
                case null -> -1;
                case Number(long value) when push -> value;
                case Nil nil when !push -> 0;
                case Numbers numbers when !push && isPrefix(numbers.values()) ->
                        numbers.values().length;
                default -> MISFIT;
            };
        }

        private boolean isPrefix(long[] values) {
            return Arrays.equals(values, 0, values.length, longest, 0, values.length);
        }

        @Override
        long start() {
            return 0;
        }

        @Override
        long after(long state, int i) {
            long size = pushes[i] ? state + 1 : state;
            if (length[i] != -1 && length[i] != size) return MISFIT;
            if (pushes[i] && state < longest.length && longest[(int) state] != element[i]) {
                return MISFIT;
            }
            return size;
        }

        @Override
        boolean helps(long state, int pending, int i) {
            return (pushes[i] ? state + 1 : state) < length[i];
        }
    }

    /// A set. Its state is a hash of its members, which are kept beside it.
    private static final class Members extends Model {
        private static final int ALL = -1;
        private static final int[] NONE = {};

        private final Map<Long, Integer> numbers = new HashMap<>(); // never walked
        private final boolean[] adds;
        private final int[] member;

        /// What the answer says: 1 or 0, for SMEMBERS the state; -1 for unknown.
        private final long[] told;

        /// Who SMEMBERS said is in, ascending.
        private final int[][] seen;

        private final boolean[] present;

        Members(List<Operation> operations) {
            int n = operations.size();
            adds = new boolean[n];
            member = new int[n];
            told = new long[n];
            seen = new int[n][];
            for (int i = 0; i < n; i++) {
                var operation = operations.get(i);
                adds[i] = operation.call() == Call.SADD;
                boolean all = operation.call() == Call.SMEMBERS;
                member[i] = all ? ALL : number(operation.argument());
                seen[i] = NONE;
                told[i] = told(operation, i);
            }
            present = new boolean[numbers.size()];
        }

        private int number(long value) {
            return numbers.computeIfAbsent(value, unseen -> numbers.size());
        }

        private long told(Operation operation, int i) {
            return switch (answer(operation)) {
                case null -> -1;
                case Number(long value) when member[i] != ALL && (value == 0 || value == 1) ->
                        value;
                case Numbers some when member[i] == ALL -> {
                    seen[i] = Arrays.stream(some.values()).mapToInt(this::number).toArray();
                    Arrays.sort(seen[i]);
                    long state = start();
                    for (int m : seen[i]) state ^= weight(m);
                    yield state;
                }
                default -> MISFIT;
            };
        }

        @Override
        long start() {
            return 0;
        }

        private static long weight(int member) {
            return Scramble.of(member) >>> 1; // states are not negative
        }

        @Override
        long after(long state, int i) {
            if (told[i] == MISFIT) return MISFIT;
            if (member[i] == ALL) return told[i] == -1 || told[i] == state ? state : MISFIT;
            boolean news = present[member[i]] != adds[i];
            if (told[i] != -1 && told[i] != (news ? 1 : 0)) return MISFIT;
            return news ? state ^ weight(member[i]) : state;
        }

        @Override
        boolean helps(long state, int pending, int i) {
            int m = member[pending];
            if (m == ALL || present[m] == adds[pending]) return false;
            if (member[i] == ALL) {
                boolean wanted = Arrays.binarySearch(seen[i], m) >= 0;
                return told[i] != state && wanted == adds[pending];
            }
            boolean news = present[m] != adds[i];
            return member[i] == m && told[i] != (news ? 1 : 0);
        }

        @Override
        void changed(int i) {
            present[member[i]] = !present[member[i]];
        }
    }
}
