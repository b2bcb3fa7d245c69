package hearsay.node.fuzz;

import java.util.List;

/// Makes up commands about one type of value, right ones and wrong ones, and knows how their
/// replies are to be compared.
///
/// A request is an array of words, each a byte string: one character is one byte. All chance comes
/// from the [Vocabulary]; a generator remembers nothing, so that a sequence can be cut down and run
/// again.
public interface Generator {

    /// What `-Dhearsay.fuzz.type` calls it: `list`, `bitmap`.
    String name();

    /// The next command. Commands on keys of every type, transactions, expiry, keys of other types
    /// and spoilt words are mixed in by [Script]: they need no thought here.
    String[] next(Vocabulary vocabulary);

    /// How the replies to a command are compared, if they are not the same bytes.
    ///
    /// @param words never empty, as they were sent, perhaps spoilt
    default Comparison comparison(String[] words) {
        return Comparison.EXACT;
    }

    /// Where the installed Redis is another one than 7.2, or where the difference is meant.
    default List<KnownDifference> knownDifferences() {
        return List.of();
    }

    /// More of the command line for both servers, such as `--hll-sparse-max-bytes`, `50`.
    default List<String> arguments() {
        return List.of();
    }

    /// Whether words of this command may be taken away, doubled or replaced: not where it could
    /// then wait forever, or end the server.
    default boolean maySpoil(String[] words) {
        return true;
    }
}
