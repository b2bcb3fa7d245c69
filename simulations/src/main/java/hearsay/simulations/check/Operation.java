package hearsay.simulations.check;

/// One request of one client, and what came of it.
///
/// @param client its number; a client has one operation under way at a time, or pipelines. The
///   [#READ_BACK] is a client of its own
/// @param argument see [Call]; 0 where that names none
/// @param invokedNanos when the client sent it, in the time of the world
/// @param completedNanos when it had the answer; [#NEVER] if it got none
/// @param node who answered, by its name in the world, "" if nobody did
public record Operation(
        int client,
        String key,
        Call call,
        long argument,
        long invokedNanos,
        long completedNanos,
        Outcome outcome,
        String node) {

    public static final long NEVER = Long.MAX_VALUE;

    /// The client that reads everything again at the end, once quiet.
    public static final int READ_BACK = -1;

    public Operation {
        if (completedNanos < invokedNanos) {
            throw new IllegalArgumentException(
                    "answered at %d before it was asked at %d"
                            .formatted(completedNanos, invokedNanos));
        }
    }

    /// Whether its client was told that it is done.
    public boolean isOk() {
        return outcome instanceof Outcome.Ok;
    }

    /// `SET balance 17 → OK`.
    @Override
    public String toString() {
        var asked = new StringBuilder(call.name()).append(' ').append(key);
        if (argument != 0 || call.writes()) asked.append(' ').append(argument);
        return asked.append(" → ")
                .append(
                        switch (outcome) {
                            case Outcome.Ok(var answer) -> answer.toString();
                            case Outcome.Refused(var error) -> "refused: " + error;
                            case Outcome.Unknown(var why) -> "unknown: " + why;
                        })
                .toString();
    }
}
