package hearsay.node.command;

import hearsay.node.resp.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// Which of a command's words are keys, and what is done to them: the routing of a command depends
/// on nothing else. A command has one or more.
///
/// In the tables they are written as text, `begin..last/step flags`:
///
/// ```
/// 1 RO ACCESS            the first word after the name
/// 1..-1 RM DELETE        from the first to the last word
/// 1..-1/2 OW UPDATE      every second one of them
/// 2#0,1,1 RO ACCESS      word 2 says how many; they begin one word further on
/// KEYS@-2..-1 RW         after the word KEYS, looked for from the second last word backwards
/// ?                      only the command itself can tell
/// ?STORE OW UPDATE       the same; it is SORT, and the key is behind STORE
/// ```
///
/// Source: Redis documentation, "Command key specifications".
public record KeySpec(Begin begin, Find find, List<String> flags) {

    public sealed interface Begin {
        record Index(int position) implements Begin {}

        record Keyword(String word, int startFrom) implements Begin {}

        record Unknown() implements Begin {}
    }

    public sealed interface Find {
        /// @param last relative to the first key; negative counts from the end of the request
        /// @param limit if `last` is -1, only the first `1/limit` of the words that are left
        record Range(int last, int step, int limit) implements Find {}

        record KeyNumber(int numberIndex, int firstKey, int step) implements Find {}

        record Unknown() implements Find {}

        /// What clients do not know and the node does: see [SortCommand#forStore].
        record StoreOfSort() implements Find {}
    }

    /// Reads the specifications of a table line, separated by `;`.
    static List<KeySpec> parseAll(String text) {
        if (text.isBlank()) return List.of();
        return Arrays.stream(text.split(";")).map(part -> parse(part.strip())).toList();
    }

    private static KeySpec parse(String text) {
        var words = text.split(" +");
        var flags = List.of(words).subList(1, words.length);
        var where = words[0];
        if (where.equals("?")) return new KeySpec(new Begin.Unknown(), new Find.Unknown(), flags);
        if (where.equals("?STORE")) {
            return new KeySpec(new Begin.Unknown(), new Find.StoreOfSort(), flags);
        }
        int number = where.indexOf('#');
        int range = where.indexOf("..");
        int end = number >= 0 ? number : range >= 0 ? range : where.length();
        var begin = begin(where.substring(0, end));
        if (number >= 0) return new KeySpec(begin, keyNumber(where.substring(number + 1)), flags);
        return new KeySpec(
                begin, range >= 0 ? range(where.substring(range + 2)) : range("0"), flags);
    }

    private static Begin begin(String text) {
        int at = text.indexOf('@');
        if (at < 0) return new Begin.Index(Integer.parseInt(text));
        return new Begin.Keyword(text.substring(0, at), Integer.parseInt(text.substring(at + 1)));
    }

    private static Find range(String text) {
        var parts = text.split("/");
        return new Find.Range(
                Integer.parseInt(parts[0]),
                parts.length > 1 ? Integer.parseInt(parts[1]) : 1,
                parts.length > 2 ? Integer.parseInt(parts[2]) : 0);
    }

    private static Find keyNumber(String text) {
        var parts = text.split(",");
        return new Find.KeyNumber(
                Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /// Whether the words found are keys; channels of sharded pub/sub are only routed like keys.
    boolean isKey() {
        return !has("NOT_KEY");
    }

    /// Shows the index of each key in the request.
    ///
    /// @return false if the request does not fit the specification: too few words, no such number
    boolean forEachKey(Arguments request, IntConsumer visitor) {
        if (find instanceof Find.StoreOfSort) return SortCommand.forStore(request, visitor);
        int first = firstKey(request);
        if (first < 0) return false;
        return switch (find) {
            case Find.Range range -> forRange(request, first, range, visitor);
            case Find.KeyNumber number -> forNumber(request, first, number, visitor);
            case Find.Unknown unknown -> false;
            case Find.StoreOfSort store -> false;
        };
    }

    /// All key positions of a request by the given specifications.
    public static List<Integer> positions(List<KeySpec> specs, Arguments request) {
        var positions = new ArrayList<Integer>();
        for (var spec : specs) spec.forEachKey(request, positions::add);
        return positions;
    }

    private int firstKey(Arguments request) {
        return switch (begin) {
            case Begin.Index index -> index.position() < request.count() ? index.position() : -1;
            case Begin.Keyword keyword -> afterKeyword(request, keyword);
            case Begin.Unknown unknown -> -1;
        };
    }

    private static int afterKeyword(Arguments request, Begin.Keyword keyword) {
        int count = request.count();
        boolean forward = keyword.startFrom() > 0;
        int start = forward ? keyword.startFrom() : count + keyword.startFrom();
        int step = forward ? 1 : -1;
        for (int i = start; i > 0 && i < count; i += step) {
            if (request.is(i, keyword.word())) return i + 1;
        }
        return -1;
    }

    private static boolean forRange(
            Arguments request, int first, Find.Range range, IntConsumer visitor) {
        int count = request.count();
        int last;
        if (range.last() >= 0) {
            last = first + range.last();
        } else if (range.limit() == 0) {
            last = count + range.last();
        } else {
            last = first + (count - first) / range.limit() + range.last();
        }
        if (last >= count) return false;
        for (int i = first; i <= last; i += range.step()) visitor.accept(i);
        return last >= first;
    }

    private static boolean forNumber(
            Arguments request, int begin, Find.KeyNumber number, IntConsumer visitor) {
        int at = begin + number.numberIndex();
        if (at >= request.count()) return false;
        long keys = Numbers.parseOr(request, at, -1);
        int first = begin + number.firstKey();
        if (keys <= 0 || keys > (request.count() - first) / number.step()) return false;
        for (int i = 0; i < keys; i++) visitor.accept(first + i * number.step());
        return true;
    }
}
