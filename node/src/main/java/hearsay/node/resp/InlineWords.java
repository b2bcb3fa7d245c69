package hearsay.node.resp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A line split into words as a person types them: spaces separate, quotes join, `\n`, `\xHH` and
/// the like are understood between double quotes.
///
/// The same rules serve inline commands and configuration files.
public final class InlineWords {

    private final byte[] bytes;
    private final List<int[]> words;

    private InlineWords(byte[] bytes, List<int[]> words) {
        this.bytes = bytes;
        this.words = words;
    }

    /// The words between two offsets, or null if a quote is not closed or not followed by a space.
    public static @Nullable InlineWords split(byte[] line, int from, int to) {
        var out = new ByteArrayOutputStream(to - from);
        var words = new ArrayList<int[]>();
        int i = from;
        while (true) {
            while (i < to && isSpace(line[i])) i++;
            if (i >= to) return new InlineWords(out.toByteArray(), words);
            int start = out.size();
            i = word(line, i, to, out);
            if (i < 0) return null;
            words.add(new int[] {start, out.size() - start});
        }
    }

    public int count() {
        return words.size();
    }

    byte[] bytes() {
        return bytes;
    }

    int offset(int index) {
        return words.get(index)[0];
    }

    int length(int index) {
        return words.get(index)[1];
    }

    public byte[] word(int index) {
        return java.util.Arrays.copyOfRange(bytes, offset(index), offset(index) + length(index));
    }

    private static int word(byte[] line, int from, int to, ByteArrayOutputStream out) {
        int i = from;
        while (i < to && !isSpace(line[i])) {
            switch (line[i]) {
                case '"' -> i = doubleQuoted(line, i + 1, to, out);
                case '\'' -> i = singleQuoted(line, i + 1, to, out);
                default -> out.write(line[i++]);
            }
            if (i < 0) return -1;
        }
        return i;
    }

    private static int doubleQuoted(byte[] line, int from, int to, ByteArrayOutputStream out) {
        for (int i = from; i < to; i++) {
            byte c = line[i];
            if (c == '"') return closed(line, i, to);
            if (c != '\\' || i + 1 >= to) {
                out.write(c);
            } else if (line[i + 1] == 'x'
                    && i + 3 < to
                    && hex(line[i + 2]) >= 0
                    && hex(line[i + 3]) >= 0) {
                out.write(hex(line[i + 2]) << 4 | hex(line[i + 3]));
                i += 3;
            } else {
                out.write(unescaped(line[++i]));
            }
        }
        return -1;
    }

    private static int singleQuoted(byte[] line, int from, int to, ByteArrayOutputStream out) {
        for (int i = from; i < to; i++) {
            if (line[i] == '\'') return closed(line, i, to);
            if (line[i] == '\\' && i + 1 < to && line[i + 1] == '\'') i++;
            out.write(line[i]);
        }
        return -1;
    }

    /// A closing quote must be followed by a space or nothing at all.
    private static int closed(byte[] line, int quote, int to) {
        return quote + 1 < to && !isSpace(line[quote + 1]) ? -1 : quote + 1;
    }

    private static int unescaped(byte c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> c;
        };
    }

    private static int hex(byte c) {
        return Character.digit(c, 16);
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || (c >= 9 && c <= 13) || c == 0;
    }
}
