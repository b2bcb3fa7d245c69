package hearsay.node.keyspace;

import hearsay.node.encoding.Dictionary;
import hearsay.node.encoding.Hash;
import hearsay.node.encoding.Heap;
import hearsay.node.encoding.RankedNode;
import hearsay.node.encoding.Ranking;
import hearsay.node.resp.Replies;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A large sorted set: its members in a dictionary, where they are found by their bytes, and in a
/// ranking, where they are found by their score and their place. Redis has a skip list in its
/// stead, and so OBJECT ENCODING says.
public final class RankedSortedSet implements SortedSetValue {

    private final Dictionary<RankedNode> members = new Dictionary<>(Hash.seed());
    private final Ranking ranking = new Ranking();
    private long held;

    public RankedSortedSet() {}

    /// The same members as in the other set.
    public RankedSortedSet(SortedSetValue other) {
        expand(other.size());
        if (other.size() == 0) return;
        for (var place = other.at(0); place.isHere(); place.next()) {
            var member = place.member();
            add(member.clone(), place.score());
        }
    }

    /// Prepares for so many members.
    public void expand(int size) {
        members.expand(size);
    }

    /// The same members in the compact encoding.
    public PackedSortedSet packed() {
        var packed = new PackedSortedSet();
        if (size() == 0) return packed;
        for (var place = ranking.at(0); place.isHere(); place.next()) {
            packed.append(place.member().key(), place.score());
        }
        return packed;
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public String encoding() {
        return "skiplist";
    }

    @Override
    public long memory() {
        return Heap.object(2 * 4 + 8) + members.memory() + ranking.memory() + held;
    }

    @Override
    public RankedSortedSet copy() {
        return new RankedSortedSet(this);
    }

    @Override
    public double score(byte[] bytes, int offset, int length) {
        var node = members.find(bytes, offset, length);
        return node == null ? Double.NaN : node.score();
    }

    @Override
    public int rank(byte[] bytes, int offset, int length) {
        var node = members.find(bytes, offset, length);
        return node == null ? -1 : ranking.rank(node);
    }

    @Override
    public int countBelow(double score, boolean orEqual) {
        return ranking.countBelow(score, orEqual);
    }

    @Override
    public RankRange ranks(LexRange range, boolean reverse) {
        if (range.isEmpty()) return RankRange.EMPTY;
        int from =
                range.min() instanceof LexBound.At(byte[] bytes, boolean excluded)
                        ? ranking.countBelow(bytes, excluded)
                        : 0;
        int to =
                range.max() instanceof LexBound.At(byte[] bytes, boolean excluded)
                        ? ranking.countBelow(bytes, !excluded)
                        : size();
        return new RankRange(from, Math.max(from, to));
    }

    @Override
    public Cursor at(int rank) {
        return new Place(ranking.at(rank));
    }

    @Override
    public void add(byte[] bytes, int offset, int length, double score) {
        add(Arrays.copyOfRange(bytes, offset, offset + length), score);
    }

    /// Adds a member that is not here. Its bytes are not copied.
    public void add(byte[] member, double score) {
        var node = new RankedNode(member, members.hash(member, 0, member.length), score);
        members.add(node);
        ranking.add(node);
        held += node.memory();
    }

    @Override
    public void move(byte[] bytes, int offset, int length, double score) {
        var node = members.find(bytes, offset, length);
        if (node == null) throw new IllegalStateException("not here");
        ranking.move(node, score);
    }

    @Override
    public boolean remove(byte[] bytes, int offset, int length) {
        var node = members.find(bytes, offset, length);
        if (node == null) return false;
        ranking.remove(node);
        forget(node);
        return true;
    }

    @Override
    public void remove(RankRange ranks) {
        ranking.removeRange(ranks.from(), ranks.to(), this::forget);
    }

    private void forget(RankedNode node) {
        members.remove(node);
        held -= node.memory();
    }

    /// The member of these bytes, or null.
    public @Nullable RankedNode find(byte[] bytes, int offset, int length) {
        return members.find(bytes, offset, length);
    }

    /// Its members by name.
    public Dictionary<RankedNode> members() {
        return members;
    }

    /// Shows members, see [Dictionary#scan].
    public long scan(long cursor, Consumer<RankedNode> visitor) {
        return members.scan(cursor, visitor);
    }

    static final class Place implements Cursor {

        private final Ranking.Cursor place;

        private Place(Ranking.Cursor place) {
            this.place = place;
        }

        @Override
        public boolean isHere() {
            return place.isHere();
        }

        @Override
        public void next() {
            place.next();
        }

        @Override
        public void previous() {
            place.previous();
        }

        @Override
        public double score() {
            return place.score();
        }

        @Override
        public byte[] member() {
            return place.member().key();
        }

        @Override
        public void reply(Replies replies) {
            replies.bulk(place.member().key());
        }
    }
}
