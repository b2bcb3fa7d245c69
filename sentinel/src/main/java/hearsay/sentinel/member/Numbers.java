package hearsay.sentinel.member;

import org.jspecify.annotations.Nullable;

/// Whole numbers as Redis reads them from commands: no sign but `-`, no leading zeros, no spaces.
final class Numbers {

    private Numbers() {}

    /// Null for what is no such number, or too great.
    static @Nullable Long parse(String text) {
        if (!text.matches("0|-?[1-9][0-9]{0,18}")) return null;
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException tooGreat) {
            return null;
        }
    }

    static @Nullable Long positive(String text) {
        Long value = parse(text);
        return value == null || value <= 0 ? null : value;
    }
}
