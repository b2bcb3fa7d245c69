package hearsay.node.encoding;

/// How many bytes of the heap things take: a 64-bit JVM with compressed references, objects in
/// steps of eight bytes.
///
/// Figures for accounting, not for layout: they may be a few bytes wrong on another JVM.
public final class Heap {

    /// One reference, in an array or an object.
    public static final int REFERENCE = 4;

    private static final int HEADER = 12;
    private static final int ARRAY_HEADER = 16;

    private Heap() {}

    /// An object whose fields take so many bytes, 4 for a reference.
    public static long object(int fieldBytes) {
        return round(HEADER + (long) fieldBytes);
    }

    /// An array of so many bytes.
    public static long bytes(int length) {
        return round(ARRAY_HEADER + (long) length);
    }

    /// An array of so many references.
    public static long references(int length) {
        return round(ARRAY_HEADER + 4L * length);
    }

    /// An array of so many longs or doubles.
    public static long longs(int length) {
        return ARRAY_HEADER + 8L * length;
    }

    private static long round(long bytes) {
        return bytes + 7 & ~7L;
    }
}
