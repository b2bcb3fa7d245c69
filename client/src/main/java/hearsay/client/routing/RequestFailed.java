package hearsay.client.routing;

/// A request that got no answer worth passing on, after everything was tried: the one clear error.
public final class RequestFailed extends RuntimeException {

    private final boolean maybeExecuted;
    private final int attempts;

    RequestFailed(String reason, boolean maybeExecuted, int attempts) {
        super(
                reason
                        + " ("
                        + (attempts == 1 ? "1 attempt" : attempts + " attempts")
                        + (maybeExecuted ? "; it may have been executed)" : ")"),
                null,
                false,
                // A stack would be that of the client's loop, and tell nothing.
                false);
        this.maybeExecuted = maybeExecuted;
        this.attempts = attempts;
    }

    /// Whether one of the attempts may have been carried out. False only if surely none was.
    public boolean maybeExecuted() {
        return maybeExecuted;
    }

    public int attempts() {
        return attempts;
    }
}
