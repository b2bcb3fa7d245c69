package hearsay.node.config;

import java.util.List;

/// What kind of value a directive has: how words become a value, how `CONFIG GET` shows it, which
/// lines stand for it in redis.conf. The wordings of the errors are Redis'.
///
/// @param <V> the value; immutable, compared with `equals`
public interface Kind<V> {

    /// The value that the words mean.
    ///
    /// @param words byte strings; exactly one unless [#takesSeveral]
    /// @param old what is set now, for directives of which a part can be set
    /// @throws ConfigError with Redis' reason
    V parse(List<String> words, V old);

    /// The value as `CONFIG GET` answers it.
    String show(V value);

    /// The lines that set this value again. None: the directive is to vanish from the file.
    default List<Line> lines(String name, V value, V defaultValue) {
        return List.of(new Line(name + " " + show(value), !value.equals(defaultValue)));
    }

    /// Whether the value is written as several words.
    default boolean takesSeveral() {
        return false;
    }

    /// What holds when the directive is read once more from the same configuration: usually the
    /// later one.
    default V again(V earlier, V later) {
        return later;
    }

    /// A line of redis.conf.
    ///
    /// @param needed whether it must be there even if the file had no such line so far
    record Line(String text, boolean needed) {}

    /// `yes` or `no`.
    record YesNo() implements Kind<Boolean> {
        @Override
        public Boolean parse(List<String> words, Boolean old) {
            return switch (Words.lower(words.getFirst())) {
                case "yes" -> true;
                case "no" -> false;
                default -> throw new ConfigError("argument must be 'yes' or 'no'");
            };
        }

        @Override
        public String show(Boolean value) {
            return value ? "yes" : "no";
        }
    }

    /// A text that may be restricted.
    ///
    /// @param emptyIsAbsent an empty text means that the directive is not set, and has no line in
    ///   redis.conf
    record Text(boolean emptyIsAbsent, Check check) implements Kind<String> {
        @Override
        public String parse(List<String> words, String old) {
            check.check(words.getFirst());
            return words.getFirst();
        }

        @Override
        public String show(String value) {
            return value;
        }

        @Override
        public List<Line> lines(String name, String value, String defaultValue) {
            if (emptyIsAbsent && value.isEmpty()) return List.of();
            return List.of(new Line(name + " " + Words.quote(value), !value.equals(defaultValue)));
        }
    }

    /// Says no to a text by throwing a [ConfigError].
    interface Check {
        void check(String text);
    }
}
