/// The differential fuzzer: random commands to our node and to a real redis-server, whose replies
/// and data must be the same; a failure is cut down to a few requests.
///
/// A new type of value needs a [hearsay.node.fuzz.Generator] and its line in `Generators`. Most of
/// it is patterns ([hearsay.node.fuzz.Vocabulary] tells how they are written):
///
/// ```
/// final class ListGenerator implements Generator {
///     private static final List<String> PATTERNS = List.of("LPUSH k {v}", "LRANGE k index index", …);
///
///     public String name() { return "list"; }
///
///     public String[] next(Vocabulary vocabulary) { return vocabulary.command(PATTERNS); }
/// }
/// ```
///
/// Where replies need not be the same bytes, `comparison(words)` says how they are compared:
/// `Comparison.UNORDERED`, `near(…)`, `divergent(SHAPE, 1)` for a command that takes something by
/// chance from the key that is its first word (our node then gets the real one's value), or one's
/// own. What 7.2 does otherwise than the installed 7.0 is a [hearsay.node.fuzz.KnownDifference]
/// with its reason. Transactions, expiry, keys of other types, commands on keys and wrong words are
/// mixed in by the fuzzer.
///
/// A sequence goes over one connection. Whoever blocks must do so with a short timeout (the next
/// request waits for it) and say `maySpoil` is false.
@org.jspecify.annotations.NullMarked
package hearsay.node.fuzz;
