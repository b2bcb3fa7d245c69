package hearsay.node;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Replies as `redis-cli` shows them to a person; but pushes are numbered `1>`, so that one sees
/// which they are.
public final class RespText {

    private final byte[] bytes;
    private int at;

    private RespText(byte[] bytes) {
        this.bytes = bytes;
    }

    /// All replies in these bytes, each ended by a newline.
    public static String of(byte[] replies) {
        var reader = new RespText(replies);
        var text = new StringBuilder();
        while (reader.at < replies.length) text.append(reader.reply("")).append('\n');
        return text.toString();
    }

    /// Each of the replies in these bytes by itself.
    public static List<String> each(byte[] replies) {
        var reader = new RespText(replies);
        var texts = new ArrayList<String>();
        while (reader.at < replies.length) texts.add(reader.reply(""));
        return texts;
    }

    private String reply(String indent) {
        char marker = (char) bytes[at++];
        var line = line();
        return switch (marker) {
            case '+' -> line;
            case '-' -> "(error) " + line;
            case ':' -> "(integer) " + line;
            case '$' -> line.equals("-1") ? "(nil)" : quoted(bulk(Integer.parseInt(line)));
            case '_' -> "(nil)";
            case '#' -> line.equals("t") ? "(true)" : "(false)";
            case ',' -> "(double) " + line;
            case '(' -> "(big number) " + line;
            case '=' ->
                    new String(bulk(Integer.parseInt(line)), StandardCharsets.UTF_8).substring(4);
            case '*' -> items(line, indent, 1, "array");
            case '>' -> items(line, indent, 1, "push");
            case '~' -> items(line, indent, 1, "set");
            case '%' -> items(line, indent, 2, "hash");
            default -> throw new IllegalStateException("not RESP: " + marker + line);
        };
    }

    private String items(String count, String indent, int perItem, String name) {
        int items = Integer.parseInt(count);
        if (items < 0) return "(nil)";
        if (items == 0) return "(empty " + name + ")";
        int width = String.valueOf(items).length();
        var inner = indent + " ".repeat(width + 2);
        var sign =
                switch (name) {
                    case "array" -> ") ";
                    case "set" -> "~ ";
                    case "push" -> "> ";
                    default -> "# ";
                };
        var text = new StringBuilder();
        for (int i = 1; i <= items; i++) {
            if (i > 1) text.append('\n').append(indent);
            text.append(" ".repeat(width - String.valueOf(i).length())).append(i).append(sign);
            text.append(reply(inner));
            if (perItem == 2) text.append(" => ").append(reply(inner));
        }
        return text.toString();
    }

    private String line() {
        int start = at;
        while (bytes[at] != '\r') at++;
        var line = new String(bytes, start, at - start, StandardCharsets.UTF_8);
        at += 2;
        return line;
    }

    private byte[] bulk(int length) {
        var bulk = java.util.Arrays.copyOfRange(bytes, at, at + length);
        at += length + 2;
        return bulk;
    }

    private static String quoted(byte[] bulk) {
        var text = new StringBuilder("\"");
        for (byte b : bulk) {
            int c = b & 0xff;
            switch (c) {
                case '"', '\\' -> text.append('\\').append((char) c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case 7 -> text.append("\\a");
                case '\b' -> text.append("\\b");
                default -> {
                    if (c >= 32 && c < 127) {
                        text.append((char) c);
                    } else {
                        text.append(String.format("\\x%02x", c));
                    }
                }
            }
        }
        return text.append('"').toString();
    }
}
