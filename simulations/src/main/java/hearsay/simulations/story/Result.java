package hearsay.simulations.story;

import hearsay.simulations.check.Figure;
import hearsay.simulations.check.Findings;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.diary.Diary;
import hearsay.simulations.diary.Message;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.world.World;
import java.util.ArrayList;
import java.util.List;

/// What came of a [Story] with a seed.
///
/// @param verdicts of its laws, in their order
/// @param figures what was counted and measured
/// @param hash of everything that happened: the same for the same story and seed, in every JVM
/// @param nanos when it ended
/// @param happened the faults as they happened, each at its time and aimed at ports: the same story
///   without chance
/// @param messages those by which nodes decide something, if the run was watched
public record Result(
        Story story,
        long seed,
        List<Verdict> verdicts,
        List<Figure> figures,
        Diary diary,
        History history,
        long hash,
        long nanos,
        List<Trouble> happened,
        List<Message> messages) {

    public Result {
        verdicts = List.copyOf(verdicts);
        figures = List.copyOf(figures);
        happened = List.copyOf(happened);
        messages = List.copyOf(messages);
    }

    static Result of(
            Story story,
            long seed,
            World world,
            History history,
            Findings findings,
            List<Trouble> happened,
            List<Message> messages) {
        List<Figure> figures = new ArrayList<>(Failovers.figures(world.diary().entries()));
        figures.addAll(ClientFigures.of(history));
        figures.addAll(findings.figures());
        return new Result(
                story,
                seed,
                findings.verdicts(),
                figures,
                world.diary(),
                history,
                hash(world, history),
                world.nanos(),
                happened,
                messages);
    }

    /// What nodes told, what clients were told, and every delivery of the network.
    private static long hash(World world, History history) {
        long hash = world.diary().hash();
        hash = Long.rotateLeft(hash, 21) ^ history.hash();
        return Long.rotateLeft(hash, 21) ^ world.network().fingerprint();
    }

    /// The hash as people copy it: sixteen characters.
    public String hashText() {
        return "%016x".formatted(hash);
    }
}
