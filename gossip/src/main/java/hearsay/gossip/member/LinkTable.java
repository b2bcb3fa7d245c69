package hearsay.gossip.member;

import hearsay.gossip.member.Links.Link;
import org.jspecify.annotations.Nullable;

/// Finds a link by its number: an open-addressing table without boxes, since a thousand members
/// have two million links. At most half of it is used.
final class LinkTable {

    private static final int SMALLEST = 8;

    /// 2^64 divided by the golden ratio: neighbouring numbers land far apart.
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private @Nullable Link[] table = new @Nullable Link[SMALLEST];
    private int size;

    @Nullable Link get(long id) {
        return table[place(id)];
    }

    /// Puts a link in, in place of one with its number.
    void put(Link link) {
        if (2 * (size + 1) > table.length) grow();
        int at = place(link.id());
        if (table[at] == null) size++;
        table[at] = link;
    }

    @Nullable Link remove(long id) {
        int gap = place(id);
        var removed = table[gap];
        if (removed == null) return null;
        table[gap] = null;
        size--;
        closeUp(gap);
        return removed;
    }

    /// Those behind a gap may have been put there because the gap was taken: they are put anew.
    private void closeUp(int gap) {
        int mask = table.length - 1;
        for (int at = gap + 1 & mask; ; at = at + 1 & mask) {
            var link = table[at];
            if (link == null) return;
            table[at] = null;
            table[place(link.id())] = link;
        }
    }

    /// Where a link is, or where it would be put.
    private int place(long id) {
        int mask = table.length - 1;
        int at = (int) (id * SPREAD >>> Integer.SIZE) & mask;
        for (var link = table[at]; link != null && link.id() != id; link = table[at]) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        var old = table;
        table = new @Nullable Link[2 * old.length];
        for (Link link : old) if (link != null) table[place(link.id())] = link;
    }
}
