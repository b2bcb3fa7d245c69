package hearsay.gossip.view;

import java.util.Arrays;

/// Which masters say that a node cannot be reached, and when each said so last.
///
/// A reporter is known by its index in the view, so that a report costs one array access however
/// many reporters there are. While nobody complains, nothing is allocated.
///
/// Source: Redis Cluster specification, "Failure detection": reports are valid for twice the node
/// timeout.
public final class FailureReports {

    private static final long NONE = Long.MIN_VALUE;
    private static final long[] NOBODY = {};

    private long[] reportedAt = NOBODY;
    private int count;

    /// No report is older than this; it may be too early after one was renewed.
    private long oldest;

    /// Returns whether the report is new; otherwise an old one was renewed.
    public boolean add(int reporter, long nowMillis) {
        if (reporter >= reportedAt.length) {
            int from = reportedAt.length;
            reportedAt = Arrays.copyOf(reportedAt, Math.max(8, reporter + 1 + reporter / 2));
            Arrays.fill(reportedAt, from, reportedAt.length, NONE);
        }
        boolean isNew = reportedAt[reporter] == NONE;
        reportedAt[reporter] = nowMillis;
        if (isNew && count++ == 0) oldest = nowMillis;
        return isNew;
    }

    /// Returns whether there was a report to take back.
    public boolean remove(int reporter) {
        if (count == 0 || reporter >= reportedAt.length || reportedAt[reporter] == NONE)
            return false;
        reportedAt[reporter] = NONE;
        count--;
        return true;
    }

    /// How many reports are not older than `validityMillis`; older ones are dropped.
    public int count(long nowMillis, long validityMillis) {
        if (count == 0 || nowMillis - oldest <= validityMillis) return count;
        oldest = nowMillis;
        for (int i = 0; i < reportedAt.length; i++) {
            if (reportedAt[i] == NONE) continue;
            if (nowMillis - reportedAt[i] > validityMillis) {
                reportedAt[i] = NONE;
                count--;
            } else {
                oldest = Math.min(oldest, reportedAt[i]);
            }
        }
        return count;
    }
}
