package hearsay.node.persistence;

import hearsay.node.encoding.Hash;
import hearsay.node.encoding.Listpack;

/// Listpacks that somebody else has made.
final class Listpacks {

    private Listpacks() {}

    /// The listpack that these bytes are, which are its own from now on, or as good as they are:
    /// with every element in the encoding that we give it.
    ///
    /// @throws Unsound they are none
    static Listpack of(byte[] bytes) {
        if (!Listpack.isValid(bytes, 0, bytes.length)) {
            throw new Unsound("Listpack integrity check failed.");
        }
        var pack = Listpack.of(bytes);
        return pack.isCanonical() ? pack : rewritten(pack);
    }

    static Listpack ofZiplist(byte[] ziplist) {
        var pack = new Listpack();
        Ziplist.read(ziplist, appendingTo(pack));
        pack.compact();
        return pack;
    }

    static Listpack ofZipmap(byte[] zipmap) {
        var pack = new Listpack();
        Zipmap.read(zipmap, appendingTo(pack));
        pack.compact();
        return pack;
    }

    /// @param step 1 if every element must be there once only, 2 if every other one: what stands
    ///   between belongs to them
    /// @throws Unsound they are not, or one has nothing that belongs to it
    static void checkDistinct(Listpack pack, int step) {
        if (pack.count() % step != 0) throw new Unsound("A field without a value");
        int keys = pack.count() / step;
        var seen = new int[Integer.highestOneBit(Math.max(1, keys)) << 2];
        int mask = seen.length - 1;
        var scratch = new byte[0];
        for (int at = pack.first(); at >= 0; at = skip(pack, at, step)) {
            int length = pack.length(at);
            if (length > scratch.length) scratch = new byte[Math.max(64, length * 2)];
            pack.copyTo(at, scratch, 0);
            int slot = Hash.of(scratch, 0, length, Hash.seed()) & mask;
            for (; seen[slot] != 0; slot = (slot + 1) & mask) {
                if (pack.equals(seen[slot], scratch, 0, length)) {
                    throw new Unsound("The same element twice");
                }
            }
            seen[slot] = at;
        }
    }

    private static int skip(Listpack pack, int from, int elements) {
        int at = from;
        for (int i = 0; i < elements && at >= 0; i++) at = pack.next(at);
        return at;
    }

    private static Listpack rewritten(Listpack pack) {
        var rewritten = new Listpack();
        for (int at = pack.first(); at >= 0; at = pack.next(at)) rewritten.append(pack.text(at));
        rewritten.compact();
        return rewritten;
    }

    private static Elements appendingTo(Listpack pack) {
        return new Elements() {
            @Override
            public void text(byte[] bytes, int from, int length) {
                pack.append(bytes, from, length);
            }

            @Override
            public void number(long number) {
                pack.append(number);
            }
        };
    }
}
