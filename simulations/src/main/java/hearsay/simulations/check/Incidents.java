package hearsay.simulations.check;

import hearsay.gossip.diary.Happening;
import hearsay.sentinel.model.Milestone;
import hearsay.simulations.diary.Achieved;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Told;
import hearsay.simulations.diary.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What went wrong in a run, and who took whose place: the reasons for which Redis may lose what it
/// has acknowledged.
final class Incidents {

    static final String FOLLOWS = Words.FOLLOWS;
    private static final String TAKEOVER = "takeover";

    /// A Sentinel tells a replica to become the master.
    private static final String PROMOTED = "promoted";

    /// @param word the diary's
    /// @param who the node that it happened to, or the world
    record Incident(long nanos, String word, String who) {

        /// Somebody did it to the nodes.
        boolean isTrouble() {
            return switch (word) {
                case Deed.CRASH,
                        Deed.POWER_CUT,
                        Deed.PARTITION,
                        Deed.PAUSE,
                        Deed.GAVE_UP,
                        Deed.ENDED,
                        Deed.FAULT ->
                        true;
                default -> false;
            };
        }

        boolean isDeath() {
            return switch (word) {
                case Deed.CRASH, Deed.POWER_CUT, Deed.GAVE_UP, Deed.ENDED -> true;
                default -> false;
            };
        }

        /// Died, or changed places.
        boolean isChange() {
            return isDeath()
                    || isPromotion()
                    || word.equals(FOLLOWS)
                    || word.equals(Words.MIGRATES);
        }

        boolean isPromotion() {
            return word.equals(Words.ELECTED) || word.equals(TAKEOVER) || word.equals(PROMOTED);
        }
    }

    private final List<Incident> all = new ArrayList<>();

    /// Whether Sentinels change who is what: they tell no node's diary why, so that what nodes
    /// become counts.
    private boolean watched;

    void noted(Entry entry) {
        if (entry.what() instanceof Achieved(var milestone)) {
            watched = true;
            if (milestone instanceof Milestone.PromotionOrdered ordered) {
                var promoted = Integer.toString(ordered.replica().port());
                all.add(new Incident(entry.nanos(), PROMOTED, promoted));
            }
            return;
        }
        if (watched && entry.is(Deed.BECOMES_REPLICA)) {
            all.add(new Incident(entry.nanos(), FOLLOWS, entry.where()));
            return;
        }
        var incident = new Incident(entry.nanos(), entry.word(), entry.where());
        boolean counts =
                switch (entry.what()) {
                    case Told(Happening.ElectionWon won) -> true;
                    case Told(Happening.TakeoverAccepted accepted) -> true;
                    case Told(Happening.Follows follows) -> true;
                    case Told(Happening.FollowsGrandmaster follows) -> true;
                    case Told(Happening.Migrates migrates) -> true;
                    case Deed deed -> incident.isTrouble();
                    default -> false;
                };
        if (counts) all.add(incident);
    }

    /// Whether nothing ever went wrong.
    boolean isCalm() {
        return all.isEmpty();
    }

    /// Whether an operator let a replica take over without anybody's vote.
    boolean anyTakeover() {
        return all.stream().anyMatch(incident -> incident.word.equals(TAKEOVER));
    }

    /// Whether anybody died or changed places in that time.
    boolean anyChange(long fromNanos, long toNanos) {
        for (var incident : all) {
            boolean change = incident.isChange();
            if (change && incident.nanos >= fromNanos && incident.nanos <= toNanos) return true;
        }
        return false;
    }

    /// Whether a failover may have forgotten the first of two answers before the second was given.
    /// Of one and the same node: if it died, was promoted or submitted in between. Of two nodes: if
    /// anybody did, or if one of them had been promoted before; the other one may not have known.
    boolean mayForget(Operation first, Operation second) {
        boolean moved = !first.node().equals(second.node());
        for (var incident : all) {
            if (incident.nanos > second.completedNanos()) break;
            boolean concerns =
                    incident.who.equals(first.node()) || incident.who.equals(second.node());
            if (moved && concerns && incident.isPromotion()) return true;
            boolean change = incident.isChange();
            boolean between = incident.nanos >= first.invokedNanos();
            if (change && between && (moved || concerns)) return true;
        }
        return false;
    }

    /// What ended the reign of the master that acknowledged a write: its death or its submission
    /// after it was asked. If it was neither, the next promotion of anybody; null if there was
    /// none. A master that does not know that it was replaced acknowledges writes after the
    /// promotion of another.
    @Nullable Incident endOfMaster(Operation write) {
        for (var incident : all) {
            boolean ends = incident.isDeath() || incident.word.equals(FOLLOWS);
            boolean later = incident.nanos >= write.invokedNanos();
            if (ends && later && incident.who.equals(write.node())) return incident;
        }
        for (var incident : all) {
            if (incident.isPromotion() && incident.nanos >= write.invokedNanos()) return incident;
        }
        return null;
    }

    /// The last trouble up to then of that node, or of the world as a whole; null if there was
    /// none.
    @Nullable Incident troubleBefore(long nanos, String node) {
        Incident last = null;
        for (var incident : all) {
            if (incident.nanos > nanos) break;
            boolean concerns = incident.who.equals(node) || incident.who.equals(Entry.WORLD);
            if (incident.isTrouble() && concerns) last = incident;
        }
        return last;
    }
}
