package hearsay.node.host;

/// A node cannot start. The message is for its operator, in Redis' words where Redis has any.
public final class StartFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public StartFailure(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
