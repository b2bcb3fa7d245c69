package hearsay.node.encoding;

import java.util.Arrays;
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

    private static final int FULL = 64;

    /// Pages that hold together no more than this become one.
    private static final int SPARSE = FULL / 2;

    private static final int SMALLEST = 4;

    private Page root = new Leaf(SMALLEST);
    private long pageBytes = root.bytes();

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
        var branch = new Branch();
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
        while (page instanceof Branch branch) {
            int child = branch.childOf(member.score, member.key());
            rank += branch.sizeBefore(child);
            page = branch.children[child];
        }
        return rank + ((Leaf) page).find(member);
    }

    /// How many members have a lower score, or the same if `orEqual`.
    public int countBelow(double score, boolean orEqual) {
        int count = 0;
        var page = root;
        while (page instanceof Branch branch) {
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
        while (page instanceof Branch branch) {
            int child = Math.max(0, branch.below(key, orEqual) - 1);
            count += branch.sizeBefore(child);
            page = branch.children[child];
        }
        return count + page.below(key, orEqual);
    }

    public RankedNode first() {
        return at(0).member();
    }

    public RankedNode last() {
        return at(size() - 1).member();
    }

    /// The member before which `rank` others stand, and the way on from there.
    public Cursor at(int rank) {
        if (rank < 0 || rank >= size()) throw new IndexOutOfBoundsException(rank);
        int left = rank;
        var page = root;
        while (page instanceof Branch branch) {
            int child = 0;
            while (left >= branch.sizes[child]) left -= branch.sizes[child++];
            page = branch.children[child];
        }
        return new Cursor((Leaf) page, left);
    }

    /// Removes the members of ranks `from` to `to`, `to` excluded, and shows each.
    public void removeRange(int from, int to, Consumer<RankedNode> visitor) {
        if (from < 0 || to > size()) throw new IndexOutOfBoundsException(from + ".." + to);
        if (from >= to) return;
        root.removeRange(from, to, visitor);
        lowerRoot();
    }

    private void lowerRoot() {
        while (root instanceof Branch branch && branch.count <= 1) {
            pageBytes -= branch.bytes();
            root = branch.count == 1 ? branch.children[0] : fresh(new Leaf(SMALLEST));
        }
    }

    private <P extends Page> P fresh(P page) {
        pageBytes += page.bytes();
        return page;
    }

    private static int compare(double score, RankedNode member, double otherScore, byte[] other) {
        if (score != otherScore) return score < otherScore ? -1 : 1;
        return Arrays.compareUnsigned(member.key(), other);
    }

    /// A place in the order. It is lost when anything changes.
    public static final class Cursor {

        private @Nullable Leaf leaf;
        private int at;

        private Cursor(Leaf leaf, int at) {
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

        private Leaf here() {
            if (leaf == null) throw new IllegalStateException("beyond the end");
            return leaf;
        }
    }

    /// A node of the tree: for each of its items the first score and member there.
    private abstract sealed class Page permits Leaf, Branch {

        double[] scores;
        RankedNode[] members;
        int count;

        Page(int room) {
            scores = new double[room];
            members = new RankedNode[room];
        }

        abstract int size();

        abstract long bytes();

        abstract Leaf leafOf(double score, byte[] key);

        /// Adds a member; answers the page that this one had to be split into, its right part.
        abstract @Nullable Page add(RankedNode member, double score);

        abstract void remove(RankedNode member);

        abstract void removeRange(int from, int to, Consumer<RankedNode> visitor);

        /// Takes everything from its right neighbour, which is dropped.
        abstract void absorb(Page right);

        /// It is dropped, and has nothing in it any more.
        abstract void unlink();

        /// How many items are lower.
        final int below(double score, boolean orEqual) {
            int low = 0;
            int high = count;
            while (low < high) {
                int middle = (low + high) >>> 1;
                double there = scores[middle];
                if (there < score || (orEqual && there == score)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        final int below(byte[] key, boolean orEqual) {
            int low = 0;
            int high = count;
            while (low < high) {
                int middle = (low + high) >>> 1;
                int order = Arrays.compareUnsigned(members[middle].key(), key);
                if (order < 0 || (orEqual && order == 0)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        /// How many items are lower; `orEqual` counts the same one too.
        final int below(double score, byte[] key, boolean orEqual) {
            int low = 0;
            int high = count;
            while (low < high) {
                int middle = (low + high) >>> 1;
                int order = compare(scores[middle], members[middle], score, key);
                if (order < 0 || (orEqual && order == 0)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        final void shift(int from, int to, int length) {
            System.arraycopy(scores, from, scores, to, length);
            System.arraycopy(members, from, members, to, length);
        }

        final void copyTo(Page target, int from, int to, int length) {
            System.arraycopy(scores, from, target.scores, to, length);
            System.arraycopy(members, from, target.members, to, length);
        }
    }

    private final class Leaf extends Page {

        private @Nullable Leaf previous;
        private @Nullable Leaf next;

        Leaf(int room) {
            super(room);
        }

        @Override
        int size() {
            return count;
        }

        @Override
        long bytes() {
            return Heap.object(6 * 4) + Heap.longs(scores.length) + Heap.references(members.length);
        }

        @Override
        Leaf leafOf(double score, byte[] key) {
            return this;
        }

        int find(RankedNode member) {
            int at = below(member.score, member.key(), false);
            if (at < count && members[at] == member) return at;
            throw new IllegalStateException("not in this ranking");
        }

        /// Whether a member needs not leave its place for another score: not even the first of a
        /// leaf may change without its branches.
        boolean staysAt(int at, RankedNode member, double score) {
            return at > 0
                    && at + 1 < count
                    && compare(scores[at - 1], members[at - 1], score, member.key()) < 0
                    && compare(scores[at + 1], members[at + 1], score, member.key()) > 0;
        }

        @Override
        @Nullable Page add(RankedNode member, double score) {
            int at = below(score, member.key(), false);
            if (count < FULL) {
                insert(at, member, score);
                return null;
            }
            var right = split(at);
            if (at > count || (at == count && right.count == 0)) {
                right.insert(at - count, member, score);
            } else {
                insert(at, member, score);
            }
            return right;
        }

        private void insert(int at, RankedNode member, double score) {
            if (count == scores.length) grow();
            shift(at, at + 1, count - at);
            scores[at] = score;
            members[at] = member;
            count++;
        }

        private void grow() {
            pageBytes -= bytes();
            int room = Math.min(FULL, scores.length * 2);
            scores = Arrays.copyOf(scores, room);
            members = Arrays.copyOf(members, room);
            pageBytes += bytes();
        }

        /// Half of it goes to the right, nothing if what comes will stand at the very end, all if
        /// at the very beginning.
        private Leaf split(int at) {
            boolean atEnd = next == null && at == count;
            boolean atBeginning = previous == null && at == 0;
            int stay = atEnd ? count : atBeginning ? 0 : count / 2;
            var right = fresh(new Leaf(atEnd ? SMALLEST : FULL));
            copyTo(right, stay, 0, count - stay);
            Arrays.fill(members, stay, count, null);
            right.count = count - stay;
            count = stay;
            right.previous = this;
            right.next = next;
            if (next != null) next.previous = right;
            next = right;
            return right;
        }

        @Override
        void remove(RankedNode member) {
            int at = find(member);
            shift(at + 1, at, count - at - 1);
            count--;
            Arrays.fill(members, count, count + 1, null);
        }

        @Override
        void removeRange(int from, int to, Consumer<RankedNode> visitor) {
            for (int i = from; i < to; i++) visitor.accept(members[i]);
            shift(to, from, count - to);
            int left = count - (to - from);
            Arrays.fill(members, left, count, null);
            count = left;
        }

        @Override
        void absorb(Page right) {
            while (scores.length < count + right.count) grow();
            right.copyTo(this, 0, count, right.count);
            count += right.count;
            right.unlink();
        }

        @Override
        void unlink() {
            if (previous != null) previous.next = next;
            if (next != null) next.previous = previous;
            pageBytes -= bytes();
        }
    }

    private final class Branch extends Page {

        private final Page[] children = new Page[FULL];
        private final int[] sizes = new int[FULL];

        Branch() {
            super(FULL);
        }

        @Override
        int size() {
            return sizeBefore(count);
        }

        @Override
        long bytes() {
            return Heap.object(6 * 4) + Heap.longs(FULL) + 3 * Heap.references(FULL);
        }

        @Override
        Leaf leafOf(double score, byte[] key) {
            return children[childOf(score, key)].leafOf(score, key);
        }

        /// The child below which such a member stands or would stand.
        int childOf(double score, byte[] key) {
            return Math.max(0, below(score, key, true) - 1);
        }

        int sizeBefore(int child) {
            int sum = 0;
            for (int i = 0; i < child; i++) sum += sizes[i];
            return sum;
        }

        /// Adds a child, from its own account.
        void put(int at, Page child) {
            shift(at, at + 1, count - at);
            System.arraycopy(children, at, children, at + 1, count - at);
            System.arraycopy(sizes, at, sizes, at + 1, count - at);
            count++;
            children[at] = child;
            sizes[at] = child.size();
            refresh(at);
        }

        private void refresh(int at) {
            scores[at] = children[at].scores[0];
            members[at] = children[at].members[0];
        }

        @Override
        @Nullable Page add(RankedNode member, double score) {
            int at = childOf(score, member.key());
            var child = children[at];
            var right = child.add(member, score);
            refresh(at);
            if (right == null) {
                sizes[at]++;
                return null;
            }
            sizes[at] = child.size();
            if (count < FULL) {
                put(at + 1, right);
                return null;
            }
            var half = split(at);
            if (at + 1 > count || half.count == 0) {
                half.put(at + 1 - count, right);
            } else {
                put(at + 1, right);
            }
            return half;
        }

        private Branch split(int at) {
            int stay = at == count - 1 ? count : count / 2;
            var right = fresh(new Branch());
            int moved = count - stay;
            copyTo(right, stay, 0, moved);
            System.arraycopy(children, stay, right.children, 0, moved);
            System.arraycopy(sizes, stay, right.sizes, 0, moved);
            right.count = moved;
            cut(stay);
            return right;
        }

        private void cut(int newCount) {
            Arrays.fill(members, newCount, count, null);
            Arrays.fill(children, newCount, count, null);
            count = newCount;
        }

        @Override
        void remove(RankedNode member) {
            int at = childOf(member.score, member.key());
            children[at].remove(member);
            sizes[at]--;
            if (sizes[at] > 0) refresh(at);
            tidy(at);
        }

        @Override
        void removeRange(int from, int to, Consumer<RankedNode> visitor) {
            int first = 0;
            int before = 0;
            while (before + sizes[first] <= from) before += sizes[first++];
            int last = first;
            for (int end = before + sizes[first]; end < to; ) end += sizes[++last];
            for (int i = first; i <= last; i++) {
                int size = sizes[i];
                int low = Math.max(0, from - before);
                int high = Math.min(size, to - before);
                children[i].removeRange(low, high, visitor);
                sizes[i] -= high - low;
                if (sizes[i] > 0) refresh(i);
                before += size;
            }
            for (int i = last; i >= first; i--) tidy(i);
        }

        /// Drops an empty child, merges one that has become small.
        private void tidy(int at) {
            if (at >= count) return;
            if (sizes[at] == 0) {
                children[at].unlink();
                drop(at);
            } else if (at > 0 && areSparse(at - 1)) {
                merge(at - 1);
            } else if (at + 1 < count && sizes[at + 1] > 0 && areSparse(at)) {
                merge(at);
            }
        }

        private boolean areSparse(int left) {
            return children[left].count + children[left + 1].count <= SPARSE && sizes[left] > 0;
        }

        private void merge(int left) {
            children[left].absorb(children[left + 1]);
            sizes[left] += sizes[left + 1];
            drop(left + 1);
        }

        private void drop(int at) {
            shift(at + 1, at, count - at - 1);
            System.arraycopy(children, at + 1, children, at, count - at - 1);
            System.arraycopy(sizes, at + 1, sizes, at, count - at - 1);
            cut(count - 1);
        }

        @Override
        void absorb(Page right) {
            var other = (Branch) right;
            other.copyTo(this, 0, count, other.count);
            System.arraycopy(other.children, 0, children, count, other.count);
            System.arraycopy(other.sizes, 0, sizes, count, other.count);
            count += other.count;
            other.cut(0);
            other.unlink();
        }

        @Override
        void unlink() {
            pageBytes -= bytes();
        }
    }
}
