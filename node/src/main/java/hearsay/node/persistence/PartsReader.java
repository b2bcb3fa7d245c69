package hearsay.node.persistence;

import hearsay.node.keyspace.Value;
import hearsay.node.resp.Doubles;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Walks the [Shape] of one entry through as many chunks as it takes. It keeps the first strings,
/// as many as asked for, and the first two numbers. What follows those strings is told to the
/// builder of a value, if there is one, and passed over if not.
final class PartsReader {

    private static final int DEEPEST = 6;

    /// First bytes of scores that are no decimal text.
    private static final int NAN = 253;

    private static final int INFINITY = 254;
    private static final int LONGEST_DECIMAL = 252;

    private static final Shape.Parts NOTHING = Shape.parts();

    /// What a module's pieces are, by the number before each; 0 is their end.
    private static final Shape.Parts[] MODULE_PIECES = {
        NOTHING,
        Shape.parts(Shape.LENGTH),
        Shape.parts(Shape.LENGTH),
        Shape.parts(Shape.raw(4)),
        Shape.parts(Shape.raw(8)),
        Shape.parts(Shape.TEXT)
    };

    private final RdbInput in;
    private final TextReader text;

    /// Where we are: at part `next[d]` of `parts[d]`, which is to be read `rounds[d]` times yet.
    private final Shape.Parts[] parts = new Shape.Parts[DEEPEST];

    private final int[] next = new int[DEEPEST];
    private final long[] rounds = new long[DEEPEST];
    private int depth;

    private final byte[][] texts = new byte[2][];
    private int textCount;
    private int textsToKeep;
    private final long[] numbers = new long[2];
    private int numberCount;
    private @Nullable ValueBuilder builder;

    private final byte[] decimals = new byte[LONGEST_DECIMAL];
    private int decimalLength = -1;
    private int decimalsRead;

    PartsReader(RdbInput in) {
        this.in = in;
        this.text = new TextReader(in);
        Arrays.fill(parts, NOTHING);
    }

    void start(Shape.Parts entry, int keepTexts) {
        start(entry, keepTexts, null);
    }

    void start(Shape.Parts entry, int keepTexts, @Nullable ValueBuilder valueBuilder) {
        textsToKeep = keepTexts;
        builder = valueBuilder;
        textCount = 0;
        numberCount = 0;
        depth = 0;
        enter(entry, 1);
    }

    byte[] text(int index) {
        assert index < textCount;
        return texts[index];
    }

    long number(int index) {
        return numbers[index];
    }

    /// The value that was built, null if it is a collection of nothing.
    @Nullable Value value() {
        if (builder == null) throw new IllegalStateException("nobody builds");
        try {
            return builder.value();
        } catch (Unsound unsound) {
            throw in.error(unsound.reason());
        }
    }

    /// Reads on; false when more bytes are needed before the entry is whole.
    boolean read() {
        try {
            return walk();
        } catch (Unsound unsound) {
            throw in.error(unsound.reason());
        }
    }

    private boolean walk() {
        while (depth > 0) {
            int d = depth - 1;
            var here = parts[d];
            if (next[d] == here.count()) {
                next[d] = 0;
                if (--rounds[d] == 0) depth--;
            } else if (!read(here.at(next[d]))) {
                return false;
            }
        }
        return true;
    }

    private boolean read(Shape part) {
        return switch (part) {
            case Shape.Text() -> text();
            case Shape.Length() -> number();
            case Shape.Raw(int size) -> raw(size);
            case Shape.Id() -> id();
            case Shape.Score() -> score();
            case Shape.DecimalScore() -> decimalScore();
            case Shape.Many(var repeated) -> many(repeated);
            case Shape.ModulePieces() -> modulePiece();
        };
    }

    private boolean text() {
        boolean first = textCount < textsToKeep;
        if (!text.read(first || builder != null)) return false;
        if (first) texts[textCount++] = text.take();
        else if (builder != null) builder.text(text.take());
        return done();
    }

