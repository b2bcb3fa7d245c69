package hearsay.node.persistence;

/// The bytes are not a whole and sound RDB: what is wrong with them, and where they go wrong.
///
/// It carries no stack trace; the fault lies in the input, not in the code that read it.
public final class RdbError extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String reason;
    private final long offset;

    RdbError(String reason, long offset) {
        super(reason + " (at offset " + offset + ")", null, false, false);
        this.reason = reason;
        this.offset = offset;
    }

    /// What is wrong, without the place.
    public String reason() {
        return reason;
    }

    /// Bytes before the piece that could not be read, counted from the first byte of the input.
    public long offset() {
        return offset;
    }
}
