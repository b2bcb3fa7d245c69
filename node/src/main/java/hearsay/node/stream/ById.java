package hearsay.node.stream;

import hearsay.node.encoding.Heap;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Things in the order of their ids, found in logarithmic time.
///
/// They lie in chunks of up to 128, and the chunks in one array: two binary searches find an id.
/// What comes in order, as it does nearly always, fills chunk after chunk; what goes from the
/// front, as it does nearly always, empties them. Redis has a radix tree here. This costs 4 to 8
/// bytes for each thing beside itself.
public final class ById<E extends Identified> {

    private static final int CHUNK_MAX = 128;

    /// A chunk that has become smaller joins its neighbour where there is room.
    private static final int CHUNK_SMALL = 32;

    private static final int FIRST_CAPACITY = 4;
    private static final long CHUNK_BYTES = Heap.object(8);
    private static final long BYTES = Heap.object(16);

    private static final class Chunk {
        Identified[] items = new Identified[FIRST_CAPACITY];
        int size;
    }

    /// What stands where nothing stands any more.
    private static final Identified NOTHING = new Identified(0, 0) {};

    private static final Chunk NO_CHUNK = new Chunk();

    private final Footprint footprint;
    private Chunk[] chunks = new Chunk[1];
    private int chunkCount;
    private int size;

    /// @param footprint is told of the room taken, not of the things themselves
    ById(Footprint footprint) {
        this.footprint = footprint;
        footprint.add(BYTES + Heap.references(1));
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public @Nullable E first() {
        return size == 0 ? null : item(0, 0);
    }

    public @Nullable E last() {
        return size == 0 ? null : item(chunkCount - 1, chunks[chunkCount - 1].size - 1);
    }

    /// What stands at exactly this id.
    public @Nullable E find(long ms, long seq) {
        var found = floor(ms, seq);
        return found != null && found.ms == ms && found.seq == seq ? found : null;
    }

    /// The last one that is not after this id.
    public @Nullable E floor(long ms, long seq) {
        int chunk = chunkOf(ms, seq);
        return chunk < 0 ? null : item(chunk, indexIn(chunks[chunk], ms, seq) - 1);
    }

    /// The first one that is not before this id.
    public @Nullable E ceiling(long ms, long seq) {
        var found = find(ms, seq);
        return found != null ? found : higher(ms, seq);
    }

    /// The first one after this id.
    public @Nullable E higher(long ms, long seq) {
        int chunk = chunkOf(ms, seq);
        if (chunk < 0) return first();
        int index = indexIn(chunks[chunk], ms, seq);
        if (index < chunks[chunk].size) return item(chunk, index);
        return chunk + 1 < chunkCount ? item(chunk + 1, 0) : null;
    }

    /// The last one before this id.
    public @Nullable E lower(long ms, long seq) {
        if (ms == 0 && seq == 0) return null;
        return seq == 0 ? floor(ms - 1, -1) : floor(ms, seq - 1);
    }

    /// Shows all of them in order. The visitor adds and removes none.
    @SuppressWarnings("unchecked")
    public void forEach(Consumer<? super E> visitor) {
        for (int i = 0; i < chunkCount; i++) {
            var chunk = chunks[i];
            for (int j = 0; j < chunk.size; j++) visitor.accept((E) chunk.items[j]);
        }
    }

    /// Puts it in its place, unless something stands there already.
    ///
    /// @return whether the place was free
    public boolean add(E item) {
        int at = chunkOf(item.ms, item.seq);
        if (at < 0) {
            if (chunkCount == 0) insertChunk(0, new Chunk());
            insert(0, 0, item);
            return true;
        }
        int index = indexIn(chunks[at], item.ms, item.seq);
        var before = chunks[at].items[index - 1];
        if (before.ms == item.ms && before.seq == item.seq) return false;
        insert(at, index, item);
        return true;
    }

    /// Takes away what stands at this id, if anything does.
    public @Nullable E remove(long ms, long seq) {
        int at = chunkOf(ms, seq);
        if (at < 0) return null;
        var chunk = chunks[at];
        int index = indexIn(chunk, ms, seq) - 1;
        var found = item(at, index);
        if (found.ms != ms || found.seq != seq) return null;
        System.arraycopy(chunk.items, index + 1, chunk.items, index, chunk.size - index - 1);
        chunk.items[--chunk.size] = NOTHING;
        size--;
        if (chunk.size == 0) {
            removeChunk(at);
        } else if (chunk.size < CHUNK_SMALL && at + 1 < chunkCount) {
            join(at);
        }
        return found;
    }

    /// Nobody asks for it any more: its room is given back.
    void release() {
        for (int i = 0; i < chunkCount; i++) footprint.add(-bytes(chunks[i]));
        footprint.add(-BYTES - Heap.references(chunks.length));
    }

    @SuppressWarnings("unchecked")
    private E item(int chunk, int index) {
        return (E) chunks[chunk].items[index];
    }

    /// The last chunk that does not begin after this id, or -1.
    private int chunkOf(long ms, long seq) {
        int low = 0;
        int high = chunkCount - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            var first = chunks[middle].items[0];
            if (StreamId.compare(first.ms, first.seq, ms, seq) <= 0) low = middle + 1;
            else high = middle - 1;
        }
        return high;
    }

