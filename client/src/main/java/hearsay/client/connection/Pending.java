package hearsay.client.connection;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who waits for a reply and how long, first come first. Two rings instead of a queue of objects: a
/// request on its way costs no allocation.
final class Pending {

    private @Nullable Answer[] answers = new Answer[16];
    private long[] deadlines = new long[16];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(Answer answer, long deadlineNanos) {
        if (size == answers.length) grow();
        int at = head + size++ & answers.length - 1;
        answers[at] = answer;
        deadlines[at] = deadlineNanos;
    }

    /// When the first one stops waiting; only if there is one.
    long firstDeadline() {
        return deadlines[head];
    }

    Answer remove() {
        var first = Objects.requireNonNull(answers[head]);
        answers[head] = null;
        head = head + 1 & answers.length - 1;
        size--;
        return first;
    }

    private void grow() {
        int capacity = answers.length;
        var moreAnswers = Arrays.copyOfRange(answers, head, head + 2 * capacity);
        var moreDeadlines = Arrays.copyOfRange(deadlines, head, head + 2 * capacity);
        System.arraycopy(answers, 0, moreAnswers, capacity - head, head);
        System.arraycopy(deadlines, 0, moreDeadlines, capacity - head, head);
        answers = moreAnswers;
        deadlines = moreDeadlines;
        head = 0;
    }
}
