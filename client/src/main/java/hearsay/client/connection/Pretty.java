package hearsay.client.connection;

import java.util.List;

/// Replies as redis-cli prints them on a terminal.
final class Pretty {

    private final StringBuilder text = new StringBuilder();

    private Pretty() {}

    static String of(Reply reply) {
        var pretty = new Pretty();
        pretty.append(reply, "");
        return pretty.text.toString();
    }

    private void append(Reply reply, String indent) {
        switch (reply) {
            case Reply.Status status -> text.append(status.text());
            case Reply.Failure failure -> text.append("(error) ").append(failure.text());
            case Reply.Int number -> text.append("(integer) ").append(number.value());
            case Reply.Bulk bulk -> text.append(quoted(bulk.bytes()));
            case Reply.Nil nil -> text.append("(nil)");
            case Reply.Real real -> text.append("(double) ").append(real.text());
            case Reply.Bool bool -> text.append(bool.value() ? "(true)" : "(false)");
            case Reply.BigNumber number -> text.append("(big number) ").append(number.text());
            case Reply.Verbatim verbatim -> text.append(verbatim.text());
            case Reply.Array array -> appendItems(array.items(), "array", ") ", indent);
            case Reply.Set set -> appendItems(set.items(), "set", "~ ", indent);
            case Reply.Push push -> appendItems(push.items(), "push", ") ", indent);
            case Reply.Map map -> appendPairs(map.pairs(), indent);
        }
    }

    private void appendItems(List<Reply> items, String name, String sign, String indent) {
        if (items.isEmpty()) text.append("(empty ").append(name).append(')');
        var inner = inner(items.size(), indent);
        for (int i = 0; i < items.size(); i++) {
            appendNumber(i, items.size(), sign, indent);
            append(items.get(i), inner);
        }
    }

    private void appendPairs(List<Reply.Map.Pair> pairs, String indent) {
        if (pairs.isEmpty()) text.append("(empty hash)");
        var inner = inner(pairs.size(), indent);
        for (int i = 0; i < pairs.size(); i++) {
            appendNumber(i, pairs.size(), "# ", indent);
            append(pairs.get(i).key(), inner);
            text.append(" => ");
            // A value of several lines begins on its own, so that its numbers stand in one column.
            if (hasLines(pairs.get(i).value())) text.append('\n').append(inner);
            append(pairs.get(i).value(), inner);
        }
    }

    private void appendNumber(int index, int count, String sign, String indent) {
        if (index > 0) text.append('\n').append(indent);
        var number = Integer.toString(index + 1);
        text.append(" ".repeat(digits(count) - number.length())).append(number).append(sign);
    }

    private static String inner(int count, String indent) {
        return indent + " ".repeat(digits(count) + 2);
    }

    private static int digits(int count) {
        return Integer.toString(count).length();
    }

    private static boolean hasLines(Reply reply) {
        return switch (reply) {
            case Reply.Array array -> !array.items().isEmpty();
            case Reply.Set set -> !set.items().isEmpty();
            case Reply.Push push -> !push.items().isEmpty();
            case Reply.Map map -> !map.pairs().isEmpty();
            default -> false;
        };
    }

    static String quoted(byte[] bytes) {
        var text = new StringBuilder("\"");
        for (byte b : bytes) {
            int c = b & 0xff;
            switch (c) {
                case '"', '\\' -> text.append('\\').append((char) c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case 7 -> text.append("\\a");
                case '\b' -> text.append("\\b");
                default -> {
                    if (c >= ' ' && c <= '~') text.append((char) c);
                    else text.append(String.format("\\x%02x", c));
                }
            }
        }
        return text.append('"').toString();
    }
}
