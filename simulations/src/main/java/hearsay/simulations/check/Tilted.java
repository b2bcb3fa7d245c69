package hearsay.simulations.check;

import hearsay.sentinel.model.Milestone;
import hearsay.simulations.diary.Achieved;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.LogLine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A Sentinel whose clock jumped, or that stood still, leads and promotes nobody until time has
/// passed as it should for half a minute.
///
/// Source: "High availability with Redis Sentinel", "TILT mode".
final class Tilted extends Check {

    static final Law LAW =
            new Law(
                    "tilt-does-nothing",
                    "A Sentinel in TILT neither leads a failover nor promotes.",
                    Severity.VIOLATION);

    private final Set<String> tilted = new HashSet<>(); // never walked
    private int times;

    Tilted() {
        super(LAW);
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.DIARY);
    }

    @Override
    void noted(Entry entry) {
        switch (entry.what()) {
            case LogLine(String text) -> {
                if (text.startsWith("+tilt ") && tilted.add(entry.where())) times++;
                if (text.startsWith("-tilt ")) tilted.remove(entry.where());
            }
            case Achieved(Milestone.Elected elected) -> judge(entry, elected.forced());
            case Achieved(Milestone.PromotionOrdered ordered) -> judge(entry, false);
            case Deed deed -> {
                if (isStart(deed)) tilted.remove(entry.where());
            }
            default -> {}
        }
    }

    private static boolean isStart(Deed deed) {
        return deed.word().equals(Deed.START) || deed.word().equals(Deed.RESTART);
    }

    private void judge(Entry entry, boolean ordered) {
        if (ordered || !tilted.contains(entry.where())) return;
        broken(entry.nanos(), entry.where(), entry.where() + " " + entry.text() + ", in TILT");
    }

    @Override
    void end(History history, Incidents incidents) {
        figure(Figure.count("times that a Sentinel went into TILT", times));
    }
}
