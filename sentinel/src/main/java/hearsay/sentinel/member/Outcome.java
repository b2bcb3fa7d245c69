package hearsay.sentinel.member;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a command: effects in any case (a SENTINEL SET that fails at its third option has
/// changed two), and an answer, which waits for the saves among them.
///
/// @param effects to be carried out before the answer is sent
/// @param value null if it was refused
/// @param error Redis' error reply without the leading `-`, null if it was not refused
public record Outcome<T>(List<Effect> effects, @Nullable T value, @Nullable String error) {

    public Outcome {
        effects = List.copyOf(effects);
        if ((value == null) == (error == null)) throw new IllegalArgumentException("one of both");
    }

    static <T> Outcome<T> of(T value, List<Effect> effects) {
        return new Outcome<>(effects, value, null);
    }

    static <T> Outcome<T> refused(String error, List<Effect> effects) {
        return new Outcome<>(effects, null, error);
    }
}
