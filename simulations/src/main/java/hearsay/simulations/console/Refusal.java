package hearsay.simulations.console;

/// What the user is told when a command cannot be done, and the exit code that goes with it.
public final class Refusal extends RuntimeException {

    /// Something is wrong with the cluster or the request.
    public static final int FAILED = 1;

    /// There is no cluster here.
    public static final int NOTHING_THERE = 3;

    /// Not yet part of Hearsay.
    public static final int TO_COME = 64;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public Refusal(String message) {
        this(FAILED, message);
    }

    public Refusal(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    /// The text, never null.
    public String text() {
        return String.valueOf(getMessage());
    }
}
