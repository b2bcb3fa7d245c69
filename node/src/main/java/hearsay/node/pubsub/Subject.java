package hearsay.node.pubsub;

/// What one can listen to, and the words that announce it.
public enum Subject {
    // spotless:off
    CHANNEL("message",  "subscribe",  "unsubscribe"),
    PATTERN("pmessage", "psubscribe", "punsubscribe"),
    /// A channel that lives in a hash slot: its messages stay in the shard that owns the slot.
    SHARD_CHANNEL("smessage", "ssubscribe", "sunsubscribe");
    // spotless:on

    final String message;
    final String begin;
    final String end;

    Subject(String message, String begin, String end) {
        this.message = message;
        this.begin = begin;
        this.end = end;
    }
}
