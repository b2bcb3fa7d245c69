package hearsay.simulations.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The bytes of one file, whatever its name: as the operating system has them, and as they are on
/// the platter.
///
/// ```
///   |<---- on the platter ---->|<---- only in memory ---->|
///   0                        synced                      size
/// ```
///
/// Both share one array until bytes that are on the platter are cut off.
final class Inode {

    /// A sync on its way to the platter: how many bytes it takes with it.
    final class Mark {
        private int size = Inode.this.size;
        private final byte @Nullable [] platterThen = platter;
    }

    private static final int BLOCK = 4096;

    private byte[] bytes = {};
    private int size;
    private int synced;
    private byte @Nullable [] platter;
    private final List<Mark> marks = new ArrayList<>(1);

    int size() {
        return size;
    }

    byte[] read() {
        return Arrays.copyOf(bytes, size);
    }

    void append(byte[] source, int offset, int length) {
        if (size + length > bytes.length) {
            // A file that is written at once has no room to spare: there may be thousands.
            int capacity = size == 0 ? length : Math.max(size + length, size * 2);
            bytes = Arrays.copyOf(bytes, capacity);
        }
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    void truncate(int newSize) {
        if (newSize >= size) return;
        if (newSize < synced && platter == null) platter = Arrays.copyOf(bytes, synced);
        size = newSize;
        for (var mark : marks) mark.size = Math.min(mark.size, newSize);
    }

    Mark beginSync() {
        var mark = new Mark();
        marks.add(mark);
        return mark;
    }

    void endSync(Mark mark) {
        marks.remove(mark);
        if (platter != mark.platterThen) return; // Cut off since: the platter has more than we do.
        synced = platter == null ? Math.max(synced, mark.size) : mark.size;
        platter = null;
    }

    /// Leaves what is on the platter, and what happened to be written of the rest.
    void powerCut(RandomGenerator chance, boolean zeroBlocks) {
        marks.clear();
        if (platter != null && chance.nextBoolean()) {
            bytes = platter;
            size = synced;
        } else {
            int sure = platter == null ? synced : 0;
            int survived = survivors(chance, sure, size);
            bytes = Arrays.copyOf(bytes, survived);
            size = survived;
            if (zeroBlocks && survived > sure && chance.nextBoolean()) zero(chance, sure);
        }
        platter = null;
        synced = size;
    }

    private static int survivors(RandomGenerator chance, int sure, int all) {
        return switch (chance.nextInt(3)) {
            case 0 -> sure;
            case 1 -> all;
            default -> chance.nextInt(sure, all + 1);
        };
    }

    private void zero(RandomGenerator chance, int sure) {
        int block = chance.nextInt(sure / BLOCK, (size - 1) / BLOCK + 1);
        int from = Math.max(sure, block * BLOCK);
        int to = Math.min(size, (block + 1) * BLOCK);
        Arrays.fill(bytes, from, to, (byte) 0);
    }
}
