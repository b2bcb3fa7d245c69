package hearsay.sentinel.leader;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The votes of one epoch, counted.
public final class Tally {

    private final TreeMap<String, Integer> votes = new TreeMap<>();

    public void count(String leader) {
        votes.merge(leader, 1, Integer::sum);
    }

    /// Who has most votes, null if there are none. Of two with as many, the one with the smaller
    /// run id, so that who has not voted yet tips the scales everywhere to the same side.
    public @Nullable String front() {
        String front = null;
        for (var candidate : votes.keySet()) {
            if (front == null || votes(candidate) > votes(front)) front = candidate;
        }
        return front;
    }

    public int votes(String candidate) {
        return votes.getOrDefault(candidate, 0);
    }
}
