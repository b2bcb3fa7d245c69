package hearsay.simulations.story;

import hearsay.simulations.check.Figure;
import hearsay.simulations.diary.Achieved;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How long a cluster was without a master, as its diary tells: from the moment when a master was
/// killed, went dark, stopped or was cut off until a replica was elected.
///
/// Where several masters are gone at once, the first election is taken for that of the one that
/// went first.
final class Failovers {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final long NONE = -1;

    private final Set<String> masters = new LinkedHashSet<>();
    private final Map<String, Long> gone = new LinkedHashMap<>();
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
            case Deed.BECOMES_MASTER -> masters.add(entry.where());
            case Deed.BECOMES_REPLICA -> masters.remove(entry.where());
            case Deed.CRASH, Deed.POWER_CUT, Deed.PAUSE -> goes(entry.where(), entry.nanos());
            case Deed.START, Deed.RESTART, Deed.RESUME -> gone.remove(entry.where());
            case Deed.PARTITION -> {
                for (String node : nodes(entry)) goes(node, entry.nanos());
            }
            case Deed.HEAL -> {
                for (String node : nodes(entry)) gone.remove(node);
            }
            case Words.ASKS_FOR_VOTES -> elections++;
            case Words.REFUSES_VOTE -> refusals++;
            case Words.ELECTED -> isElected(entry.nanos());
            case Achieved.ELECTED -> elections++;
            case Achieved.SEES_PROMOTION -> isElected(entry.nanos());
            default -> {}
        }
    }

    private void goes(String node, long nanos) {
        if (masters.contains(node)) gone.putIfAbsent(node, nanos);
    }

    private void isElected(long nanos) {
        elected++;
        if (gone.isEmpty()) return;
        var earliest = gone.entrySet().iterator().next();
        if (first == NONE) first = nanos - earliest.getValue();
        gone.remove(earliest.getKey());
    }

    private static List<String> nodes(Entry entry) {
        for (var detail : entry.details())
            if (detail.name().equals(Deed.NODES))
                return List.of(detail.value().toString().split(" "));
        return List.of();
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
