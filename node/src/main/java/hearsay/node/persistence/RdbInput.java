package hearsay.node.persistence;

/// The chunk at hand, how far it is read, and the one small token that may be spread over chunks.
final class RdbInput {

    private static final int LONGEST_TOKEN = 16;
    private static final byte[] NOTHING = {};

    private final byte[] token = new byte[LONGEST_TOKEN];
    private int gathered;
    private long tokenOffset;

    private byte[] chunk = NOTHING;
    private int at;
    private int end;
    private long offsetOfChunk;
    private int chunkFrom;

    private long crc;
    private int summedTo;
    private boolean summing = true;

    void chunk(byte[] bytes, int from, int length) {
        offsetOfChunk += at - chunkFrom;
        chunk = bytes;
        chunkFrom = from;
        at = from;
        summedTo = from;
        end = from + length;
    }

    /// How much of the chunk, which began at `from`, is read. The chunk is let go of.
    int consumed(int from) {
        sum();
        int consumed = at - from;
        offsetOfChunk += consumed;
        chunk = NOTHING;
        at = 0;
        end = 0;
        chunkFrom = 0;
        summedTo = 0;
        return consumed;
    }

    long offset() {
        return offsetOfChunk + (at - chunkFrom);
    }

    int available() {
        return end - at;
    }

    /// Makes the token `size` bytes long, if the chunk has enough; keeps what there is if not.
    boolean gather(int size) {
        if (gathered == 0) tokenOffset = offset();
        int missing = size - gathered;
        int taken = Math.min(missing, end - at);
        for (int i = 0; i < taken; i++) token[gathered + i] = chunk[at + i];
        gathered += taken;
        at += taken;
        return taken == missing;
    }

    byte[] token() {
        return token;
    }

    /// The token is understood; the next one may begin.
    void release() {
        gathered = 0;
    }

    void copy(byte[] to, int toFrom, int length) {
        System.arraycopy(chunk, at, to, toFrom, length);
        at += length;
    }

    void skip(int length) {
        at += length;
    }

    /// What is summed ends here: the checksum itself follows.
    void closeChecksum() {
        sum();
        summing = false;
    }

    long checksum() {
        return crc;
    }

    /// Something is wrong with the token at hand, or with what it led to.
    RdbError error(String reason) {
        return new RdbError(reason, tokenOffset);
    }

    private void sum() {
        if (!summing) return;
        crc = Crc64.update(crc, chunk, summedTo, at - summedTo);
        summedTo = at;
    }
}
