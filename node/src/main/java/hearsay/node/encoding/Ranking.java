package hearsay.node.encoding;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Members in the order of their scores, of equal scores in the order of their bytes: what Redis
/// keeps in a skip list.
///
/// Here it is a B+ tree whose branches count. The members stand in leaves of up to 64, scores in an
/// array of their own, so that a search reads a few lines of memory one after the other instead of
/// following a pointer per step. A branch knows the first member below each of its children, and
/// how many there are below each: the rank of a member is the sum of what lies to the left on the
/// way down, and a rank leads back to its member the same way. Everything takes logarithmic time;
/// stepping to the next member, none.
///
/// ```
///            first   a  .  .  f  .  .  q  .  .         branch: first score and member below
///            size    3        3        2               each child, and how many there are
///                   /         |         \
///             [a b d] <-> [f k m] <-> [q z]            leaves, linked both ways
/// ```
///
/// A page that has become so empty that it fits with its neighbour into half a page is merged with
/// it. Pages at the right edge are left full when they are split, so that members which arrive in
/// order fill all the room.
public final class Ranking {

    private RankPage root = new RankLeaf(this, RankLeaf.SMALLEST);

    /// Bytes of heap of all pages.
    long pageBytes = root.bytes();

    public int size() {
        return root.size();
    }

    /// Bytes that the tree itself holds, without its members.
    public long memory() {
        return Heap.object(4 + 8) + pageBytes;
    }

    /// Adds a member whose score and key are not here yet.
    public void add(RankedNode member) {
        var right = root.add(member, member.score);
        if (right == null) return;
        var branch = new RankBranch(this);
        pageBytes += branch.bytes();
        branch.put(0, root);
        branch.put(1, right);
        root = branch;
    }

    /// Removes a member that is here.
    public void remove(RankedNode member) {
        root.remove(member);
        lowerRoot();
    }

    /// Gives a member that is here another score.
    public void move(RankedNode member, double score) {
        var leaf = root.leafOf(member.score, member.key());
        int at = leaf.find(member);
        if (leaf.staysAt(at, member, score)) {
            leaf.scores[at] = score;
            member.score = score;
        } else {
            remove(member);
            member.score = score;
            add(member);
        }
    }

    /// How many members stand before this one, which is here.
    public int rank(RankedNode member) {
        int rank = 0;
        var page = root;
        while (page instanceof RankBranch branch) {
            int child = branch.childOf(member.score, member.key());
            rank += branch.sizeBefore(child);
            page = branch.children[child];
        }
        return rank + ((RankLeaf) page).find(member);
    }

    /// How many members have a lower score, or the same if `orEqual`.
    public int countBelow(double score, boolean orEqual) {
        int count = 0;
        var page = root;
        while (page instanceof RankBranch branch) {
            int child = Math.max(0, branch.below(score, orEqual) - 1);
            count += branch.sizeBefore(child);
            page = branch.children[child];
        }
        return count + page.below(score, orEqual);
    }

    /// How many members have lower bytes, or the same if `orEqual`. Means something only if all
    /// scores are the same.
    public int countBelow(byte[] key, boolean orEqual) {
        int count = 0;
        var page = root;
        while (page instanceof RankBranch branch) {
            int child = Math.max(0, branch.below(key, orEqual) - 1);
            count += branch.sizeBefore(child);
            page = branch.children[child];
        }
        return count + page.below(key, orEqual);
    }

    /// The member before which `rank` others stand, and the way on from there.
    public Cursor at(int rank) {
        if (rank < 0 || rank >= size()) throw new IndexOutOfBoundsException(rank);
        int left = rank;
        var page = root;
        while (page instanceof RankBranch branch) {
            int child = 0;
            while (left >= branch.sizes[child]) left -= branch.sizes[child++];
            page = branch.children[child];
        }
        return new Cursor((RankLeaf) page, left);
    }

    /// Removes the members of ranks `from` to `to`, `to` excluded, and shows each.
    public void removeRange(int from, int to, Consumer<RankedNode> visitor) {
        if (from < 0 || to > size()) throw new IndexOutOfBoundsException(from + ".." + to);
        if (from >= to) return;
        root.removeRange(from, to, visitor);
        lowerRoot();
    }

    private void lowerRoot() {
        while (root instanceof RankBranch branch && branch.count <= 1) {
            pageBytes -= branch.bytes();
            root = branch.count == 1 ? branch.children[0] : emptyLeaf();
        }
    }

    private RankLeaf emptyLeaf() {
        var leaf = new RankLeaf(this, RankLeaf.SMALLEST);
        pageBytes += leaf.bytes();
        return leaf;
    }

    /// A place in the order. It is lost when anything changes.
    public static final class Cursor {

        private @Nullable RankLeaf leaf;
        private int at;

        private Cursor(RankLeaf leaf, int at) {
            this.leaf = leaf;
            this.at = at;
        }

        /// Whether it has not stepped beyond either end.
        public boolean isHere() {
            return leaf != null;
        }

        public RankedNode member() {
            return here().members[at];
        }

        public double score() {
            return here().scores[at];
        }

        public void next() {
            if (++at < here().count) return;
            leaf = here().next;
            at = 0;
        }

        public void previous() {
            if (--at >= 0) return;
            leaf = here().previous;
            at = leaf == null ? 0 : leaf.count - 1;
        }

        private RankLeaf here() {
            if (leaf == null) throw new IllegalStateException("beyond the end");
            return leaf;
        }
    }
}
