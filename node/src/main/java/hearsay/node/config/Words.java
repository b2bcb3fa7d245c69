package hearsay.node.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A line of redis.conf taken apart into its words, and a word written so that it can be read back.
///
/// Words are byte strings: a `String` whose characters are bytes (ISO 8859-1), so that `"\xff"` is
/// one byte, as in Redis.
public final class Words {

    private Words() {}

    /// The words of a line, or null when a quote is left open or something stands right behind a
    /// closing one.
    ///
    /// Blanks part words. Between double quotes `\n \r \t \b \a \xHH` are bytes and a backslash
    /// takes any other character literally; between single quotes only `\'` is special. `""` is an
    /// empty word.
    static @Nullable List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int at = 0;
        while (true) {
            while (at < line.length() && isBlank(line.charAt(at))) at++;
            if (at == line.length()) return words;
            word.setLength(0);
            while (at < line.length() && !endsWord(line.charAt(at))) {
                char c = line.charAt(at++);
                if (c != '"' && c != '\'') {
                    word.append(c);
                    continue;
                }
                at = c == '"' ? doubleQuoted(line, at, word) : singleQuoted(line, at, word);
                if (at < 0 || (at < line.length() && !isBlank(line.charAt(at)))) return null;
                break;
            }
            words.add(word.toString());
        }
    }

    /// The value between double quotes, escaped so that [#split] gives the same bytes again.
    public static String quote(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\', '"' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case 7 -> quoted.append("\\a");
                default -> {
                    if (c >= ' ' && c < 127) quoted.append(c);
                    else quoted.append("\\x").append(hex(c >> 4)).append(hex(c));
                }
            }
        }
        return quoted.append('"').toString();
    }

    /// Without the blanks, tabs and line ends around it.
    static String trim(String line) {
        int start = 0;
        int end = line.length();
        while (start < end && endsWord(line.charAt(start))) start++;
        while (end > start && endsWord(line.charAt(end - 1))) end--;
        return line.substring(start, end);
    }

    static String lower(String word) {
        StringBuilder lower = new StringBuilder(word);
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 'A' && c <= 'Z') lower.setCharAt(i, (char) (c + 32));
        }
        return lower.toString();
    }

    /// The parts between the separators, empty ones too; nothing at all for an empty text.
    static List<String> cut(String text, char separator) {
        List<String> parts = new ArrayList<>();
        if (text.isEmpty()) return parts;
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            parts.add(text.substring(start, end));
            start = end + 1;
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static int doubleQuoted(String line, int from, StringBuilder word) {
        int at = from;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') return at;
            if (c != '\\' || at == line.length()) {
                word.append(c);
                continue;
            }
            char escaped = line.charAt(at++);
            if (escaped == 'x' && isHex(line, at) && isHex(line, at + 1)) {
                word.append((char) Integer.parseInt(line, at, at + 2, 16));
                at += 2;
                continue;
            }
            word.append(
                    switch (escaped) {
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        case 'b' -> '\b';
                        case 'a' -> (char) 7;
                        default -> escaped;
                    });
        }
        return -1;
    }

    private static int singleQuoted(String line, int from, StringBuilder word) {
        int at = from;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '\'') return at;
            if (c == '\\' && at < line.length() && line.charAt(at) == '\'') {
                c = '\'';
                at++;
            }
            word.append(c);
        }
        return -1;
    }

    private static boolean endsWord(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= 9 && c <= 13);
    }

    private static boolean isHex(String line, int at) {
        return at < line.length()
                && line.charAt(at) < 128
                && Character.digit(line.charAt(at), 16) >= 0;
    }

    private static char hex(int digit) {
        return Character.forDigit(digit & 15, 16);
    }
}
