package hearsay.simulations.story;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import hearsay.simulations.fault.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A part of a story file in braces. Whoever reads it asks for words one by one; what nobody asked
/// for when it is closed is unknown. What is wrong is noted, and reading goes on with a default.
final class Section {

    private static final int NOT_BEGUN = -1;

    private final ConfigObject object;
    private final Mistakes mistakes;
    private final TreeSet<String> known = new TreeSet<>();
    private int mistakesBefore = NOT_BEGUN;

    Section(ConfigObject object, Mistakes mistakes) {
        this.object = object;
        this.mistakes = mistakes;
    }

    ConfigOrigin origin() {
        return object.origin();
    }

    Mistakes mistakes() {
        return mistakes;
    }

    boolean has(String word) {
        begin();
        known.add(word);
        return object.containsKey(word);
    }

    /// Words that would be right too.
    void knows(Collection<String> words) {
        known.addAll(words);
    }

    /// Which of these are there.
    List<String> present(Collection<String> words) {
        begin();
        return words.stream().filter(object::containsKey).toList();
    }

    /// @param parse throws IllegalArgumentException with what is wrong
    <T> T read(String word, T otherwise, Function<String, T> parse) {
        ConfigValue value = value(word);
        return value == null ? otherwise : parsed(word, value, otherwise, parse);
    }

    <T> T required(String word, T otherwise, Function<String, T> parse) {
        if (!has(word)) mistakes.add(origin(), "'" + word + "' is missing");
        return read(word, otherwise, parse);
    }

    String text(String word, String otherwise) {
        return read(word, otherwise, Function.identity());
    }

    Duration duration(String word, Duration otherwise) {
        return read(word, otherwise, Text::duration);
    }

    Optional<Duration> duration(String word) {
        return has(word) ? Optional.of(duration(word, Duration.ofNanos(1))) : Optional.empty();
    }

    double fraction(String word, double otherwise) {
        return read(word, otherwise, Text::fraction);
    }

    double number(String word, double otherwise) {
        return read(word, otherwise, Text::number);
    }

    int whole(String word, int otherwise) {
        return read(word, otherwise, Section::whole);
    }

    boolean flag(String word, boolean otherwise) {
        return read(word, otherwise, Section::flag);
    }

    static boolean flag(String text) {
        return switch (text) {
            case "yes", "true", "on" -> true;
            case "no", "false", "off" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "'" + text + "' is neither yes nor no; expected yes, no, on or off");
        };
    }

    /// A constant by its name in small letters with hyphens.
    <E extends Enum<E>> E constant(String word, E otherwise, Class<E> type) {
        return read(word, otherwise, text -> constant(text, type));
    }

    static <E extends Enum<E>> E constant(String text, Class<E> type) {
        for (E constant : type.getEnumConstants()) if (text.equals(word(constant))) return constant;
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) words.add(word(constant));
        throw new IllegalArgumentException(
                "unknown word '" + text + "'; expected " + NearestWord.oneOf(text, words));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What is in braces under that word; nothing if it is not there.
    Section section(String word) {
        ConfigValue value = value(word);
        if (value instanceof ConfigObject inner) return new Section(inner, mistakes);
        if (value != null) expected(word, value, "something in braces");
        return new Section(ConfigFactory.empty().root(), mistakes);
    }

    /// A list of braces; a single one may stand for a list of it.
    List<Section> sections(String word) {
        ConfigValue value = value(word);
        List<Section> sections = new ArrayList<>();
        if (value instanceof ConfigObject single) {
            sections.add(new Section(single, mistakes));
        } else if (value instanceof ConfigList list) {
            for (ConfigValue one : list) {
                if (one instanceof ConfigObject inner) sections.add(new Section(inner, mistakes));
                else expected(word, one, "something in braces");
            }
        } else if (value != null) {
            expected(word, value, "a list of braces");
        }
        return sections;
    }

    /// One value, or two of them in brackets: from, to.
    List<Duration> range(String word) {
        ConfigValue value = value(word);
        if (value == null) return List.of();
        if (!(value instanceof ConfigList list))
            return List.of(parsed(word, value, Duration.ZERO, Text::duration));
        if (list.size() == 2)
            return list.stream()
                    .map(each -> parsed(word, each, Duration.ZERO, Text::duration))
                    .toList();
        expected(word, value, "two durations, as in [5s, 30s]");
        return List.of();
    }

    /// What is written under each word, all of which are known.
    List<Entry> entries() {
        known.addAll(object.keySet());
        List<Entry> entries = new ArrayList<>();
        for (String word : new TreeSet<>(object.keySet())) {
            ConfigValue value = object.get(word);
            if (value != null) entries.add(new Entry(word, written(word, value), value.origin()));
        }
        return entries;
    }

    /// A word and what is written under it.
    record Entry(String word, String text, ConfigOrigin origin) {}

    /// Makes what the section describes, unless something is wrong.
    ///
    /// @param maker throws IllegalArgumentException with what does not fit
    <T> Optional<T> make(Supplier<T> maker) {
        begin();
        try {
            return Optional.of(maker.get());
        } catch (IllegalArgumentException e) {
            // What comes of a mistake that is noted already would only confuse.
            if (mistakes.count() == mistakesBefore) mistakes.add(origin(), text(e));
            return Optional.empty();
        }
    }

    /// Notes every word that nobody asked for.
    void close() {
        for (String word : new TreeSet<>(object.keySet())) {
            ConfigValue value = object.get(word);
            if (value != null && !known.contains(word))
                mistakes.addUnknown(value.origin(), "word", word, known);
        }
    }

    ConfigOrigin originOf(String word) {
        ConfigValue value = object.get(word);
        return value == null ? origin() : value.origin();
    }

    private void begin() {
        if (mistakesBefore == NOT_BEGUN) mistakesBefore = mistakes.count();
    }

    private @Nullable ConfigValue value(String word) {
        return has(word) ? object.get(word) : null;
    }

    private <T> T parsed(String word, ConfigValue value, T otherwise, Function<String, T> parse) {
        int before = mistakes.count();
        String text = written(word, value);
        if (mistakes.count() > before) return otherwise;
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            mistakes.add(value.origin(), word + ": " + text(e));
            return otherwise;
        }
    }

    private String written(String word, ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> String.valueOf(value.unwrapped());
            case LIST, OBJECT, NULL -> {
                expected(word, value, "a single value");
                yield "";
            }
        };
    }

    private void expected(String word, ConfigValue value, String what) {
        String found = value.valueType() == ConfigValueType.OBJECT ? "braces" : kind(value);
        mistakes.add(value.origin(), word + ": expected " + what + ", not " + found);
    }

    private static String kind(ConfigValue value) {
        return switch (value.valueType()) {
            case LIST -> "a list";
            case NULL -> "null";
            case OBJECT -> "braces";
            case STRING, NUMBER, BOOLEAN -> "'" + value.unwrapped() + "'";
        };
    }

    private static int whole(String text) {
        try {
            return new BigDecimal(text.strip()).intValueExact();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number");
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no whole number, or too large; expected one as in 3");
        }
    }

    static String text(IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
    }
}
