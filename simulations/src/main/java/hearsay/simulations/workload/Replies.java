package hearsay.simulations.workload;

import hearsay.client.connection.Reply;
import hearsay.simulations.check.Answer;
import java.util.List;

/// Redis' replies as the answers that laws care for.
final class Replies {

    private Replies() {}

    /// A number, numbers, nothing, or just that it is done.
    ///
    /// @throws IllegalStateException the reply has a shape that nobody expects here
    static Answer answer(Reply reply) {
        return switch (reply) {
            case Reply.Nil nil -> Answer.NIL;
            case Reply.Int(long value) -> new Answer.Number(value);
            case Reply.Bulk bulk -> new Answer.Number(Texts.number(bulk.bytes()));
            case Reply.Status status -> Answer.DONE;
            case Reply.Array(List<Reply> items) -> new Answer.Numbers(numbers(items));
            case Reply.Set(List<Reply> items) -> new Answer.Numbers(numbers(items));
            default -> throw new IllegalStateException("no answer: " + reply.pretty());
        };
    }

    /// What is not there counts as 0.
    private static long[] numbers(List<Reply> items) {
        var numbers = new long[items.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] =
                    switch (items.get(i)) {
                        case Reply.Bulk bulk -> Texts.number(bulk.bytes());
                        case Reply.Int(long value) -> value;
                        case Reply.Nil nil -> 0;
                        default ->
                                throw new IllegalStateException(
                                        "no number: " + items.get(i).pretty());
                    };
        }
        return numbers;
    }
}
