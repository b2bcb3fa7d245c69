package hearsay.simulations.check;

/// What became of an operation, as its client knows it.
public sealed interface Outcome {

    /// Nobody has answered yet.
    Outcome PENDING = new Unknown("no answer");

    /// Carried out.
    record Ok(Answer answer) implements Outcome {
        public static final Ok DONE = new Ok(Answer.DONE);
        public static final Ok NIL = new Ok(Answer.NIL);

        public static Ok number(long value) {
            return new Ok(new Answer.Number(value));
        }

        public static Ok numbers(long... values) {
            return new Ok(new Answer.Numbers(values));
        }
    }

    /// Surely not carried out.
    ///
    /// @param error Redis' text, or the client's own reason
    record Refused(String error) implements Outcome {}

    /// It may have been carried out, or may still be, or never.
    record Unknown(String why) implements Outcome {}
}
