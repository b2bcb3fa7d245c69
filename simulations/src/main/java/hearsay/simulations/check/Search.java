package hearsay.simulations.check;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Looks for an order of the operations on one key in which every answer is right, and which agrees
/// with time: what was answered before another was asked comes before it.
///
/// Of those that may come first, one after the other is tried and taken out; when none fits, the
/// last is put back. A configuration that led nowhere once is not entered again. An operation
/// without an answer may come at any time after it was asked, or never; see [Model] for when it is
/// tried.
///
/// Source: Wing and Gong, "Testing and verifying concurrent objects" (1993), with the memory of
/// Lowe, "Testing for linearizability" (2017), as Porcupine does it.
final class Search {

    enum End {
        FOUND,
        IMPOSSIBLE,
        GAVE_UP
    }

    /// How many operations before the one that cannot be placed are remembered.
    private static final int TAIL = 6;

    /// Ends the list of moments.
    private static final int HEAD = 0;

    private final List<Operation> operations;
    private final Model model;
    private final Configurations visited;

    // A ring of moments in order of time. Moment 0 is the head; who is asked and who is answered.
    private final int[] next;
    private final int[] previous;
    private final int[] operation;
    private final boolean[] asked;
    private final int[] answer; // of the moment of asking: the moment of its answer
    private final long[] time;

    /// Operations without an answer, in the order in which they were asked.
    private final int[] pending;

    /// The one like it that was asked before, or -1: of two that are alike the first goes first.
    private final int[] twin;

    private final boolean[] used;

    // What was placed: a moment of asking, or a pending operation as `-1 - its place`.
    private int[] placed = new int[64];
    private long[] stateBefore = new long[64];
    private int depth;
    private int left;

    private long state;
    private long high;
    private long low;
    private long steps;

    // How far it came at best.
    private int fewestLeft = Integer.MAX_VALUE;
    private int stuck = -1;
    private int[] tail = {};
    private int[] open = {};

    /// @param operations none of them refused, nor a read without answer
    Search(List<Operation> operations, Model model, Configurations visited) {
        this.operations = operations;
        this.model = model;
        this.visited = visited;
        var done = indices(true);
        left = done.length;
        int moments = 1 + 2 * done.length;
        next = new int[moments];
        previous = new int[moments];
        operation = new int[moments];
        asked = new boolean[moments];
        answer = new int[moments];
        time = new long[moments];
        order(done);
        pending = indices(false);
        used = new boolean[pending.length];
        twin = new int[pending.length];
        findTwins();
    }

    long steps() {
        return steps;
    }

    /// After [End#IMPOSSIBLE]: the operation that could not be placed.
    int stuck() {
        return stuck;
    }

    /// After [End#IMPOSSIBLE]: those that were placed last before it, in their order.
    int[] tail() {
        return tail;
    }

    /// After [End#IMPOSSIBLE]: those under way with it.
    int[] open() {
        return open;
    }

    /// @param budget steps after which it gives up
    End run(long budget) {
        visited.clear();
        state = model.start();
        int moment = next[HEAD];
        int waiting = 0; // the next pending operation to try, when no other fits
        while (left > 0) {
            if (++steps > budget) return End.GAVE_UP;
            if (asked[moment]) {
                if (enter(operation[moment], moment)) {
                    take(moment);
                    moment = next[HEAD];
                } else moment = next[moment];
                continue;
            }
            int helper = helper(waiting, moment);
            if (helper >= 0) {
                waiting = helper + 1;
                if (enter(pending[helper], -1 - helper)) {
                    used[helper] = true;
                    waiting = 0;
                    moment = next[HEAD];
                }
                continue;
            }
            remember(moment);
            if (depth == 0) return End.IMPOSSIBLE;
            int last = leave();
            if (last < 0) {
                waiting = -last; // the pending one after it
                used[-1 - last] = false;
                moment = firstAnswer();
            } else {
                waiting = 0;
                putBack(last);
                moment = next[last];
            }
        }
        return End.FOUND;
    }

    /// Places an operation, if it fits and that leads somewhere new.
    private boolean enter(int index, int place) {
        long after = model.after(state, index);
        if (after == Model.MISFIT) return false;
        long newHigh = high ^ Scramble.of(index);
        long newLow = low ^ Scramble.other(index);
        if (!visited.add(newHigh ^ Scramble.other(after), newLow ^ Scramble.of(after))) {
            return false;
        }
        if (depth == placed.length) {
            placed = Arrays.copyOf(placed, depth * 2);
            stateBefore = Arrays.copyOf(stateBefore, depth * 2);
        }
        placed[depth] = place;
        stateBefore[depth++] = state;
        if (after != state) model.changed(index);
        state = after;
        high = newHigh;
        low = newLow;
        return true;
    }