    /// How many of a chunk are not after this id.
    private static int indexIn(Chunk chunk, long ms, long seq) {
        int low = 0;
        int high = chunk.size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            var item = chunk.items[middle];
            if (StreamId.compare(item.ms, item.seq, ms, seq) <= 0) low = middle + 1;
            else high = middle - 1;
        }
        return low;
    }

    private void insert(int at, int index, E item) {
        var chunk = chunks[at];
        if (chunk.size == CHUNK_MAX) {
            boolean atTheEnd = index == CHUNK_MAX;
            if (atTheEnd && at == chunkCount - 1) insertChunk(at + 1, new Chunk());
            else split(at);
            chunk = chunks[at];
            if (index > chunk.size || (atTheEnd && index == chunk.size)) {
                index -= chunk.size;
                chunk = chunks[at + 1];
            }
        }
        if (chunk.size == chunk.items.length) {
            footprint.add(-bytes(chunk));
            chunk.items = Arrays.copyOf(chunk.items, chunk.size * 2);
            footprint.add(bytes(chunk));
        }
        System.arraycopy(chunk.items, index, chunk.items, index + 1, chunk.size - index);
        chunk.items[index] = item;
        chunk.size++;
        size++;
    }

    private void split(int at) {
        var left = chunks[at];
        var right = new Chunk();
        int half = CHUNK_MAX / 2;
        right.items = new Identified[CHUNK_MAX];
        right.size = CHUNK_MAX - half;
        System.arraycopy(left.items, half, right.items, 0, right.size);
        Arrays.fill(left.items, half, CHUNK_MAX, NOTHING);
        left.size = half;
        insertChunk(at + 1, right);
    }

    /// Puts the next chunk's things into this one, if that leaves some room in it.
    private void join(int at) {
        var left = chunks[at];
        var right = chunks[at + 1];
        int together = left.size + right.size;
        if (together > CHUNK_MAX - CHUNK_SMALL) return;
        if (together > left.items.length) {
            footprint.add(-bytes(left));
            left.items = Arrays.copyOf(left.items, CHUNK_MAX);
            footprint.add(bytes(left));
        }
        System.arraycopy(right.items, 0, left.items, left.size, right.size);
        left.size = together;
        removeChunk(at + 1);
    }

    private void insertChunk(int at, Chunk chunk) {
        if (chunkCount == chunks.length) {
            footprint.add(-Heap.references(chunks.length));
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
            footprint.add(Heap.references(chunks.length));
        }
        System.arraycopy(chunks, at, chunks, at + 1, chunkCount - at);
        chunks[at] = chunk;
        chunkCount++;
        footprint.add(bytes(chunk));
    }

    private void removeChunk(int at) {
        footprint.add(-bytes(chunks[at]));
        System.arraycopy(chunks, at + 1, chunks, at, chunkCount - at - 1);
        chunks[--chunkCount] = NO_CHUNK;
    }

    private static long bytes(Chunk chunk) {
        return CHUNK_BYTES + Heap.references(chunk.items.length);
    }
}
