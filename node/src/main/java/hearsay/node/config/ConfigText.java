package hearsay.node.config;

import java.util.ArrayList;
import java.util.List;

/// Configuration from several places put together to one text, as Redis does, which still knows
/// where each line is from.
final class ConfigText {

    private final StringBuilder text = new StringBuilder();
    private final List<Origin> origins = new ArrayList<>();
    private int lineEnds;

    private record Origin(int firstLine, String name) {}

    void append(String name, String more) {
        boolean midLine = !text.isEmpty() && text.charAt(text.length() - 1) != '\n';
        origins.add(new Origin(midLine ? lineEnds + 1 : lineEnds, name));
        text.append(more);
        lineEnds += (int) more.chars().filter(c -> c == '\n').count();
    }

    void endLine() {
        text.append('\n');
        lineEnds++;
    }

    List<String> lines() {
        return Words.cut(text.toString(), '\n');
    }

    /// Where the line with this index stands, for a human.
    String where(int index) {
        Origin from = new Origin(0, "");
        for (Origin origin : origins) if (origin.firstLine <= index) from = origin;
        return "line " + (index - from.firstLine + 1) + " of " + from.name;
    }
}
