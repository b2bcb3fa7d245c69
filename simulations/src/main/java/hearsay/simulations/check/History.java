package hearsay.simulations.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All that the clients of a run asked and were told: append-only.
///
/// An operation enters when its outcome is known; those that got no answer enter last. Held in
/// columns, some fifty bytes an operation.
public final class History {

    private static final int START = 1024;

    /// Names of keys and nodes as small numbers, in the order of their appearance.
    private static final class Names {
        private final Map<String, Integer> numbers = new HashMap<>(); // never walked
        private final List<String> names = new ArrayList<>();

        int number(String name) {
            Integer known = numbers.get(name);
            if (known != null) return known;
            numbers.put(name, names.size());
            names.add(name);
            return names.size() - 1;
        }
    }

    private static final class Positions {
        int[] at = new int[8];
        int size;

        void add(int position) {
            if (size == at.length) at = Arrays.copyOf(at, size * 2);
            at[size++] = position;
        }
    }

    private final Names keys = new Names();
    private final Names nodes = new Names();
    private final List<Positions> byKey = new ArrayList<>();

    private int[] client = new int[START];
    private int[] key = new int[START];
    private byte[] call = new byte[START];
    private long[] argument = new long[START];
    private long[] invoked = new long[START];
    private long[] completed = new long[START];
    private Outcome[] outcome = new Outcome[START];
    private int[] node = new int[START];
    private int size;
    private Consumer<Operation> listener = operation -> {};
    private long hash = 0x9E3779B97F4A7C15L;

    private static final Call[] CALLS = Call.values();

    public void add(Operation operation) {
        if (size == client.length) grow();
        int i = size++;
        int keyNumber = keys.number(operation.key());
        client[i] = operation.client();
        key[i] = keyNumber;
        call[i] = (byte) operation.call().ordinal();
        argument[i] = operation.argument();
        invoked[i] = operation.invokedNanos();
        completed[i] = operation.completedNanos();
        outcome[i] = operation.outcome();
        node[i] = nodes.number(operation.node());
        if (keyNumber == byKey.size()) byKey.add(new Positions());
        byKey.get(keyNumber).add(i);
        mix(operation);
        listener.accept(operation);
    }

    /// Who is told of every operation from now on, as it enters.
    public void tell(Consumer<Operation> newListener) {
        listener = newListener;
    }

    public int size() {
        return size;
    }

    public Operation get(int i) {
        if (i >= size) throw new IndexOutOfBoundsException(i + " of " + size);
        return new Operation(
                client[i],
                keys.names.get(key[i]),
                CALLS[call[i]],
                argument[i],
                invoked[i],
                completed[i],
                outcome[i],
                nodes.names.get(node[i]));
    }

    /// In the order of their first appearance.
    public List<String> keys() {
        return List.copyOf(keys.names);
    }

    /// Where the operations on a key are, ascending; empty if there were none.
    public int[] at(String name) {
        Integer number = keys.numbers.get(name);
        if (number == null) return new int[0];
        var positions = byKey.get(number);
        return Arrays.copyOf(positions.at, positions.size);
    }

    /// The operations on a key, in the order in which their outcomes became known.
    public List<Operation> of(String name) {
        var positions = at(name);
        var operations = new ArrayList<Operation>(positions.length);
        for (int i : positions) operations.add(get(i));
        return operations;
    }

    public Call call(int i) {
        return CALLS[call[i]];
    }

    public long invokedNanos(int i) {
        return invoked[i];
    }

    public long completedNanos(int i) {
        return completed[i];
    }

    /// What was answered, null if the operation is not known to be done.
    public @Nullable Answer answer(int i) {
        return outcome[i] instanceof Outcome.Ok(var answer) ? answer : null;
    }

    /// 64 bits that depend on every operation and on their order: two runs that have the same are
    /// the same, as far as their clients could tell.
    public long hash() {
        return hash;
    }

    private void mix(Operation operation) {
        mix(operation.client());
        mix(operation.key().hashCode());
        mix(operation.call().ordinal());
        mix(operation.argument());
        mix(operation.invokedNanos());
        mix(operation.completedNanos());
        mix(operation.node().hashCode());
        switch (operation.outcome()) {
            case Outcome.Ok(Answer.Done done) -> mix(1);
            case Outcome.Ok(Answer.Nil nil) -> mix(2);
            case Outcome.Ok(Answer.Number(long value)) -> mix(value);
            case Outcome.Ok(Answer.Numbers numbers) -> {
                mix(numbers.values().length);
                for (long value : numbers.values()) mix(value);
            }
            case Outcome.Refused(var error) -> mix(error.hashCode());
            case Outcome.Unknown(var why) -> mix(~why.hashCode());
        }
    }

    /// One step of the finalizer of MurmurHash3.
    private void mix(long word) {
        long mixed = (hash ^ word) * 0xFF51AFD7ED558CCDL;
        hash = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L + 0x52DCE729L;
    }

    private void grow() {
        int capacity = client.length * 2;
        client = Arrays.copyOf(client, capacity);
        key = Arrays.copyOf(key, capacity);
        call = Arrays.copyOf(call, capacity);
        argument = Arrays.copyOf(argument, capacity);
        invoked = Arrays.copyOf(invoked, capacity);
        completed = Arrays.copyOf(completed, capacity);
        outcome = Arrays.copyOf(outcome, capacity);
        node = Arrays.copyOf(node, capacity);
    }
}
