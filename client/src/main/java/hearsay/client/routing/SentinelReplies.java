package hearsay.client.routing;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a sentinel's replies and announcements say, in RESP2 and RESP3. What has another form says
/// nothing.
///
/// Source: Redis documentation of SENTINEL GET-MASTER-ADDR-BY-NAME, SENTINEL REPLICAS, ROLE, and of
/// the event `+switch-master`.
final class SentinelReplies {

    private SentinelReplies() {}

    /// Null if nobody is known by that name.
    static @Nullable Endpoint address(Reply reply) {
        if (!(reply instanceof Reply.Array(List<Reply> items)) || items.size() != 2) return null;
        return endpoint(items.get(0).text(), items.get(1).text());
    }

    /// The replicas that may be read from: in sync, by what their sentinel has heard of them.
    static List<Endpoint> usable(Reply reply) {
        var usable = new ArrayList<Endpoint>();
        if (!(reply instanceof Reply.Array(List<Reply> items))) return List.of();
        for (var item : items) {
            var fields = fields(item);
            var flags = List.of(fields.getOrDefault("flags", "").split(",", -1));
            boolean down =
                    flags.stream().anyMatch(List.of("s_down", "o_down", "disconnected")::contains);
            if (down || !fields.getOrDefault("master-link-status", "").equals("ok")) continue;
            var endpoint = endpoint(fields.getOrDefault("ip", ""), fields.getOrDefault("port", ""));
            if (endpoint != null) usable.add(endpoint);
        }
        return List.copyOf(usable);
    }

    /// `master`, `slave` or `sentinel`; else what was said instead.
    static String role(Reply reply) {
        if (reply instanceof Reply.Array(List<Reply> items) && !items.isEmpty())
            return items.getFirst().text();
        return reply.pretty();
    }

    /// The new master, by an announcement `name old-ip old-port new-ip new-port`, or null if it is
    /// another's.
    static @Nullable Endpoint switched(String announcement, String name) {
        var words = announcement.split(" ", -1);
        return words.length == 5 && words[0].equals(name) ? endpoint(words[3], words[4]) : null;
    }

    private static Map<String, String> fields(Reply reply) {
        var fields = new LinkedHashMap<String, String>();
        switch (reply) {
            case Reply.Map(List<Reply.Map.Pair> pairs) -> {
                for (var pair : pairs) fields.put(pair.key().text(), pair.value().text());
            }
            case Reply.Array(List<Reply> items) -> {
                for (int i = 0; i + 1 < items.size(); i += 2)
                    fields.put(items.get(i).text(), items.get(i + 1).text());
            }
            default -> {}
        }
        return fields;
    }

    private static @Nullable Endpoint endpoint(String host, String port) {
        try {
            return new Endpoint(host, Integer.parseInt(port));
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}