    /// Undoes the last [#enter]; returns the place.
    private int leave() {
        int place = placed[--depth];
        int index = indexOf(place);
        if (stateBefore[depth] != state) model.changed(index);
        state = stateBefore[depth];
        high ^= Scramble.of(index);
        low ^= Scramble.other(index);
        return place;
    }

    private int indexOf(int place) {
        return place < 0 ? pending[-1 - place] : operation[place];
    }

    private void take(int moment) {
        unlink(moment);
        unlink(answer[moment]);
        left--;
    }

    private void unlink(int moment) {
        next[previous[moment]] = next[moment];
        previous[next[moment]] = previous[moment];
    }

    private void putBack(int moment) {
        link(answer[moment]);
        link(moment);
        left++;
    }

    private void link(int moment) {
        next[previous[moment]] = moment;
        previous[next[moment]] = moment;
    }

    private int firstAnswer() {
        int moment = next[HEAD];
        while (asked[moment]) moment = next[moment];
        return moment;
    }

    /// A pending operation, from `from` on, that would help one that may come next; or -1.
    private int helper(int from, int firstAnswer) {
        for (int p = from; p < pending.length; p++) {
            if (operations.get(pending[p]).invokedNanos() >= time[firstAnswer]) return -1;
            if (used[p] || (twin[p] >= 0 && !used[twin[p]])) continue;
            for (int m = next[HEAD]; m != firstAnswer; m = next[m]) {
                if (model.helps(state, pending[p], operation[m])) return p;
            }
        }
        return -1;
    }

    private void remember(int firstAnswer) {
        if (left >= fewestLeft) return;
        fewestLeft = left;
        stuck = operation[firstAnswer];
        tail = new int[Math.min(depth, TAIL)];
        for (int i = 0; i < tail.length; i++) tail[i] = indexOf(placed[depth - tail.length + i]);
        int count = 0;
        for (int m = next[HEAD]; m != firstAnswer; m = next[m]) count++;
        open = new int[count];
        for (int m = next[HEAD], i = 0; m != firstAnswer; m = next[m]) open[i++] = operation[m];
    }

    // ---- Before the search. ----

    private int[] indices(boolean answered) {
        var found = new int[operations.size()];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            if (operations.get(i).isOk() == answered) found[count++] = i;
        }
        found = Arrays.copyOf(found, count);
        return sorted(found, Comparator.comparingLong(i -> operations.get(i).invokedNanos()));
    }

    private static int[] sorted(int[] indices, Comparator<Integer> order) {
        return Arrays.stream(indices).boxed().sorted(order).mapToInt(i -> i).toArray();
    }

    /// An answer at the moment of a question comes before it: a message needs its time.
    private void order(int[] byQuestion) {
        var byAnswer = sorted(byQuestion, Comparator.comparingLong(this::answeredAt));
        var askedAt = new int[operations.size()];
        int moment = 1;
        int q = 0;
        for (int index : byAnswer) {
            long at = answeredAt(index);
            while (q < byQuestion.length && operations.get(byQuestion[q]).invokedNanos() < at) {
                int question = byQuestion[q++];
                asked[moment] = true;
                operation[moment] = question;
                time[moment] = operations.get(question).invokedNanos();
                askedAt[question] = moment++;
            }
            operation[moment] = index;
            time[moment] = at;
            answer[askedAt[index]] = moment++;
        }
        for (int m = 0; m < moment; m++) {
            next[m] = (m + 1) % moment;
            previous[(m + 1) % moment] = m;
        }
    }

    /// An operation takes a nanosecond at least.
    private long answeredAt(int index) {
        var operation = operations.get(index);
        return Math.max(operation.completedNanos(), operation.invokedNanos() + 1);
    }

    private void findTwins() {
        for (int p = 0; p < pending.length; p++) {
            twin[p] = -1;
            for (int q = p - 1; q >= 0 && twin[p] < 0; q--) if (alike(p, q)) twin[p] = q;
        }
    }

    private boolean alike(int p, int q) {
        var one = operations.get(pending[p]);
        var other = operations.get(pending[q]);
        return one.call() == other.call() && one.argument() == other.argument();
    }
}