    private boolean number() {
        if (!gatherLength(in)) return false;
        tell(length(in));
        return done();
    }

    private boolean raw(int size) {
        if (!in.gather(size)) return false;
        long value = Words.littleLong(in.token(), 0);
        in.release();
        tell(size < 8 ? value & ((1L << (8 * size)) - 1) : value);
        return done();
    }

    private boolean id() {
        if (!in.gather(16)) return false;
        long millis = Words.bigLong(in.token(), 0);
        long sequence = Words.bigLong(in.token(), 8);
        in.release();
        if (builder != null) builder.id(millis, sequence);
        return done();
    }

    private boolean score() {
        if (!in.gather(8)) return false;
        double score = Double.longBitsToDouble(Words.littleLong(in.token(), 0));
        in.release();
        if (builder != null) builder.score(score);
        return done();
    }

    private boolean decimalScore() {
        if (decimalLength < 0) {
            if (!in.gather(1)) return false;
            decimalLength = in.token()[0] & 0xff;
            decimalsRead = 0;
            in.release();
        }
        int wanted = decimalLength >= NAN ? 0 : decimalLength;
        int taken = Math.min(wanted - decimalsRead, in.available());
        in.copy(decimals, decimalsRead, taken);
        decimalsRead += taken;
        if (decimalsRead < wanted) return false;
        double score = decimal();
        decimalLength = -1;
        if (builder != null) builder.score(score);
        return done();
    }

    private double decimal() {
        if (decimalLength == NAN) return Double.NaN;
        if (decimalLength > NAN) {
            boolean positive = decimalLength == INFINITY;
            return positive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return Doubles.parse(decimals, 0, decimalsRead);
    }

    private boolean many(Shape.Parts repeated) {
        if (!gatherLength(in)) return false;
        long count = length(in);
        if (count < 0) throw in.error("Impossible count " + Long.toUnsignedString(count));
        if (builder != null) builder.count(count);
        done();
        if (count > 0) enter(repeated, count);
        return true;
    }

    private boolean modulePiece() {
        if (!gatherLength(in)) return false;
        long kind = length(in);
        if (kind == 0) return done();
        if (kind < 0 || kind >= MODULE_PIECES.length) {
            throw in.error("Unknown kind of module data " + Long.toUnsignedString(kind));
        }
        enter(MODULE_PIECES[(int) kind], 1);
        return true;
    }

    private boolean done() {
        next[depth - 1]++;
        return true;
    }

    private void enter(Shape.Parts entered, long times) {
        parts[depth] = entered;
        next[depth] = 0;
        rounds[depth] = times;
        depth++;
    }

    private void tell(long number) {
        if (builder != null) builder.number(number);
        else if (numberCount < numbers.length) numbers[numberCount++] = number;
    }

    /// Gathers a length whose first byte may also stand for an encoding.
    static boolean gatherLength(RdbInput in) {
        if (!in.gather(1)) return false;
        int first = in.token()[0] & 0xff;
        int size =
                switch (first >> 6) {
                    case 1 -> 2;
                    case 2 -> first == Opcode.LENGTH_32 ? 5 : first == Opcode.LENGTH_64 ? 9 : 1;
                    default -> 1;
                };
        return in.gather(size);
    }

    /// The length that was gathered, and its token released.
    static long length(RdbInput in) {
        byte[] token = in.token();
        int first = token[0] & 0xff;
        long length;
        if (first < 0x40) length = first;
        else if (first < 0x80) length = (first & 0x3fL) << 8 | (token[1] & 0xff);
        else if (first == Opcode.LENGTH_32) length = Words.bigInt(token, 1) & 0xffffffffL;
        else if (first == Opcode.LENGTH_64) length = Words.bigLong(token, 1);
        else throw in.error("Unknown length encoding " + first);
        in.release();
        return length;
    }
}
