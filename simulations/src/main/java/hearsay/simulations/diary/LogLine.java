package hearsay.simulations.diary;

/// A line of a node's log that is no event of the protocol.
public record LogLine(String text) implements What {

    public static final String WORD = "log";

    @Override
    public String word() {
        return WORD;
    }
}
