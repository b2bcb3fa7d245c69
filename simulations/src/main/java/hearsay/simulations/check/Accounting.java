package hearsay.simulations.check;

import hearsay.simulations.check.Answer.Number;
import hearsay.simulations.check.Answer.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which acknowledged writes are gone, going by what was read back at the end.
///
/// ```
///   RPUSH, SADD   the element is not there
///   SET, GETSET   what is there was surely written before
///   INCR          a later answer leaves it out, or the sum at the end is too small
///   XADD          no reader of a group ever got it
/// ```
final class Accounting {

    private final History history;
    private final List<Operation> lost = new ArrayList<>();
    private long acknowledged;
    private int unread;

    private Accounting(History history) {
        this.history = history;
    }

    static Accounting of(History history) {
        var accounting = new Accounting(history);
        for (var key : history.keys()) accounting.key(history.of(key));
        return accounting;
    }

    /// In the order of their keys, and of their answers.
    List<Operation> lost() {
        return lost;
    }

    /// How many writes were acknowledged of which the end can tell whether they are there.
    long acknowledged() {
        return acknowledged;
    }

    /// Keys with acknowledged writes that nobody read at the end.
    int unread() {
        return unread;
    }

    private void key(List<Operation> operations) {
        var writes = new ArrayList<Operation>();
        for (var o : operations) if (o.isOk() && isAccountable(o.call())) writes.add(o);
        if (writes.isEmpty()) return;
        var call = writes.getFirst().call();
        if (call == Call.XADD) {
            stream(operations, writes);
            return;
        }
        var end = readBack(operations);
        if (end == null) {
            unread++;
            return;
        }
        acknowledged += writes.size();
        switch (call) {
            case RPUSH, SADD -> elements(operations, writes, end);
            case INCR -> counter(operations, writes);
            default -> register(operations, writes, end);
        }
    }

    private static boolean isAccountable(Call call) {
        return switch (call) {
            case SET, GETSET, INCR, RPUSH, SADD, XADD -> true;
            case GET, LRANGE, SREM, SMEMBERS, MSET, TRANSFER, MGET -> false;
            case XREADGROUP, XAUTOCLAIM, XACK, PUBLISH, MESSAGE, WAIT -> false;
        };
    }

    private static @Nullable Answer readBack(List<Operation> operations) {
        for (var o : operations.reversed()) {
            if (o.client() != Operation.READ_BACK || o.call() == Call.WAIT) continue;
            if (o.outcome() instanceof Outcome.Ok(var answer)) return answer;
        }
        return null;
    }

    private void elements(List<Operation> operations, List<Operation> writes, Answer end) {
        var there = end instanceof Numbers numbers ? numbers.values().clone() : new long[0];
        Arrays.sort(there);
        var removed = values(operations, Call.SREM);
        for (var write : writes) {
            boolean kept = Arrays.binarySearch(there, write.argument()) >= 0;
            if (!kept && !removed.contains(write.argument())) lost.add(write);
        }
    }

    private static Set<Long> values(List<Operation> operations, Call call) {
        var values = new LinkedHashSet<Long>();
        for (var o : operations) if (o.call() == call) values.add(o.argument());
        return values;
    }

    /// Writes that began after the one whose value is there was acknowledged.
    private void register(List<Operation> operations, List<Operation> writes, Answer end) {
        long survivorDone = Long.MIN_VALUE;
        if (end instanceof Number(long value)) {
            for (var o : operations) {
                if ((o.call() == Call.SET || o.call() == Call.GETSET) && o.argument() == value) {
                    survivorDone = o.isOk() ? o.completedNanos() : Operation.NEVER;
                }
            }
        }
        for (var write : writes) if (write.invokedNanos() >= survivorDone) lost.add(write);
    }

    /// An increment is gone if an operation that began after it was acknowledged shows less.
    private void counter(List<Operation> operations, List<Operation> writes) {
        var shown = new ArrayList<Operation>();
        for (var o : operations) if (o.isOk() && o.call() != Call.WAIT) shown.add(o);
        shown.sort(Comparator.comparingLong(Operation::invokedNanos));
        var least = new long[shown.size() + 1];
        least[shown.size()] = Long.MAX_VALUE;
        for (int i = shown.size() - 1; i >= 0; i--) {
            least[i] = Math.min(least[i + 1], before(shown.get(i)));
        }
        for (var write : writes) {
            int next = firstBegunAfter(shown, write.completedNanos());
            if (write.outcome() instanceof Outcome.Ok(Number(long sum)) && least[next] < sum) {
                lost.add(write);
            }
        }
    }

    /// What the counter held before the operation.
    private static long before(Operation o) {
        if (!(o.outcome() instanceof Outcome.Ok(Number(long value)))) return 0;
        return o.call() == Call.INCR ? value - o.argument() : value;
    }

    private static int firstBegunAfter(List<Operation> byTime, long nanos) {
        int low = 0;
        int high = byTime.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (byTime.get(middle).invokedNanos() >= nanos) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private void stream(List<Operation> operations, List<Operation> writes) {
        boolean isRead = false;
        var seen = new LinkedHashSet<Long>();
        for (var o : operations) {
            if (o.call() != Call.XREADGROUP && o.call() != Call.XAUTOCLAIM) continue;
            isRead = true;
            // A reader that heard nothing may have been sent anything.
            if (!(o.outcome() instanceof Outcome.Ok(Numbers numbers))) continue;
            for (long value : numbers.values()) seen.add(value);
        }
        if (!isRead) return;
        acknowledged += writes.size();
        for (var write : writes) if (!seen.contains(write.argument())) lost.add(write);
    }

    /// Whether WAIT told the client that replicas have that write.
    boolean isConfirmed(Operation write) {
        for (int i : history.at(write.key())) {
            if (history.call(i) != Call.WAIT) continue;
            var wait = history.get(i);
            if (wait.client() == write.client()
                    && wait.argument() == write.argument()
                    && wait.invokedNanos() >= write.completedNanos()
                    && wait.outcome() instanceof Outcome.Ok(Number(long replicas))
                    && replicas > 0) {
                return true;
            }
        }
        return false;
    }
}
