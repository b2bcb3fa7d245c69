package hearsay.node.persistence;

import hearsay.node.config.ValueSettings;
import hearsay.node.encoding.Listpack;
import hearsay.node.keyspace.PackedSortedSet;
import hearsay.node.keyspace.RankedSortedSet;
import hearsay.node.keyspace.SortedSetValue;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes a sorted set: of members and scores in turn, or of one compact text that has them all.
final class SortedSetBuilder extends ValueBuilder {

    private final RdbType type;
    private final ValueSettings limits;
    private final RankedSortedSet ranked = new RankedSortedSet();
    private @Nullable PackedSortedSet packed;
    private byte @Nullable [] member;
    private int longest;

    SortedSetBuilder(RdbType type, ValueSettings limits) {
        this.type = type;
        this.limits = limits;
    }

    @Override
    protected void count(long members) {
        ranked.expand(room(members));
    }

    @Override
    protected void text(byte[] text) {
        switch (type) {
            case ZSET_LISTPACK -> take(Listpacks.of(text));
            case ZSET_ZIPLIST -> take(Listpacks.ofZiplist(text));
            default -> member = text;
        }
    }

    @Override
    protected void score(double score) {
        var bytes = Objects.requireNonNull(member);
        longest = Math.max(longest, bytes.length);
        add(bytes, score);
    }

    private void add(byte[] bytes, double score) {
        if (Double.isNaN(score)) throw new Unsound("Zset with NAN score detected");
        if (ranked.find(bytes, 0, bytes.length) != null) {
            throw new Unsound("Duplicate zset fields detected");
        }
        ranked.add(bytes, score);
    }

    private void take(Listpack pairs) {
        if (pairs.count() / 2 <= limits.zsetMaxListpackEntries()) {
            Listpacks.checkDistinct(pairs, 2);
            checkOrder(pairs);
            packed = new PackedSortedSet(pairs);
            return;
        }
        if (pairs.count() % 2 != 0) throw new Unsound("A member without a score");
        ranked.expand(pairs.count() / 2);
        for (int at = pairs.first(); at >= 0; at = pairs.next(at)) {
            var bytes = pairs.text(at);
            at = pairs.next(at);
            add(bytes, pairs.real(at));
        }
    }

    /// Redis does not look at it; but what is not in order cannot be searched.
    private static void checkOrder(Listpack pairs) {
        byte[] before = {};
        double scoreBefore = Double.NEGATIVE_INFINITY;
        for (int at = pairs.first(); at >= 0; at = pairs.next(at)) {
            var bytes = pairs.text(at);
            at = pairs.next(at);
            double score = pairs.real(at);
            if (Double.isNaN(score)) throw new Unsound("Zset with NAN score detected");
            boolean ascending =
                    score > scoreBefore
                            || (score == scoreBefore && Arrays.compareUnsigned(bytes, before) >= 0);
            if (!ascending) throw new Unsound("A sorted set out of order");
            before = bytes;
            scoreBefore = score;
        }
    }

    /// A set that is told member by member is made compact only now: it comes in any order.
    @Override
    protected @Nullable SortedSetValue value() {
        if (packed == null && fitsListpack()) packed = ranked.packed();
        var value = packed == null ? ranked : packed;
        return value.size() == 0 ? null : value;
    }

    private boolean fitsListpack() {
        return ranked.size() <= limits.zsetMaxListpackEntries()
                && longest <= limits.zsetMaxListpackValue()
                && isToldOneByOne();
    }

    private boolean isToldOneByOne() {
        return type == RdbType.ZSET || type == RdbType.ZSET_2;
    }
}
