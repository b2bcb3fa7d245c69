package hearsay.node.keyspace;

import hearsay.node.encoding.Heap;
import hearsay.node.resp.Replies;

/// A sorted set: members with a score, in the order of scores and, where these are the same, of the
/// members' bytes.
///
/// Ranks are counted from 0, the lowest score. Scores are never NaN.
public sealed interface SortedSetValue extends Value permits PackedSortedSet, RankedSortedSet {

    int size();

    /// The member's score, NaN if it is not here.
    double score(byte[] bytes, int offset, int length);

    /// The member's rank, -1 if it is not here.
    int rank(byte[] bytes, int offset, int length);

    /// How many members have a lower score, or the same if `orEqual`.
    int countBelow(double score, boolean orEqual);

    /// Where the members of a range stand.
    ///
    /// @param reverse whether they are looked for from behind, which matters only if scores differ
    RankRange ranks(LexRange range, boolean reverse);

    /// The way through the set from a rank on, which must exist.
    Cursor at(int rank);

    /// Adds a member that is not here.
    void add(byte[] bytes, int offset, int length, double score);

    /// Gives a member that is here another score.
    void move(byte[] bytes, int offset, int length, double score);

    /// Removes a member; answers whether it was here.
    boolean remove(byte[] bytes, int offset, int length);

    /// Removes the members of these ranks.
    void remove(RankRange ranks);

    @Override
    SortedSetValue copy();

    @Override
    default String type() {
        return "zset";
    }

    /// An empty set for about so many members, the first of which has so many bytes.
    static SortedSetValue sized(long members, int length, long maxEntries, long maxLength) {
        return members <= maxEntries && length <= maxLength
                ? new PackedSortedSet()
                : new RankedSortedSet();
    }

    /// A member, and the way to its neighbours. It is lost when the set changes.
    sealed interface Cursor permits PackedSortedSet.Place, RankedSortedSet.Place {

        /// Whether it has not gone beyond either end.
        boolean isHere();

        void next();

        void previous();

        double score();

        /// The member's bytes; not to be changed.
        byte[] member();

        /// Replies with the member, as a bulk string.
        void reply(Replies replies);
    }

    /// Bytes of heap for an object that holds one reference.
    long HOLDER = Heap.object(4);
}
