package hearsay.node.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares all data of two servers: the keys, and of each key its type, value, encoding and time
/// to live.
final class Datasets {

    private static final int DATABASES = 2;
    private static final Comparison TIME = Comparison.near(60_000);

    /// A database of the real server that no command goes to.
    private static final int ELSEWHERE = 15;

    private final Twins twins;

    Datasets(Twins twins) {
        this.twins = twins;
    }

    /// The first question that they answer differently, or null.
    @Nullable Mismatch difference(int index) {
        for (int db = 0; db < DATABASES; db++) {
            var keys = new String[] {"KEYS", "*"};
            var ours = twins.askOursIn(db, List.<String[]>of(keys)).getFirst();
            var theirs = twins.askTheirsIn(db, List.<String[]>of(keys)).getFirst();
            if (!ours.equals(theirs) && !Comparison.UNORDERED.agree(keys, ours, theirs)) {
                return new Mismatch(index, keys, ours, theirs);
            }
            var found =
                    difference(
                            index,
                            db,
                            RawReply.items(theirs).stream().map(RawReply::bulk).toList());
            if (found != null) return found;
        }
        return null;
    }

    private @Nullable Mismatch difference(int index, int db, List<String> keys) {
        var types =
                twins.askTheirsIn(
                        db, keys.stream().map(key -> new String[] {"TYPE", key}).toList());
        var questions = new ArrayList<String[]>();
        for (int i = 0; i < keys.size(); i++) {
            var key = keys.get(i);
            var type = types.get(i).substring(1).strip();
            questions.add(new String[] {"TYPE", key});
            questions.add(value(type, key));
            questions.add(new String[] {"OBJECT", "ENCODING", key});
            questions.add(new String[] {"PTTL", key});
            // Redis 7.0 takes scores with 17 digits into it, 7.2 as they are printed.
            if (!type.equals("zset")) questions.add(new String[] {"DEBUG", "DIGEST-VALUE", key});
            questions.add(new String[] {"DUMP", key});
        }
        var ours = twins.askOursIn(db, questions);
        var theirs = twins.askTheirsIn(db, questions);
        for (int i = 0; i < questions.size(); i++) {
            var words = questions.get(i);
            if (ours.get(i).equals(theirs.get(i)) || agree(words, ours.get(i), theirs.get(i)))
                continue;
            return new Mismatch(index, words, ours.get(i), theirs.get(i));
        }
        return null;
    }

    private boolean agree(String[] words, String ours, String theirs) {
        return switch (words[0]) {
            case "PTTL" -> TIME.agree(words, ours, theirs);
            case "SMEMBERS" -> Comparison.UNORDERED.agree(words, ours, theirs);
            case "HGETALL" -> Comparison.UNORDERED_PAIRS.agree(words, ours, theirs);
            case "DUMP" -> isRestoredTo(theirs, ours);
            default -> twins.agreeAlone(words, ours, theirs);
        };
    }

    /// Two compressors, or two hash tables, need not agree on the bytes, if only the other one can
    /// read them.
    private boolean isRestoredTo(String theirs, String ours) {
        if (!ours.startsWith("$") || !theirs.startsWith("$")) return false;
        var replies =
                twins.askTheirsIn(
                        ELSEWHERE,
                        List.of(
                                new String[] {"RESTORE", "ours", "0", RawReply.bulk(ours)},
                                new String[] {"RESTORE", "theirs", "0", RawReply.bulk(theirs)},
                                new String[] {"DEBUG", "DIGEST-VALUE", "ours"},
                                new String[] {"DEBUG", "DIGEST-VALUE", "theirs"},
                                new String[] {"DEL", "ours", "theirs"}));
        return replies.get(4).equals(":2\r\n") && replies.get(2).equals(replies.get(3));
    }

    private static String[] value(String type, String key) {
        return switch (type) {
            case "string" -> new String[] {"GET", key};
            case "list" -> new String[] {"LRANGE", key, "0", "-1"};
            case "set" -> new String[] {"SMEMBERS", key};
            case "hash" -> new String[] {"HGETALL", key};
            case "zset" -> new String[] {"ZRANGE", key, "0", "-1", "WITHSCORES"};
            case "stream" -> new String[] {"XRANGE", key, "-", "+"};
            default -> throw new IllegalStateException("type " + type);
        };
    }
}
