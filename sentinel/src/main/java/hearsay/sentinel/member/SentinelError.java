package hearsay.sentinel.member;

/// A query was refused. The message is Redis' error reply without the leading `-`.
public final class SentinelError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SentinelError(String message) {
        super(message, null, false, false);
    }

    static SentinelError noSuchMaster() {
        return new SentinelError("ERR No such master with that name");
    }
}
