package hearsay.simulations.check;

/// Configurations that a search has been at: which operations were placed, and what the key held
/// then. Each is known by 128 bits of hash, so that a search may forget what exactly it stands for.
final class Configurations {

    private static final int START = 1 << 10;

    private long[] words = new long[2 * START];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        if (size == 0) return;
        words = new long[2 * START];
        size = 0;
    }

    /// Returns whether it is new.
    boolean add(long high, long low) {
        long marked = low == 0 ? 1 : low; // a low word of 0 marks a free place
        int place = place(words, high, marked);
        if (words[place + 1] != 0) return false;
        words[place] = high;
        words[place + 1] = marked;
        if (++size * 4 > words.length) grow(); // half full
        return true;
    }

    /// Where it is or could be put: an even number.
    private static int place(long[] words, long high, long low) {
        int mask = words.length - 2;
        int at = (int) (low >>> 17) & mask;
        while (words[at + 1] != 0 && (words[at] != high || words[at + 1] != low)) {
            at = (at + 2) & mask;
        }
        return at;
    }

    private void grow() {
        var larger = new long[words.length * 2];
        for (int i = 0; i < words.length; i += 2) {
            if (words[i + 1] == 0) continue;
            int place = place(larger, words[i], words[i + 1]);
            larger[place] = words[i];
            larger[place + 1] = words[i + 1];
        }
        words = larger;
    }
}
