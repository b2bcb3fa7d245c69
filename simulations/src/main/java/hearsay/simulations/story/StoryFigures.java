package hearsay.simulations.story;

import hearsay.simulations.check.Figure;
import hearsay.simulations.check.History;
import hearsay.simulations.diary.Entry;
import java.util.ArrayList;
import java.util.List;

/// What is counted and measured of every run of a story, in whichever world it was told.
public final class StoryFigures {

    private StoryFigures() {}

    /// Times of failovers first, then what clients noticed.
    public static List<Figure> of(List<Entry> entries, History history) {
        List<Figure> figures = new ArrayList<>(Failovers.figures(entries));
        figures.addAll(ClientFigures.of(history));
        return figures;
    }
}
