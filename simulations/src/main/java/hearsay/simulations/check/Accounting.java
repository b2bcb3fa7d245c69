package hearsay.simulations.check;

import hearsay.simulations.check.Answer.Number;
import hearsay.simulations.check.Answer.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which acknowledged writes are gone, going by what was read back at the end.
///
/// ```
///   RPUSH, SADD   the element is not there
///   SET, GETSET   what is there was surely written before
///   INCR          later answers leave it out
///   XADD          no reader of a group ever got it, and the stream does not hold it
/// ```
final class Accounting {

    private final History history;
    private final List<Operation> lost = new ArrayList<>();
    private final Map<Operation, Operation> twins = new HashMap<>(); // never walked
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

    /// An increment that was told the same sum and counts as kept: it may be that one that is lost
    /// instead. Null if there is none.
    @Nullable Operation twin(Operation write) {
        return twins.get(write);
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
            case INCR -> counter(writes, end);
            default -> register(operations, writes, end);
        }
    }

    private static boolean isAccountable(Call call) {
        return switch (call) {
            case SET, GETSET, INCR, RPUSH, SADD, XADD -> true;
            case GET, LRANGE, SREM, SMEMBERS, MSET, TRANSFER, MGET -> false;
            case XREADGROUP, XAUTOCLAIM, XACK, XRANGE, PUBLISH, MESSAGE, WAIT -> false;
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

    /// The sums that were told grow, as long as nothing is lost. Where they do not, some of them
    /// are no longer true: as few as explain the rest, and of two that told the same the earlier
    /// one.
    private void counter(List<Operation> writes, Answer end) {
        long last = end instanceof Number(long value) ? value : 0;
        var ordered = writes.toArray(Operation[]::new);
        for (int i = 1; i < ordered.length; i++) settle(ordered, i);
        var kept = growing(Arrays.stream(ordered).mapToLong(Accounting::sum).toArray(), last);
        Map<Long, Operation> keptBySum = new HashMap<>(); // never walked
        for (int i = 0; i < kept.length; i++)
            if (kept[i]) keptBySum.put(sum(ordered[i]), ordered[i]);
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) continue;
            lost.add(ordered[i]);
            var twin = keptBySum.get(sum(ordered[i]));
            if (twin != null) twins.put(ordered[i], twin);
        }
    }

    /// Of increments that were under way together that with the smaller sum came first.
    private static void settle(Operation[] ordered, int from) {
        var write = ordered[from];
        int at = from;
        while (at > 0
                && ordered[at - 1].completedNanos() > write.invokedNanos()
                && sum(ordered[at - 1]) > sum(write)) {
            ordered[at] = ordered[at - 1];
            at--;
        }
        ordered[at] = write;
    }

    private static long sum(Operation write) {
        return write.outcome() instanceof Outcome.Ok(Number(long sum)) ? sum : 0;
    }

    /// Which of the numbers make the longest run that grows, and ends with `last` at most. Walked
    /// from the end, so that later ones win.
    private static boolean[] growing(long[] numbers, long last) {
        var tails = new int[numbers.length]; // of the best run of each length: where it begins
        var next = new int[numbers.length];
        int longest = 0;
        for (int i = numbers.length - 1; i >= 0; i--) {
            if (numbers[i] > last) continue;
            int low = 0;
            int high = longest;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (numbers[tails[middle]] > numbers[i]) low = middle + 1;
                else high = middle;
            }
            next[i] = low == 0 ? -1 : tails[low - 1];
            if (low == longest) longest++;
            else if (numbers[tails[low]] >= numbers[i]) continue;
            tails[low] = i;
        }
        var kept = new boolean[numbers.length];
        for (int i = longest == 0 ? -1 : tails[longest - 1]; i >= 0; i = next[i]) kept[i] = true;
        return kept;
    }

    private void stream(List<Operation> operations, List<Operation> writes) {
        boolean isRead = false;
        var seen = new LinkedHashSet<Long>();
        for (var o : operations) {
            boolean reads =
                    switch (o.call()) {
                        case XREADGROUP, XAUTOCLAIM, XRANGE -> true;
                        default -> false;
                    };
            if (!reads) continue;
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
