package hearsay.simulations.diary;

/// A running hash, 64 bits: FNV-1a over the characters, with the last steps of MurmurHash3 where
/// numbers go in, so that a difference in few bits shows in all.
///
/// Texts are taken as they are, not their `hashCode`: two lines that differ must not look alike
/// because 32 bits are few. Nothing in it depends on a JVM.
final class Digest {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long entries = OFFSET;
    private long aside = OFFSET;

    void fold(Entry entry) {
        entries = mixed(entries ^ entry.nanos());
        entries = folded(entries, entry.where());
        entries = mixed(entries ^ entry.level().ordinal());
        entries = folded(entries, entry.word());
        entries = folded(entries, entry.text());
        for (What.Detail detail : entry.details()) {
            entries = folded(entries, detail.name());
            entries = folded(entries, detail.value().toString());
        }
    }

    void foldAside(long value) {
        aside = mixed(aside ^ value);
    }

    long value() {
        return mixed(entries ^ Long.rotateLeft(aside, 32));
    }

    private static long folded(long hash, String text) {
        long folded = hash;
        for (int i = 0; i < text.length(); i++) folded = (folded ^ text.charAt(i)) * PRIME;
        return mixed(folded ^ text.length());
    }

    private static long mixed(long value) {
        long mixed = value * PRIME;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
