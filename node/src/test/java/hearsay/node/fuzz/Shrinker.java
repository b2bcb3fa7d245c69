package hearsay.node.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts a failing script down to a short one that fails in the same command: first whole requests
/// go, half of them at a time and then fewer, then words of those that are left.
///
/// Source: A. Zeller, "Yesterday, my program worked. Today, it does not. Why?", 1999.
final class Shrinker {

    private static final List<String> SIMPLE = List.of("a", "0", "1", "x", "");

    private final Twins twins;
    private final long endNanos;
    private List<String[]> script;
    private Mismatch mismatch;

    Shrinker(Twins twins, List<String[]> script, Mismatch mismatch, int seconds) {
        this.twins = twins;
        this.script = upTo(script, mismatch);
        this.mismatch = mismatch;
        endNanos = System.nanoTime() + seconds * 1_000_000_000L;
    }

    void shrink() {
        for (int before = Integer.MAX_VALUE; script.size() < before && isTime(); ) {
            before = script.size();
            for (int size = Math.max(1, before / 2); size > 0; size /= 2) removeRequests(size);
        }
        for (int i = 0; i < script.size() && isTime(); i++) simplify(i);
    }

    List<String[]> script() {
        return script;
    }

    Mismatch mismatch() {
        return mismatch;
    }

    private void removeRequests(int size) {
        for (int from = 0; from < script.size() && isTime(); ) {
            var shorter = new ArrayList<>(script);
            shorter.subList(from, Math.min(script.size(), from + size)).clear();
            if (!accept(shorter)) from += size;
        }
    }

    /// Tries the request without each of its words, then with simpler ones.
    private void simplify(int index) {
        for (int at = script.get(index).length - 1; at > 0 && isTime(); at--) {
            if (index >= script.size() || at >= script.get(index).length) return;
            var without = new ArrayList<>(Arrays.asList(script.get(index)));
            without.remove(at);
            if (script.get(index)[0].startsWith("~") || accept(with(index, without))) continue;
            for (var simple : SIMPLE) {
                if (index >= script.size() || at >= script.get(index).length) return;
                var words = new ArrayList<>(Arrays.asList(script.get(index)));
                if (words.get(at).equals(simple)) break;
                words.set(at, simple);
                if (accept(with(index, words))) break;
            }
        }
    }

    private List<String[]> with(int index, List<String> words) {
        var changed = new ArrayList<>(script);
        changed.set(index, words.toArray(new String[0]));
        return changed;
    }

    private boolean accept(List<String[]> candidate) {
        var found = candidate.isEmpty() ? null : run(candidate);
        if (found == null || !found.name().equals(mismatch.name())) return false;
        script = upTo(candidate, found);
        mismatch = found;
        return true;
    }

    private @Nullable Mismatch run(List<String[]> candidate) {
        return twins.run(candidate);
    }

    private boolean isTime() {
        return System.nanoTime() < endNanos;
    }

    private static List<String[]> upTo(List<String[]> script, Mismatch mismatch) {
        return new ArrayList<>(script.subList(0, mismatch.index() + 1));
    }
}
