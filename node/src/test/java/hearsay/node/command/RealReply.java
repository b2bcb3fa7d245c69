package hearsay.node.command;

import hearsay.node.RespText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// COMMAND INFO of one command, made comparable: flags and subcommands in an order of their own.
final class RealReply {

    private RealReply() {}

    static List<String> of(String raw) {
        return RespText.of(raw.getBytes(StandardCharsets.ISO_8859_1)).lines().toList();
    }

    /// Only the first seven fields: tips, key specifications and subcommands have changed since the
    /// Redis that Debian has. What stands where is told by the numbers in front.
    static List<String> comparable(List<String> lines) {
        var comparable = new java.util.ArrayList<String>();
        for (var line : lines) {
            if (line.matches("\\s+8\\) .*")) break;
            comparable.add(line.replaceAll("\\d+\\) ", "").strip());
        }
        comparable.sort(null);
        return comparable;
    }
}
