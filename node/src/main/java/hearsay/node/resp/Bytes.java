package hearsay.node.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes as a value: equal if their content is, ordered as unsigned. For keys of maps, off the hot
/// path.
///
/// @param array not to be changed
@SuppressWarnings("ArrayRecordComponent") // the methods that would go wrong are written below
public record Bytes(byte[] array) implements Comparable<Bytes> {

    public static Bytes of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return array.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes(byte[] that) && Arrays.equals(array, that);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public String toString() {
        return new String(array, StandardCharsets.UTF_8);
    }
}
