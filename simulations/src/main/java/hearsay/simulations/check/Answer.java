package hearsay.simulations.check;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a Redis answered, as far as the laws care. Errors are no answers, see [Outcome].
public sealed interface Answer {

    /// Done and nothing to tell: `+OK`.
    Answer DONE = new Done();

    /// There is no such thing.
    Answer NIL = new Nil();

    record Done() implements Answer {
        @Override
        public String toString() {
            return "OK";
        }
    }

    record Nil() implements Answer {
        @Override
        public String toString() {
            return "nil";
        }
    }

    record Number(long value) implements Answer {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /// Several, in the order in which they came. Whoever makes one gives the array away.
    final class Numbers implements Answer {
        private final long[] values;

        public Numbers(long... values) {
            this.values = values;
        }

        /// The array itself, not a copy: not to be changed.
        public long[] values() {
            return values;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Numbers that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return Arrays.toString(values);
        }
    }
}
