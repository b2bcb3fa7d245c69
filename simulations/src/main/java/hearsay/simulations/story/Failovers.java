package hearsay.simulations.story;

import hearsay.simulations.check.Figure;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How long a cluster was without a master, as its diary tells: from the moment when a master was
/// killed, went dark, stopped or was cut off until a replica was elected.
final class Failovers {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final long NONE = -1;

    private final Map<String, Boolean> isMaster = new TreeMap<>();
    private long gone = NONE;
    private long first = NONE;
    private int elected;
    private int elections;
    private int refusals;

    private Failovers() {}

    /// `failover` is the first one's time; no figure if there was none.
    static List<Figure> figures(List<Entry> entries) {
        var failovers = new Failovers();
        for (Entry entry : entries) failovers.hear(entry);
        return failovers.figures();
    }

    private void hear(Entry entry) {
        switch (entry.word()) {
            case Deed.BECOMES_MASTER -> isMaster.put(entry.where(), true);
            case Deed.BECOMES_REPLICA -> isMaster.put(entry.where(), false);
            case Deed.CRASH, Deed.POWER_CUT, Deed.PAUSE -> {
                if (gone == NONE && isMaster.getOrDefault(entry.where(), false))
                    gone = entry.nanos();
            }
            case Words.ASKS_FOR_VOTES -> elections++;
            case Words.REFUSES_VOTE -> refusals++;
            case Words.ELECTED -> {
                elected++;
                if (gone != NONE && first == NONE) first = entry.nanos() - gone;
            }
            default -> {}
        }
    }

    private boolean isMaster(String name) {
        return isMaster.getOrDefault(name, false);
    }

    private void isGone(Entry entry) {
        if (gone == NONE) gone = entry.nanos();
    }

    private List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        if (first != NONE) figures.add(new Figure("failover", first / NANOS_PER_MILLI, "ms"));
        figures.add(Figure.count("failovers", elected));
        figures.add(Figure.count("elections", elections));
        figures.add(Figure.count("refused votes", refusals));
        return figures;
    }
}
