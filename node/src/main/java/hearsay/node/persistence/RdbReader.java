package hearsay.node.persistence;

import hearsay.node.config.ValueSettings;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads an RDB of any version up to 11 as it arrives, in pieces of any size, and tells an [RdbSink].
///
/// [#feed] takes what it can and returns at once; it never waits and never goes back over bytes it has
/// had, so that a value of any size costs time in proportion. After the checksum it takes nothing
/// more: the rest belongs to whatever follows, such as the stream of commands behind a snapshot. Memory
/// is given to values as their bytes come, not because a length promises them.
///
/// Every value is examined in all its details, as Redis does with `sanitize-dump-payload yes`; it stands
/// in the encoding that the settings demand, whatever it was written in.
///
/// An [RdbError], or whatever the sink throws, ends it: the reader repeats that for all it is fed
/// afterwards.
///
///     magic → opcode → its parts → opcode → … → EOF → checksum
public final class RdbReader {

    static final int NEWEST_VERSION = 11;
    private static final int FIRST_VERSION_WITH_CHECKSUM = 5;

    private static final Shape.Parts NUMBER = Shape.parts(Shape.LENGTH);
    private static final Shape.Parts TWO_NUMBERS = Shape.parts(Shape.LENGTH, Shape.LENGTH);
    private static final Shape.Parts ONE_TEXT = Shape.parts(Shape.TEXT);
    private static final Shape.Parts TWO_TEXTS = Shape.parts(Shape.TEXT, Shape.TEXT);
    private static final Shape.Parts BYTE = Shape.parts(Shape.raw(1));
    private static final Shape.Parts SECONDS = Shape.parts(Shape.raw(4));
    private static final Shape.Parts MILLIS = Shape.parts(Shape.raw(8));
    private static final Shape.Parts MODULE_AUX =
            Shape.parts(Shape.LENGTH, Shape.LENGTH, Shape.LENGTH, Shape.MODULE_PIECES);

    private enum Phase {
        MAGIC,
        OPCODE,
        PARTS,
        CHECKSUM,
        FINISHED
    }

    private final RdbSink sink;
    private final ValueSettings settings;
    private final RdbInput in = new RdbInput();
    private final PartsReader parts = new PartsReader(in);
    private Phase phase = Phase.MAGIC;
    private int version;
    private int opcode;
    private boolean isKey;
    private RdbType keyType = RdbType.STRING;
    private KeyAttributes attributes = KeyAttributes.NONE;
    private @Nullable RuntimeException failure;

    /// @param settings up to where values are to be compact
    public RdbReader(RdbSink sink, ValueSettings settings) {
        this.sink = sink;
        this.settings = settings;
    }

    /// Reads on; how many of the bytes belonged to the RDB: all of them, unless it ended among
    /// them.
    public int feed(byte[] bytes, int from, int length) {
        if (failure != null) throw failure;
        in.chunk(bytes, from, length);
        try {
            while (phase != Phase.FINISHED && step()) {}
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
        return in.consumed(from);
    }

    /// Whether the RDB was read to its end, and its checksum is right.
    public boolean finished() {
        return phase == Phase.FINISHED;
    }

    /// There is nothing more to feed: an error, if the RDB is not finished.
    public void end() {
        if (failure != null) throw failure;
        if (finished()) return;
        var cutShort = new RdbError("Unexpected EOF reading RDB file", in.offset());
        failure = cutShort;
        throw cutShort;
    }

    /// The version the file says it has; 0 before that is read.
    public int version() {
        return version;
    }

    /// Bytes read so far.
    public long offset() {
        return in.offset();
    }

    /// One step on; false when that needs more bytes.
    private boolean step() {
        return switch (phase) {
            case MAGIC -> magic();
            case OPCODE -> opcode();
            case PARTS -> parts();
            case CHECKSUM -> checksum();
            case FINISHED -> false;
        };
    }

    private boolean magic() {
        if (!in.gather(9)) return false;
        var magic = new String(in.token(), 0, 9, StandardCharsets.ISO_8859_1);
        if (!magic.startsWith("REDIS")) {
            throw in.error("Wrong signature trying to load DB from file");
        }
        var digits = magic.substring(5);
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw in.error("Wrong signature trying to load DB from file");
        }
        version = Integer.parseInt(digits);
        if (version < 1 || version > NEWEST_VERSION) {
            throw in.error("Can't handle RDB format version " + version);
        }
        in.release();
        phase = Phase.OPCODE;
        return true;
    }

