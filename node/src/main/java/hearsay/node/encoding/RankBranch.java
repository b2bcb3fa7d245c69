package hearsay.node.encoding;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A page of pages, and how many members there are below each.
final class RankBranch extends RankPage {

    final RankPage[] children = new RankPage[FULL];
    final int[] sizes = new int[FULL];

    RankBranch(Ranking ranking) {
        super(ranking, FULL);
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
    RankLeaf leafOf(double score, byte[] key) {
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
    void put(int at, RankPage child) {
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
    @Nullable RankPage add(RankedNode member, double score) {
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

    private RankBranch split(int at) {
        int stay = at == count - 1 ? count : count / 2;
        var right = new RankBranch(ranking);
        ranking.pageBytes += right.bytes();
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
    void absorb(RankPage right) {
        var other = (RankBranch) right;
        other.copyTo(this, 0, count, other.count);
        System.arraycopy(other.children, 0, children, count, other.count);
        System.arraycopy(other.sizes, 0, sizes, count, other.count);
        count += other.count;
        other.cut(0);
        other.unlink();
    }

    @Override
    void unlink() {
        ranking.pageBytes -= bytes();
    }
}
