package hearsay.gossip.diary;

import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One kind of happening in words: writes the sentence of its [Line], and reads it back.
///
/// Sentence and pattern come from the same template, so they cannot drift apart.
final class Phrase {

    private static final Pattern HOLE = Pattern.compile("\\{(\\w+)}");

    /// Found once per kind, when the first of them is told.
    private static final ClassValue<Phrase> OF =
            new ClassValue<>() {
                @Override
                protected Phrase computeValue(Class<?> kind) {
                    return new Phrase(kind);
                }
            };

    /// In the order in which a line is compared with them.
    private static final List<Phrase> ALL =
            Stream.of(Happening.class.getPermittedSubclasses()).map(OF::get).toList();

    /// How the values of a type are recognized and read.
    private record Form(String pattern, Function<String, Object> reader) {

        static Form of(Class<?> type) {
            if (type == long.class) return new Form("-?\\d+", Long::valueOf);
            if (type == int.class) return new Form("-?\\d+", Integer::valueOf);
            if (type == NodeId.class) return new Form("[0-9a-z]{40}", NodeId::new);
            if (type == Name.class) return new Form("[0-9a-z]{40} \\([^)]*\\)", Name::parse);
            if (type == SlotSet.class) return new Form("[-0-9 ]*", Form::slots);
            if (type == String.class) return new Form(".*", text -> text);
            if (type.isEnum()) return choice(type.getEnumConstants());
            throw new IllegalArgumentException("no way to read a " + type);
        }

        private static Form choice(Object[] constants) {
            var words =
                    Stream.of(constants)
                            .map(constant -> Pattern.quote(constant.toString()))
                            .collect(Collectors.joining("|"));
            return new Form(
                    words,
                    text ->
                            Stream.of(constants)
                                    .filter(constant -> constant.toString().equals(text))
                                    .findFirst()
                                    .orElseThrow());
        }

        private static Object slots(String text) {
            var slots = SlotSet.EMPTY;
            for (String range : text.split(" ")) {
                int dash = range.indexOf('-');
                if (range.isEmpty()) continue;
                int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
                slots = slots.withRange(first, last);
            }
            return slots;
        }
    }

    private record Hole(int component, Form form) {}

    private final Level level;
    private final Class<?> kind;
    private final RecordComponent[] components;

    /// `literals[i]` stands before `holes[i]`; the last one ends the sentence.
    private final List<String> literals = new ArrayList<>();

    private final List<Hole> holes = new ArrayList<>();
    private final Pattern pattern;

    private Phrase(Class<?> kind) {
        var line = kind.getAnnotation(Line.class);
        if (line == null) throw new IllegalStateException("no line for " + kind);
        this.kind = kind;
        level = line.level();
        components = kind.getRecordComponents();
        var regex = new StringBuilder();
        var template = line.value();
        var matcher = HOLE.matcher(template);
        int end = 0;
        while (matcher.find()) {
            int component = component(matcher.group(1));
            var form = Form.of(components[component].getType());
            literals.add(template.substring(end, matcher.start()));
            holes.add(new Hole(component, form));
            regex.append(Pattern.quote(literals.getLast()));
            regex.append('(').append(form.pattern).append(')');
            end = matcher.end();
        }
        literals.add(template.substring(end));
        regex.append(Pattern.quote(literals.getLast()));
        pattern = Pattern.compile(regex.toString());
        if (holes.size() != components.length) {
            throw new IllegalStateException("its line does not tell all of " + kind);
        }
    }

    private int component(String name) {
        for (int i = 0; i < components.length; i++) {
            if (components[i].getName().equals(name)) return i;
        }
        throw new IllegalStateException("no component " + name + " in " + kind);
    }

    static Phrase of(Happening happening) {
        return OF.get(happening.getClass());
    }

    Level level() {
        return level;
    }

    String write(Happening happening) {
        var text = new StringBuilder(literals.getFirst());
        for (int i = 0; i < holes.size(); i++) {
            var value = value(components[holes.get(i).component], happening);
            if (value instanceof SlotSet slots) {
                append(text, slots);
            } else {
                text.append(value);
            }
            text.append(literals.get(i + 1));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, SlotSet slots) {
        var between = "";
        for (SlotRange range : slots.ranges()) {
            text.append(between).append(range);
            between = " ";
        }
    }

    private static Object value(RecordComponent component, Happening happening) {
        try {
            return component.getAccessor().invoke(happening);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Optional<Happening> read(String line) {
        for (Phrase phrase : ALL) {
            if (!line.startsWith(phrase.literals.getFirst())) continue;
            var matcher = phrase.pattern.matcher(line);
            if (matcher.matches()) return Optional.of(phrase.read(matcher.toMatchResult()));
        }
        return Optional.empty();
    }

    private Happening read(MatchResult match) {
        var values = new Object[components.length];
        var types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            var hole = holes.get(i);
            values[hole.component] = hole.form.reader.apply(match.group(i + 1));
            types[i] = components[i].getType();
        }
        try {
            return (Happening) kind.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
