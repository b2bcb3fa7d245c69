package hearsay.node.keyspace;

/// Scores from `min` to `max`, each included or not.
public record ScoreRange(double min, boolean minExcluded, double max, boolean maxExcluded) {

    /// Where the members of these scores stand.
    public RankRange ranks(SortedSetValue set) {
        int from = set.countBelow(min, minExcluded);
        int to = set.countBelow(max, !maxExcluded);
        return new RankRange(from, Math.max(from, to));
    }
}
