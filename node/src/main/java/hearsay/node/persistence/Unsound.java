package hearsay.node.persistence;

/// The parts of a value are whole, but make no value: a member twice, an odd number of fields and
/// values, a listpack that is none. [PartsReader] turns it into an [RdbError] with its place.
public final class Unsound extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String reason;

    public Unsound(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
