package hearsay.simulations.reshard;

/// What is asked for cannot be done; the message says why, and nothing has been moved.
public final class BadPlan extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadPlan(String message) {
        super(message, null, false, false);
    }
}
