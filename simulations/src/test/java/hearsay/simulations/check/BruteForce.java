package hearsay.simulations.check;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Tries every order of a handful of operations on one key: slow, and too simple to be wrong.
final class BruteForce {

    private BruteForce() {}

    static boolean isLinearizable(List<Operation> operations) {
        var telling =
                operations.stream().filter(o -> !(o.outcome() instanceof Outcome.Refused)).toList();
        return canGoOn(new ArrayList<>(), telling);
    }

    private static boolean canGoOn(List<Operation> order, List<Operation> left) {
        if (!isRight(order)) return false;
        if (left.stream().noneMatch(Operation::isOk)) return true;
        for (var first : left) {
            if (left.stream().anyMatch(o -> o.isOk() && endsBefore(o, first))) continue;
            var longer = new ArrayList<>(order);
            longer.add(first);
            var rest = new ArrayList<>(left);
            rest.remove(first);
            if (canGoOn(longer, rest)) return true;
        }
        return false;
    }

    private static boolean endsBefore(Operation one, Operation other) {
        return one.completedNanos() <= other.invokedNanos();
    }

    /// Runs them from the beginning, and compares what is answered.
    private static boolean isRight(List<Operation> order) {
        var redis = new OneKey();
        for (var operation : order) {
            var answer = redis.run(operation.call(), operation.argument());
            if (operation.outcome() instanceof Outcome.Ok(var told) && !same(told, answer)) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Answer told, Answer answer) {
        return told.equals(answer);
    }

    /// What a Redis with a single key does, one command after the other.
    static final class OneKey {
        private @org.jspecify.annotations.Nullable Long number;
        private final List<Long> list = new ArrayList<>();
        private final TreeSet<Long> set = new TreeSet<>();

        Answer run(Call call, long argument) {
            return switch (call) {
                case GET -> number();
                case SET -> {
                    number = argument;
                    yield Answer.DONE;
                }
                case GETSET -> {
                    var before = number();
                    number = argument;
                    yield before;
                }
                case INCR -> {
                    number = (number == null ? 0 : number) + argument;
                    yield number();
                }
                case RPUSH -> {
                    list.add(argument);
                    yield new Answer.Number(list.size());
                }
                case LRANGE -> numbers(list);
                case SADD -> new Answer.Number(set.add(argument) ? 1 : 0);
                case SREM -> new Answer.Number(set.remove(argument) ? 1 : 0);
                case SMEMBERS -> numbers(new ArrayList<>(set));
                default -> throw new IllegalArgumentException(call.name());
            };
        }

        private Answer number() {
            return number == null ? Answer.NIL : new Answer.Number(number);
        }

        private static Answer numbers(List<Long> values) {
            return new Answer.Numbers(values.stream().mapToLong(v -> v).toArray());
        }
    }
}
