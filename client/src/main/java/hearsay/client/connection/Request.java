package hearsay.client.connection;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// One request on its way: its bytes, when to stop waiting, and who waits for the reply.
final class Request {

    final byte[][] words;
    final long deadlineNanos;
    final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private final AtomicInteger unanswered;

    /// @param unanswered counts this request as long as it has no answer
    Request(byte[][] words, long deadlineNanos, AtomicInteger unanswered) {
        if (words.length == 0) throw new IllegalArgumentException("a request without words");
        this.words = words;
        this.deadlineNanos = deadlineNanos;
        this.unanswered = unanswered;
    }

    void answer(Reply answer) {
        unanswered.decrementAndGet();
        reply.complete(answer);
    }

    void fail(ConnectionFailure failure) {
        unanswered.decrementAndGet();
        reply.completeExceptionally(failure);
    }

    /// Bytes on the wire, or a little more.
    int size() {
        long size = 16;
        for (var word : words) size += word.length + 16L;
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    /// An array of bulk strings.
    void writeTo(ByteBuf out) {
        header(out, '*', words.length);
        for (var word : words) {
            header(out, '$', word.length);
            out.writeBytes(word).writeByte('\r').writeByte('\n');
        }
    }

    static byte[][] encode(String... words) {
        var bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        return bytes;
    }

    private static void header(ByteBuf out, char marker, int number) {
        out.writeByte(marker);
        out.writeCharSequence(Integer.toString(number), StandardCharsets.US_ASCII);
        out.writeByte('\r').writeByte('\n');
    }
}
