package hearsay.node.persistence;

import java.nio.charset.StandardCharsets;

/// Doubles as texts: in files of old, and in the listpacks of small sorted sets.
final class Scores {

    private Scores() {}

    /// @throws Unsound it is no number
    static double parse(byte[] bytes, int from, int length) {
        boolean digits = length > 0;
        for (int i = from; digits && i < from + length; i++) digits = belongsToNumber(bytes[i]);
        var text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        if (!digits) return infinity(text);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new Unsound("A score that is no number");
        }
    }

    private static boolean belongsToNumber(byte b) {
        return (b >= '0' && b <= '9') || b == '-' || b == '.' || b == 'e' || b == '+' || b == 'E';
    }

    private static double infinity(String text) {
        return switch (text) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> throw new Unsound("A score that is no number");
        };
    }
}
