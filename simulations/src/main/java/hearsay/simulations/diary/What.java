package hearsay.simulations.diary;

import java.util.List;

/// What an entry of the diary tells. It is kept as it is, and asked for words only when somebody
/// reads the diary: a world of which nobody reads anything spends no time on sentences.
///
/// Node ids stand in text and details in full; who writes them down for people puts the nodes'
/// names in their place, see [Names].
public interface What {

    /// What happened, in kebab-case, the same for all events of a kind: `suspects`, `votes`,
    /// `elected`, `crash`, `heal`.
    String word();

    /// One line, without the time and without whom it happened to.
    String text();

    /// The same in pieces, in an order that is always the same.
    default List<Detail> details() {
        return List.of();
    }

    /// @param value a text, a number, a truth value, or something whose `toString` says it all and
    ///   says the same in every run
    record Detail(String name, Object value) {}
}
