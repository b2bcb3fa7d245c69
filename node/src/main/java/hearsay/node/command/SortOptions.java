package hearsay.node.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is said to SORT behind the key.
final class SortOptions {

    boolean descending;
    boolean alphabetic;

    /// The patterns behind GET, in order.
    final List<byte[]> gets = new ArrayList<>();

    /// The word with the key to store to; 0 to store nothing.
    int store;

    private long start;
    private long count = -1;
    private byte @Nullable [] by;
    private boolean keepsOrder;

    private SortOptions() {}

    static SortOptions parse(Call call, boolean onlyRead) {
        var options = new SortOptions();
        for (int i = 2; i < call.count(); i++) i += options.parse(call, i, onlyRead);
        return options;
    }

    /// Takes one option; answers how many words more than its name it has.
    private int parse(Call call, int i, boolean onlyRead) {
        int left = call.count() - i - 1;
        if (call.is(i, "ASC")) {
            descending = false;
        } else if (call.is(i, "DESC")) {
            descending = true;
        } else if (call.is(i, "ALPHA")) {
            alphabetic = true;
        } else if (call.is(i, "LIMIT") && left >= 2) {
            start = call.integer(i + 1);
            count = call.integer(i + 2);
            return 2;
        } else if (!onlyRead && call.is(i, "STORE") && left >= 1) {
            store = i + 1;
            return 1;
        } else if (call.is(i, "BY") && left >= 1) {
            by = call.bytes(i + 1);
            if (star(by) < 0) {
                keepsOrder = true;
            } else {
                refuseInCluster(call, "BY");
            }
            return 1;
        } else if (call.is(i, "GET") && left >= 1) {
            refuseInCluster(call, "GET");
            gets.add(call.bytes(i + 1));
            return 1;
        } else {
            throw CommandError.syntax();
        }
        return 0;
    }

    /// What other keys say may live on other nodes. Here also: whether the user may read all keys.
    private static void refuseInCluster(Call call, String option) {
        if (!call.server().isClusterEnabled()) return;
        throw new CommandError("ERR " + option + " option of SORT denied in Cluster mode.");
    }

    /// The pattern of the keys to sort by, or null to sort by the elements themselves.
    byte @Nullable [] pattern() {
        return by;
    }

    /// Whether nothing is to be sorted: a pattern, be it not the last one, has no `*`, and so is
    /// the same for all.
    boolean keepsOrder() {
        return keepsOrder;
    }

    /// Where in a pattern an element is put in, or -1. Nothing behind a zero byte counts.
    static int star(byte[] pattern) {
        for (int i = 0; i < pattern.length && pattern[i] != 0; i++) {
            if (pattern[i] == '*') return i;
        }
        return -1;
    }

    /// The first of so many elements that is wanted.
    int from(int size) {
        return (int) Math.clamp(start, 0, size);
    }

    /// The one behind the last that is wanted.
    int to(int size) {
        int from = from(size);
        return count < 0 ? size : (int) Math.min(size, from + Math.min(count, size));
    }
}
