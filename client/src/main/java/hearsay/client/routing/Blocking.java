package hearsay.client.routing;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// How long a command may keep its connection to itself, by its own words.
///
/// Source: Redis documentation of BLPOP, BLMOVE, BLMPOP, BZPOPMIN, BZMPOP, XREAD, XREADGROUP, WAIT.
final class Blocking {

    private Blocking() {}

    /// 0 if it does not block, [Clock#NEVER] if without end. What the server will refuse, such as a
    /// timeout that is no number, does not block.
    static long millis(byte[]... words) {
        int last = words.length - 1;
        if (last < 2) return 0;
        return switch (text(words[0])) {
            case "BLPOP", "BRPOP", "BRPOPLPUSH", "BLMOVE", "BZPOPMIN", "BZPOPMAX" ->
                    seconds(words[last]);
            case "BLMPOP", "BZMPOP" -> seconds(words[1]);
            case "XREAD", "XREADGROUP" -> afterBlock(words);
            case "WAIT" -> millis(words[last]);
            case "WAITAOF" -> last < 3 ? 0 : millis(words[last]);
            default -> 0;
        };
    }

    /// BLOCK stands before STREAMS, after which a key may have any name.
    private static long afterBlock(byte[][] words) {
        for (int i = 1; i + 1 < words.length; i++) {
            var word = text(words[i]);
            if (word.equals("STREAMS")) return 0;
            if (word.equals("BLOCK")) return millis(words[i + 1]);
        }
        return 0;
    }

    private static long seconds(byte[] word) {
        try {
            return orForEver((long) Math.ceil(Double.parseDouble(text(word)) * 1_000));
        } catch (NumberFormatException refused) {
            return 0;
        }
    }

    private static long millis(byte[] word) {
        try {
            return orForEver(Long.parseLong(text(word)));
        } catch (NumberFormatException refused) {
            return 0;
        }
    }

    private static long orForEver(long millis) {
        if (millis == 0) return Clock.NEVER;
        return Math.clamp(millis, 0, Clock.NEVER);
    }

    private static String text(byte[] word) {
        return new String(word, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
    }
}
