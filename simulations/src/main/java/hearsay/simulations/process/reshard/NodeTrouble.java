package hearsay.simulations.process.reshard;

/// A node did not do what it was asked; the message names it and says what it answered.
public final class NodeTrouble extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isError;

    private NodeTrouble(String message, boolean isError) {
        super(message, null, false, false);
        this.isError = isError;
    }

    static NodeTrouble answered(String address, String command, String error) {
        return new NodeTrouble("%s answers %s with: %s".formatted(address, command, error), true);
    }

    static NodeTrouble silent(String address, String why) {
        return new NodeTrouble("%s does not answer: %s".formatted(address, why), false);
    }

    /// Whether it answered, with an error: then it lives, and has not done it.
    public boolean isError() {
        return isError;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
