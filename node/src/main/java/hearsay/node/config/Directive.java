package hearsay.node.config;

import java.util.List;
import java.util.Set;

/// One line of the table of [Directives].
///
/// @param name in lower case, as `CONFIG GET *` shows it
/// @param alias its older name, or empty
/// @param kind how its value is read and written
/// @param defaultValue what holds when nobody says anything
/// @param part what it is about, and whether that is served
public record Directive<V>(
        String name, String alias, Kind<V> kind, V defaultValue, Part part, Set<Trait> traits) {

    /// What is peculiar about a directive.
    public enum Trait {
        /// Only a file and the command line can set it.
        IMMUTABLE,
        /// `CONFIG GET` shows it only to who knows its whole name.
        HIDDEN,
        /// `CONFIG SET` needs `enable-protected-configs`.
        PROTECTED,
        /// Its value must not be seen in MONITOR or SLOWLOG.
        SENSITIVE,
        /// Cannot be set while the data is being loaded.
        NOT_WHILE_LOADING
    }

    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    String showDefault() {
        return kind.show(defaultValue);
    }

    V parse(List<String> words, Object old) {
        @SuppressWarnings("unchecked")
        V typed = (V) old;
        return kind.parse(words, typed);
    }

    @SuppressWarnings("unchecked")
    Object again(Object earlier, Object later) {
        return kind.again((V) earlier, (V) later);
    }

    @SuppressWarnings("unchecked")
    String show(Object value) {
        return kind.show((V) value);
    }

    @SuppressWarnings("unchecked")
    List<Kind.Line> lines(Object value) {
        return kind.lines(name, (V) value, defaultValue);
    }
}
