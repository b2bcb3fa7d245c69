package hearsay.node.encoding;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A page of members, the only one or one of many.
final class RankLeaf extends RankPage {

    /// Room of a leaf that has just begun.
    static final int SMALLEST = 4;

    @Nullable RankLeaf previous;
    @Nullable RankLeaf next;

    RankLeaf(Ranking ranking, int room) {
        super(ranking, room);
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
    RankLeaf leafOf(double score, byte[] key) {
        return this;
    }

    int find(RankedNode member) {
        int at = below(member.score, member.key(), false);
        if (at < count && members[at] == member) return at;
        throw new IllegalStateException("not in this ranking");
    }

    /// Whether a member needs not leave its place for another score: not even the first of a leaf
    /// may change without its branches.
    boolean staysAt(int at, RankedNode member, double score) {
        return at > 0
                && at + 1 < count
                && compare(scores[at - 1], members[at - 1], score, member.key()) < 0
                && compare(scores[at + 1], members[at + 1], score, member.key()) > 0;
    }

    @Override
    @Nullable RankPage add(RankedNode member, double score) {
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
        ranking.pageBytes -= bytes();
        int room = Math.min(FULL, scores.length * 2);
        scores = Arrays.copyOf(scores, room);
        members = Arrays.copyOf(members, room);
        ranking.pageBytes += bytes();
    }

    /// Half of it goes to the right, nothing if what comes will stand at the very end, all if at
    /// the very beginning.
    private RankLeaf split(int at) {
        boolean atEnd = next == null && at == count;
        boolean atBeginning = previous == null && at == 0;
        int stay = atEnd ? count : atBeginning ? 0 : count / 2;
        var right = new RankLeaf(ranking, atEnd ? SMALLEST : FULL);
        ranking.pageBytes += right.bytes();
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
    void absorb(RankPage right) {
        while (scores.length < count + right.count) grow();
        right.copyTo(this, 0, count, right.count);
        count += right.count;
        right.unlink();
    }

    @Override
    void unlink() {
        if (previous != null) previous.next = next;
        if (next != null) next.previous = previous;
        ranking.pageBytes -= bytes();
    }
}
