package hearsay.node.keyspace;

import hearsay.node.encoding.Heap;
import java.util.ArrayDeque;
import java.util.Arrays;

/// A list: strings in the order of their insertion.
public final class ListValue implements Value {

    private final ArrayDeque<byte[]> elements = new ArrayDeque<>();
    private long held;

    public int size() {
        return elements.size();
    }

    public void push(boolean first, byte[] bytes, int offset, int length) {
        var element = Arrays.copyOfRange(bytes, offset, offset + length);
        held += Heap.bytes(length) + 4;
        if (first) {
            elements.addFirst(element);
        } else {
            elements.addLast(element);
        }
    }

    /// Takes the first element, or the last, of a list that has one.
    public byte[] pop(boolean first) {
        var element = first ? elements.removeFirst() : elements.removeLast();
        held -= Heap.bytes(element.length) + 4;
        return element;
    }

    @Override
    public String type() {
        return "list";
    }

    @Override
    public String encoding() {
        return "listpack";
    }

    @Override
    public long memory() {
        return Heap.object(16) + held;
    }

    @Override
    public Value copy() {
        var copy = new ListValue();
        for (var element : elements) copy.push(false, element, 0, element.length);
        return copy;
    }
}
