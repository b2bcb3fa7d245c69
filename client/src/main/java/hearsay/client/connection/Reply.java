package hearsay.client.connection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a Redis answers, in RESP2 or RESP3. An error is an answer like any other.
///
/// Source: Redis serialization protocol specification, "RESP protocol description".
public sealed interface Reply {

    /// The reply as redis-cli shows it to a person, several lines for aggregates, without a newline
    /// at the end.
    default String pretty() {
        return Pretty.of(this);
    }

    /// The text of a status, error, string or number.
    ///
    /// @throws IllegalStateException an aggregate or nil has none
    default String text() {
        throw new IllegalStateException("no text in the reply " + this);
    }

    /// The items of an array, set or push.
    ///
    /// @throws IllegalStateException any other reply has none
    default List<Reply> items() {
        throw new IllegalStateException("no items in the reply " + this);
    }

    /// `+OK`
    record Status(String text) implements Reply {}

    /// `-ERR syntax error`: the text begins with a code.
    record Failure(String text) implements Reply {
        /// The first word: `ERR`, `MOVED`, `WRONGTYPE`.
        public String code() {
            int space = text.indexOf(' ');
            return space < 0 ? text : text.substring(0, space);
        }
    }

    record Int(long value) implements Reply {
        @Override
        public String text() {
            return Long.toString(value);
        }
    }

    /// A string of any bytes. Whoever takes the bytes must not change them.
    final class Bulk implements Reply {
        private final byte[] bytes;

        public Bulk(byte[] bytes) {
            this.bytes = bytes;
        }

        public byte[] bytes() {
            return bytes;
        }

        @Override
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bulk that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Bulk[" + Pretty.quoted(bytes) + "]";
        }
    }

    /// RESP2's absent string and absent array, and RESP3's null: callers need not tell them apart.
    enum Nil implements Reply {
        NIL
    }

    record Array(List<Reply> items) implements Reply {
        public Array {
            items = List.copyOf(items);
        }
    }

    record Set(List<Reply> items) implements Reply {
        public Set {
            items = List.copyOf(items);
        }
    }

    /// In the order of the wire; RESP allows any reply as a key.
    record Map(List<Pair> pairs) implements Reply {
        public record Pair(Reply key, Reply value) {}

        public Map {
            pairs = List.copyOf(pairs);
        }
    }

    /// RESP3's double.
    record Real(double value) implements Reply {
        @Override
        public String text() {
            return hearsay.node.resp.Doubles.text(value);
        }
    }

    record Bool(boolean value) implements Reply {}

    /// A whole number of any size.
    ///
    /// @param text decimal digits, with a sign if it is negative
    record BigNumber(String text) implements Reply {}

    /// Text for people.
    ///
    /// @param format three letters, `txt` or `mkd`
    record Verbatim(String format, String text) implements Reply {}

    /// Sent by the server unasked: it answers no request.
    record Push(List<Reply> items) implements Reply {
        public Push {
            items = List.copyOf(items);
        }
    }
}
