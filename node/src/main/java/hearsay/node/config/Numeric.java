package hearsay.node.config;

import java.util.List;
import java.util.OptionalLong;

/// A number between two bounds.
///
/// @param low lowest value; below zero for a percentage: -100 allows up to 100%
/// @param high highest value; of unsigned numbers all 64 bits count
/// @param least the lowest value that makes sense: a lower one is taken for this one
/// @param most likewise the highest
record Numeric(Form form, boolean unsigned, long low, long high, long least, long most)
        implements Kind<Long> {

    enum Form {
        INTEGER,
        MEMORY,
        /// Memory, or a share of `maxmemory`, which is kept as a negative number.
        MEMORY_OR_PERCENT,
        OCTAL
    }

    @Override
    public Long parse(List<String> words, Long old) {
        String word = words.getFirst();
        long value = read(word);
        if (form == Form.MEMORY_OR_PERCENT && value < 0) {
            if (value < low)
                throw new ConfigError("percentage argument must be less or equal to " + -low);
        } else if (unsigned
                ? Long.compareUnsigned(value, low) < 0 || Long.compareUnsigned(value, high) > 0
                : value < low || value > high) {
            throw outside();
        }
        return unsigned ? value : Math.clamp(value, least, most);
    }

    @Override
    public String show(Long value) {
        return switch (form) {
            case INTEGER -> Long.toString(value);
            case MEMORY -> Long.toUnsignedString(value);
            case MEMORY_OR_PERCENT -> value < 0 ? -value + "%" : Long.toString(value);
            case OCTAL -> Long.toOctalString(value);
        };
    }

    @Override
    public List<Line> lines(String name, Long value, Long defaultValue) {
        boolean memory = form == Form.MEMORY || (form == Form.MEMORY_OR_PERCENT && value >= 0);
        String text = memory ? inUnits(value) : show(value);
        return List.of(new Line(name + " " + text, !value.equals(defaultValue)));
    }

    /// The amount in the largest unit that leaves no rest: 1048576 is `1mb`.
    static String inUnits(long bytes) {
        if (bytes != 0 && bytes % (1L << 30) == 0) return bytes / (1L << 30) + "gb";
        if (bytes != 0 && bytes % (1L << 20) == 0) return bytes / (1L << 20) + "mb";
        if (bytes != 0 && bytes % (1L << 10) == 0) return bytes / (1L << 10) + "kb";
        return Long.toUnsignedString(bytes);
    }

    private long read(String word) {
        OptionalLong number =
                switch (form) {
                    case INTEGER -> Numbers.strict(word);
                    case MEMORY -> Numbers.memory(word);
                    case MEMORY_OR_PERCENT ->
                            word.endsWith("%") ? percent(word) : Numbers.memory(word);
                    case OCTAL -> Numbers.lenient(word, 8);
                };
        return number.orElseThrow(() ->
                new ConfigError(
                        switch (form) {
                            case INTEGER -> "argument couldn't be parsed into an integer";
                            case MEMORY -> "argument must be a memory value";
                            case MEMORY_OR_PERCENT -> "argument must be a memory or percent value";
                            case OCTAL -> "argument couldn't be parsed as an octal number";
                        }));
    }

    private static OptionalLong percent(String word) {
        OptionalLong share = Numbers.strict(word.substring(0, word.length() - 1));
        return share.isPresent() && share.getAsLong() >= 0
                ? OptionalLong.of(-share.getAsLong())
                : OptionalLong.empty();
    }

    private ConfigError outside() {
        return new ConfigError(
                "argument must be between " + bound(low) + " and " + bound(high) + " inclusive");
    }

    private String bound(long number) {
        if (form == Form.OCTAL) return Long.toOctalString(number);
        return unsigned ? Long.toUnsignedString(number) : Long.toString(number);
    }
}
