package hearsay.node.encoding;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A page of a [Ranking]'s tree: for each of its items the first score and member there.
abstract sealed class RankPage permits RankLeaf, RankBranch {

    /// As many items as there may be.
    static final int FULL = 64;

    /// Pages that hold together no more than this become one.
    static final int SPARSE = FULL / 2;

    final Ranking ranking;

    double[] scores;
    RankedNode[] members;
    int count;

    RankPage(Ranking ranking, int room) {
        this.ranking = ranking;
        scores = new double[room];
        members = new RankedNode[room];
    }

    abstract int size();

    abstract long bytes();

    abstract RankLeaf leafOf(double score, byte[] key);

    /// Adds a member; answers the page that this one had to be split into, its right part.
    abstract @Nullable RankPage add(RankedNode member, double score);

    abstract void remove(RankedNode member);

    abstract void removeRange(int from, int to, Consumer<RankedNode> visitor);

    /// Takes everything from its right neighbour, which is dropped.
    abstract void absorb(RankPage right);

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

    final void copyTo(RankPage target, int from, int to, int length) {
        System.arraycopy(scores, from, target.scores, to, length);
        System.arraycopy(members, from, target.members, to, length);
    }

    static int compare(double score, RankedNode member, double otherScore, byte[] other) {
        if (score != otherScore) return score < otherScore ? -1 : 1;
        return Arrays.compareUnsigned(member.key(), other);
    }
}
