package hearsay.node.keyspace;

import hearsay.node.encoding.Listpack;
import hearsay.node.resp.Doubles;
import hearsay.node.resp.Replies;

/// A small sorted set: one listpack, each member followed by its score, all in their order.
public final class PackedSortedSet implements SortedSetValue {

    private static final int SIZE_MAX = 1 << 30;

    private final Listpack pack;

    public PackedSortedSet() {
        this(new Listpack());
    }

    /// @param pack members and scores in their order; it belongs to the set from now on
    public PackedSortedSet(Listpack pack) {
        this.pack = pack;
    }

    /// Members and scores. Not to be changed.
    public Listpack pack() {
        return pack;
    }

    /// Whether there is room for one more member of that length.
    public boolean hasRoomFor(int length, long maxEntries, long maxLength) {
        return size() < maxEntries
                && length <= maxLength
                && (long) pack.size() + length <= SIZE_MAX;
    }

    @Override
    public int size() {
        return pack.count() / 2;
    }

    @Override
    public String encoding() {
        return "listpack";
    }

    @Override
    public long memory() {
        return HOLDER + pack.memory();
    }

    @Override
    public PackedSortedSet copy() {
        return new PackedSortedSet(pack.copy());
    }

    @Override
    public double score(byte[] bytes, int offset, int length) {
        int at = find(bytes, offset, length);
        return at < 0 ? Double.NaN : scoreOf(at);
    }

    @Override
    public int rank(byte[] bytes, int offset, int length) {
        int rank = 0;
        for (int at = pack.first(); at >= 0; at = nextMember(at), rank++) {
            if (pack.equals(at, bytes, offset, length)) return rank;
        }
        return -1;
    }

    @Override
    public int countBelow(double score, boolean orEqual) {
        int count = 0;
        for (int at = pack.first(); at >= 0; at = nextMember(at), count++) {
            double there = scoreOf(at);
            if (there > score || (!orEqual && there == score)) break;
        }
        return count;
    }

    @Override
    public RankRange ranks(LexRange range, boolean reverse) {
        int size = size();
        if (size == 0
                || range.isEmpty()
                || !range.startsBefore(pack.text(pack.at(-2)))
                || !range.endsBehind(pack.text(pack.first()))) return RankRange.EMPTY;
        return reverse ? backwards(range, size) : forwards(range);
    }

    private RankRange forwards(LexRange range) {
        int rank = 0;
        int at = pack.first();
        while (at >= 0 && !range.startsBefore(pack.text(at))) {
            at = nextMember(at);
            rank++;
        }
        int from = rank;
        while (at >= 0 && range.endsBehind(pack.text(at))) {
            at = nextMember(at);
            rank++;
        }
        return new RankRange(from, rank);
    }

    private RankRange backwards(LexRange range, int size) {
        int rank = size;
        int at = pack.at(-2);
        while (at >= 0 && !range.endsBehind(pack.text(at))) {
            at = previousMember(at);
            rank--;
        }
        int to = rank;
        while (at >= 0 && range.startsBefore(pack.text(at))) {
            at = previousMember(at);
            rank--;
        }
        return new RankRange(rank, to);
    }

    @Override
    public Cursor at(int rank) {
        int at = pack.at(2 * rank);
        if (at < 0) throw new IndexOutOfBoundsException(rank);
        return new Place(at);
    }

    @Override
    public void add(byte[] bytes, int offset, int length, double score) {
        for (int at = pack.first(); at >= 0; at = nextMember(at)) {
            double there = scoreOf(at);
            boolean isBehind =
                    there > score
                            || (there == score && pack.compare(at, bytes, offset, length) > 0);
            if (isBehind) {
                putScore(pack.insertBefore(at, bytes, offset, length), score);
                return;
            }
        }
        pack.append(bytes, offset, length);
        appendScore(score);
    }

    /// Adds a member behind all others.
    void append(byte[] member, double score) {
        pack.append(member, 0, member.length);
        appendScore(score);
    }

    @Override
    public void move(byte[] bytes, int offset, int length, double score) {
        pack.delete(find(bytes, offset, length), 2);
        add(bytes, offset, length, score);
    }

    @Override
    public boolean remove(byte[] bytes, int offset, int length) {
        int at = find(bytes, offset, length);
        if (at < 0) return false;
        pack.delete(at, 2);
        return true;
    }

    @Override
    public void remove(RankRange ranks) {
        if (!ranks.isEmpty()) pack.delete(pack.at(2 * ranks.from()), 2 * ranks.size());
    }

    private int find(byte[] bytes, int offset, int length) {
        return pack.find(pack.first(), bytes, offset, length, 1);
    }

    private double scoreOf(int member) {
        return pack.real(pack.next(member));
    }

    private int nextMember(int at) {
        return pack.next(pack.next(at));
    }

    private int previousMember(int at) {
        int score = pack.previous(at);
        return score < 0 ? -1 : pack.previous(score);
    }

    private void putScore(int member, double score) {
        if (Doubles.isWhole(score)) {
            pack.insertAfter(member, (long) score);
        } else {
            var text = Doubles.bytes(score);
            pack.insertAfter(member, text, 0, text.length);
        }
    }

    private void appendScore(double score) {
        if (Doubles.isWhole(score)) {
            pack.append((long) score);
        } else {
            pack.append(Doubles.bytes(score));
        }
    }

    final class Place implements Cursor {

        private int at;

        private Place(int at) {
            this.at = at;
        }

        @Override
        public boolean isHere() {
            return at >= 0;
        }

        @Override
        public void next() {
            at = nextMember(at);
        }

        @Override
        public void previous() {
            at = previousMember(at);
        }

        @Override
        public double score() {
            return scoreOf(at);
        }

        @Override
        public byte[] member() {
            return pack.text(at);
        }

        @Override
        public void reply(Replies replies) {
            pack.reply(at, replies);
        }
    }
}
