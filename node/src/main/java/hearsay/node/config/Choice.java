package hearsay.node.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One word of a list.
///
/// @param names in Redis' order, in which an error lists them
/// @param synonyms a name that means, and is shown as, another one
record Choice(List<String> names, Map<String, String> synonyms) implements Kind<String> {

    static Choice of(String... names) {
        return new Choice(List.of(names), Map.of());
    }

    @Override
    public String parse(List<String> words, String old) {
        String name = named(names, words.getFirst());
        return synonyms.getOrDefault(name, name);
    }

    @Override
    public String show(String value) {
        return value;
    }

    private static String named(List<String> names, String word) {
        String name = Words.lower(word);
        if (names.contains(name)) return name;
        throw new ConfigError(
                "argument(s) must be one of the following: " + String.join(", ", names));
    }

    /// Several words of a list, of which the first means none of the others.
    record Several(List<String> names, List<String> exclusive, String clash)
            implements Kind<Set<String>> {

        @Override
        public boolean takesSeveral() {
            return true;
        }

        @Override
        public Set<String> parse(List<String> words, Set<String> old) {
            if (words.isEmpty()) named(names, "");
            Set<String> named = new LinkedHashSet<>();
            for (String word : words) named.add(named(names, word));
            if (named.containsAll(exclusive)) throw new ConfigError(clash);
            Set<String> inOrder = new LinkedHashSet<>(names.subList(1, names.size()));
            inOrder.retainAll(named);
            return inOrder;
        }

        @Override
        public String show(Set<String> value) {
            return value.isEmpty() ? names.getFirst() : String.join(" ", value);
        }
    }
}
