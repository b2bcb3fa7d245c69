package hearsay.node.fuzz;

import java.util.ArrayList;
import java.util.List;

/// Looks into replies as they came over the wire, one character a byte.
final class RawReply {

    private RawReply() {}

    /// The elements of an array, set, map or push, each as it came; of a map, key, value, key,
    /// value. Nothing for anything else.
    static List<String> items(String reply) {
        if (!isAggregate(reply)) return List.of();
        int count = number(reply, 0);
        if (reply.charAt(0) == '%') count *= 2;
        var items = new ArrayList<String>();
        int at = reply.indexOf('\n') + 1;
        for (int i = 0; i < count; i++) {
            int end = end(reply, at);
            items.add(reply.substring(at, end));
            at = end;
        }
        return items;
    }

    /// Whether it has elements, or might have: a null array is none.
    static boolean isAggregate(String reply) {
        return !reply.isEmpty() && "*~%>".indexOf(reply.charAt(0)) >= 0 && number(reply, 0) >= 0;
    }

    static boolean isError(String reply) {
        return reply.startsWith("-");
    }

    /// The content of a bulk string.
    static String bulk(String reply) {
        return reply.substring(reply.indexOf("\r\n") + 2, reply.length() - 2);
    }

    /// Printable, on as many lines as it has parts.
    static String show(String bytes) {
        var text = new StringBuilder();
        for (char c : bytes.toCharArray()) {
            if (c == '\n') {
                text.append("\\n\n");
            } else if (c == '\r') {
                text.append("\\r");
            } else if (c < 32 || c > 126) {
                text.append(String.format("\\x%02x", (int) c));
            } else {
                text.append(c);
            }
            if (text.length() > 4000) return text.append("…").toString();
        }
        return text.toString();
    }

    private static int end(String reply, int at) {
        int line = reply.indexOf('\n', at) + 1;
        switch (reply.charAt(at)) {
            case '$', '=' -> {
                int length = number(reply, at);
                return length < 0 ? line : line + length + 2;
            }
            case '*', '~', '>', '%' -> {
                int count = number(reply, at);
                if (reply.charAt(at) == '%') count *= 2;
                int end = line;
                for (int i = 0; i < count; i++) end = end(reply, end);
                return end;
            }
            default -> {
                return line;
            }
        }
    }

    private static int number(String reply, int at) {
        return Integer.parseInt(reply.substring(at + 1, reply.indexOf('\r', at)));
    }
}