    private boolean opcode() {
        if (!in.gather(1)) return false;
        opcode = in.token()[0] & 0xff;
        if (opcode == Opcode.EOF) {
            in.release();
            in.closeChecksum();
            phase = version >= FIRST_VERSION_WITH_CHECKSUM ? Phase.CHECKSUM : Phase.FINISHED;
            return true;
        }
        var shape = shape();
        in.release();
        if (isKey) parts.start(shape, 1, ValueBuilders.of(keyType, settings));
        else parts.start(shape, 2);
        phase = Phase.PARTS;
        return true;
    }

    private Shape.Parts shape() {
        isKey = false;
        return switch (opcode) {
            case Opcode.FUNCTION2 -> ONE_TEXT;
            case Opcode.MODULE_AUX -> MODULE_AUX;
            case Opcode.IDLE, Opcode.SELECTDB -> NUMBER;
            case Opcode.FREQ -> BYTE;
            case Opcode.AUX -> TWO_TEXTS;
            case Opcode.RESIZEDB -> TWO_NUMBERS;
            case Opcode.EXPIRETIME_MS -> MILLIS;
            case Opcode.EXPIRETIME -> SECONDS;
            case Opcode.FUNCTION_PRE_GA ->
                    throw in.error("Pre-release function format not supported.");
            default -> {
                var type = RdbType.of(opcode);
                if (type == null) throw in.error("Unknown RDB type or opcode " + opcode);
                if (type == RdbType.MODULE_2) {
                    throw in.error("The RDB file contains module data I can't load");
                }
                keyType = type;
                isKey = true;
                yield Layout.keyAndValue(type);
            }
        };
    }

    private boolean parts() {
        if (!parts.read()) return false;
        phase = Phase.OPCODE;
        tell();
        return true;
    }

    private void tell() {
        switch (opcode) {
            case Opcode.FUNCTION2 -> sink.function(parts.text(0));
            case Opcode.MODULE_AUX -> sink.moduleAux(parts.number(0));
            case Opcode.IDLE -> idle(parts.number(0));
            case Opcode.FREQ -> frequency((int) parts.number(0) & 0xff);
            case Opcode.AUX -> sink.aux(latin(parts.text(0)), latin(parts.text(1)));
            case Opcode.SELECTDB -> sink.selectDb(database(parts.number(0)));
            case Opcode.RESIZEDB -> sink.resizeDb(count(0), count(1));
            case Opcode.EXPIRETIME_MS -> expireAt(parts.number(0));
            case Opcode.EXPIRETIME -> expireAt((int) parts.number(0) * 1000L);
            default -> key();
        }
    }

    private void key() {
        var about = attributes;
        attributes = KeyAttributes.NONE;
        var value = parts.value();
        if (value == null) sink.empty(parts.text(0), keyType);
        else sink.value(parts.text(0), value, about);
    }

    private long count(int index) {
        long count = parts.number(index);
        if (count < 0) throw in.error("Impossible count " + Long.toUnsignedString(count));
        return count;
    }

    private int database(long db) {
        if (db < 0 || db > Integer.MAX_VALUE) {
            throw in.error("Impossible database number " + Long.toUnsignedString(db));
        }
        return (int) db;
    }

    private void expireAt(long millis) {
        attributes = new KeyAttributes(millis, attributes.idleSeconds(), attributes.frequency());
    }

    /// More than fits a signed number is as good as unknown, to Redis too.
    private void idle(long seconds) {
        long idle = Math.max(seconds, KeyAttributes.ABSENT);
        attributes = new KeyAttributes(attributes.expireAtMillis(), idle, attributes.frequency());
    }

    private void frequency(int counter) {
        attributes =
                new KeyAttributes(attributes.expireAtMillis(), attributes.idleSeconds(), counter);
    }

    private boolean checksum() {
        if (!in.gather(8)) return false;
        long stated = Words.littleLong(in.token(), 0);
        if (stated != 0 && stated != in.checksum()) {
            throw in.error(
                    "Wrong RDB checksum expected: (%x) but got (%x)"
                            .formatted(in.checksum(), stated));
        }
        in.release();
        phase = Phase.FINISHED;
        return true;
    }

    private static String latin(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
