package hearsay.simulations.runtime;

import java.util.Arrays;

/// What is to happen, and when: the clock of a world and its queue of events. Time jumps from one
/// appointment to the next. Those due at the same nanosecond come in the order in which they were
/// made, so that a run depends on nothing but its seed.
///
/// A heap of four children a parent, its keys in arrays of their own: a world spends much of its
/// time here, and comparing keys must not mean chasing pointers.
public final class Agenda {

    private static final int CHILDREN = 4;

    private long[] due = new long[1024];
    private long[] order = new long[1024];
    private Appointment[] appointments = new Appointment[1024];
    private int size;
    private long nowNanos;
    private long made;
    private long kept;

    /// Nanoseconds since the world began.
    public long nanos() {
        return nowNanos;
    }

    /// How many appointments have been kept: a measure of how much has happened.
    public long kept() {
        return kept;
    }

    /// How many appointments wait, cancelled ones included.
    public int waiting() {
        return size;
    }

    /// @param delayNanos from now; what is negative is due at once
    public Appointment after(long delayNanos, Runnable deed) {
        return at(nowNanos + Math.max(0, delayNanos), deed);
    }

    /// @param dueNanos since the world began; what is past is due at once
    public Appointment at(long dueNanos, Runnable deed) {
        var appointment = new Appointment(deed);
        if (size == due.length) grow();
        rise(size++, Math.max(nowNanos, dueNanos), made++, appointment);
        return appointment;
    }

    /// When the next appointment is due, `Long.MAX_VALUE` if there is none.
    public long nextDue() {
        while (size > 0 && appointments[0].isCancelled()) take();
        return size == 0 ? Long.MAX_VALUE : due[0];
    }

    /// Goes to the next appointment and keeps it.
    ///
    /// @return whether there was one
    public boolean next() {
        if (nextDue() == Long.MAX_VALUE) return false;
        nowNanos = due[0];
        kept++;
        take().keep();
        return true;
    }

    /// Lets time pass until then: to be called when nothing is due before.
    void passTo(long nanos) {
        nowNanos = Math.max(nowNanos, nanos);
    }

    private Appointment take() {
        var first = appointments[0];
        int last = --size;
        long lastDue = due[last];
        long lastOrder = order[last];
        var moved = appointments[last];
        appointments[last] = first; // Overwritten when the place is used again.
        if (last > 0) sink(lastDue, lastOrder, moved);
        return first;
    }

    private void rise(int from, long key, long number, Appointment appointment) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) / CHILDREN;
            if (!isBefore(key, number, due[parent], order[parent])) break;
            move(parent, at);
            at = parent;
        }
        put(at, key, number, appointment);
    }

    private void sink(long key, long number, Appointment appointment) {
        int at = 0;
        while (true) {
            int first = at * CHILDREN + 1;
            if (first >= size) break;
            int least = first;
            int end = Math.min(first + CHILDREN, size);
            for (int child = first + 1; child < end; child++) {
                if (isBefore(due[child], order[child], due[least], order[least])) least = child;
            }
            if (!isBefore(due[least], order[least], key, number)) break;
            move(least, at);
            at = least;
        }
        put(at, key, number, appointment);
    }

    private static boolean isBefore(long due, long order, long otherDue, long otherOrder) {
        return due < otherDue || (due == otherDue && order < otherOrder);
    }

    private void move(int from, int to) {
        due[to] = due[from];
        order[to] = order[from];
        appointments[to] = appointments[from];
    }

    private void put(int at, long key, long number, Appointment appointment) {
        due[at] = key;
        order[at] = number;
        appointments[at] = appointment;
    }

    private void grow() {
        int capacity = due.length * 2;
        due = Arrays.copyOf(due, capacity);
        order = Arrays.copyOf(order, capacity);
        appointments = Arrays.copyOf(appointments, capacity);
    }
}
