package hearsay.node.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The words of one request, as offsets into the buffer they arrived in.
///
/// Nothing is copied: a command copies what it stores. The offsets are valid only while the request
/// is being served; whoever needs the words later takes a [#copy].
public final class Arguments {

    private static final int INITIAL_CAPACITY = 8;

    private byte[] buffer = Empty.BYTES;
    private int[] offsets = new int[INITIAL_CAPACITY];
    private int[] lengths = new int[INITIAL_CAPACITY];
    private int count;
    private int start;
    private int end;
    private boolean inline;

    /// The request with these words, as if it had come over the wire.
    public static Arguments of(byte[]... words) {
        int size = 0;
        for (var word : words) size += word.length;
        var arguments = new Arguments();
        var bytes = new byte[size];
        arguments.begin(bytes, 0);
        int at = 0;
        for (var word : words) {
            System.arraycopy(word, 0, bytes, at, word.length);
            arguments.add(at, word.length);
            at += word.length;
        }
        arguments.finish(at, true);
        return arguments;
    }

    public static Arguments of(String... words) {
        var bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        return of(bytes);
    }

    /// A copy that outlives the buffer.
    public Arguments copy() {
        var copy = new Arguments();
        int size = 0;
        for (int i = 0; i < count; i++) size += lengths[i];
        var bytes = new byte[size];
        copy.begin(bytes, 0);
        int at = 0;
        for (int i = 0; i < count; i++) {
            System.arraycopy(buffer, offsets[i], bytes, at, lengths[i]);
            copy.add(at, lengths[i]);
            at += lengths[i];
        }
        copy.finish(at, true);
        return copy;
    }

    public int count() {
        return count;
    }

    public byte[] buffer() {
        return buffer;
    }

    public int offset(int index) {
        return offsets[index];
    }

    public int length(int index) {
        return lengths[index];
    }

    /// Where the whole request begins in the buffer, markers and lengths included.
    public int start() {
        return start;
    }

    /// One past the request's last byte.
    public int end() {
        return end;
    }

    /// Whether the bytes from [#start] to [#end] are not a RESP array of bulk strings, so that they
    /// cannot be passed on as they are.
    public boolean isInline() {
        return inline;
    }

    public byte[] bytes(int index) {
        return Arrays.copyOfRange(buffer, offsets[index], offsets[index] + lengths[index]);
    }

    /// The word as text. Bytes that are not UTF-8 are kept one to one only by [#bytes].
    public String text(int index) {
        return new String(buffer, offsets[index], lengths[index], StandardCharsets.UTF_8);
    }

    /// Whether the word is `other`, an upper-case ASCII word, in any case.
    public boolean is(int index, String other) {
        int length = lengths[index];
        if (length != other.length()) return false;
        int offset = offsets[index];
        for (int i = 0; i < length; i++) {
            int c = buffer[offset + i];
            if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
            if (c != other.charAt(i)) return false;
        }
        return true;
    }

    /// Bytes held by the words themselves.
    public int size() {
        int size = 0;
        for (int i = 0; i < count; i++) size += lengths[i];
        return size;
    }

    void begin(byte[] bytes, int at) {
        buffer = bytes;
        start = at;
        count = 0;
    }

    void add(int offset, int length) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        offsets[count] = offset;
        lengths[count++] = length;
    }

    void finish(int at, boolean wasInline) {
        end = at;
        inline = wasInline;
    }

    /// The buffer was replaced by `bytes`, in which everything lies `shift` positions further left.
    void rebase(byte[] bytes, int shift) {
        buffer = bytes;
        start -= shift;
        for (int i = 0; i < count; i++) offsets[i] -= shift;
    }

    /// Gives back the room that one enormous request took.
    void trim() {
        if (offsets.length <= 1024) return;
        offsets = new int[INITIAL_CAPACITY];
        lengths = new int[INITIAL_CAPACITY];
        count = 0;
    }
}
