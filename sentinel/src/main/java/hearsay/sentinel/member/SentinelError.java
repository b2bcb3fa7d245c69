package hearsay.sentinel.member;

/// A query was refused. The message is Redis' error reply without the leading `-`.
public final class SentinelError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String words;

    public SentinelError(String words) {
        super(words, null, false, false);
        this.words = words;
    }

    /// The error reply.
    public String words() {
        return words;
    }

    static SentinelError noSuchMaster() {
        return new SentinelError("ERR No such master with that name");
    }
}
