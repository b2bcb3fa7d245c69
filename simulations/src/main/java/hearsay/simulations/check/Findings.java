package hearsay.simulations.check;

import java.util.List;

/// What came of a run.
///
/// @param verdicts one for each law that was watched, in the laws' order
public record Findings(List<Verdict> verdicts, List<Figure> figures) {

    public Findings {
        verdicts = List.copyOf(verdicts);
        figures = List.copyOf(figures);
    }

    public boolean held() {
        return verdicts.stream().allMatch(verdict -> verdict instanceof Verdict.Held);
    }

    /// The laws that did not hold, the earliest breach first.
    public List<Verdict.Broken> broken() {
        return verdicts.stream()
                .filter(verdict -> verdict instanceof Verdict.Broken)
                .map(verdict -> (Verdict.Broken) verdict)
                .sorted((a, b) -> Long.compare(a.nanos(), b.nanos()))
                .toList();
    }

    public List<Verdict.Unknown> unknown() {
        return verdicts.stream()
                .filter(verdict -> verdict instanceof Verdict.Unknown)
                .map(verdict -> (Verdict.Unknown) verdict)
                .toList();
    }
}
