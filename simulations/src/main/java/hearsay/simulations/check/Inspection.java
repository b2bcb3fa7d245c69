package hearsay.simulations.check;

import hearsay.gossip.bus.BusMessage;
import hearsay.simulations.check.Check.Sense;
import hearsay.simulations.diary.Diary;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.network.Tap;
import hearsay.simulations.runtime.Agenda;
import hearsay.simulations.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Laws watched during one run. Nothing is spent on what no law that is watched wants to know.
///
/// ```
///   var inspection = Inspection.of(world, story.laws(), settlesNanos);
///   world.network().tap(inspection.tap());
///   history.tell(inspection::answered);
///   … inspection.healed() when the last fault has healed
///   var findings = inspection.end(history);
/// ```
public final class Inspection {

    private static final long LOOK_NANOS = 100_000_000;

    private final List<Check> all = new ArrayList<>();
    private final Check[] onBus;
    private final Check[] onDiary;
    private final Check[] onOperations;
    private final Check[] onTime;
    private final Scene scene;
    private final Incidents incidents = new Incidents();
    private boolean over;

    /// For a world of which the caller tells everything itself.
    ///
    /// @param laws names of [Laws]
    public Inspection(Scene scene, Collection<String> laws) {
        this.scene = scene;
        for (var name : Laws.names()) if (laws.contains(name)) all.add(Laws.check(name, scene));
        onBus = withSense(Sense.BUS);
        onDiary = withSense(Sense.DIARY);
        onOperations = withSense(Sense.OPERATIONS);
        onTime = withSense(Sense.TIME);
    }

    /// Begins: listens to the world's diary, and looks at its nodes ten times a second.
    ///
    /// @param laws names of [Laws]
    /// @param settlesNanos how long after the last fault healed the views may take to converge
    public static Inspection of(World world, Collection<String> laws, long settlesNanos) {
        var inspection = new Inspection(Scene.of(world, settlesNanos), laws);
        inspection.listen(world.diary());
        if (inspection.onTime.length > 0) inspection.lookAgain(world.agenda());
        return inspection;
    }

    private Check[] withSense(Sense sense) {
        return all.stream().filter(check -> check.senses().contains(sense)).toArray(Check[]::new);
    }

    private void listen(Diary diary) {
        var unused = diary.whenever(this::noted);
    }

    private void lookAgain(Agenda agenda) {
        var unused =
                agenda.after(
                        LOOK_NANOS,
                        () -> {
                            if (over) return;
                            look();
                            lookAgain(agenda);
                        });
    }

    /// What is to watch the bus; null if no law wants to know.
    public @Nullable Tap tap() {
        if (onBus.length == 0) return null;
        return new Tap() {
            @Override
            public void delivered(
                    long sentNanos,
                    long arrivedNanos,
                    String fromIp,
                    String toIp,
                    BusMessage message) {
                for (var check : onBus) check.bus(sentNanos, arrivedNanos, fromIp, toIp, message);
            }

            @Override
            public void lost(long sentNanos, String fromIp, String toIp, BusMessage message) {
                for (var check : onBus) check.bus(sentNanos, Long.MAX_VALUE, fromIp, toIp, message);
            }
        };
    }

    public void noted(Entry entry) {
        if (over) return;
        incidents.noted(entry);
        for (var check : onDiary) check.noted(entry);
    }

    public void look() {
        long now = scene.nanos();
        for (var check : onTime) check.look(now);
    }

    /// An operation has entered the history, now.
    public void answered(Operation operation) {
        for (var check : onOperations) check.answered(operation);
    }

    /// The last fault has healed. May be said again if there was another one.
    public void healed() {
        for (var check : all) check.healed(scene.nanos());
    }

    /// Since when, as far as the laws look, all is as it should be in the end. `Long.MAX_VALUE` if
    /// something is not, 0 if none of them looks.
    public long settledSince() {
        long latest = 0;
        for (var check : all) latest = Math.max(latest, check.settledSince());
        return latest;
    }

    /// The run is over, all clients are done and everything has been read back.
    ///
    /// What breaks a law that holds only as long as nothing goes wrong is a figure if something
    /// did.
    public Findings end(History history) {
        over = true;
        var verdicts = new ArrayList<Verdict>();
        var figures = new ArrayList<Figure>();
        for (var check : all) {
            check.end(history, incidents);
            figures.addAll(check.figures());
            if (check.isBroken() && isExcused(check.law().severity())) {
                figures.add(Figure.count("breaches of " + check.law(), check.times()));
                verdicts.add(new Verdict.Held(check.law()));
            } else verdicts.add(check.verdict());
        }
        return new Findings(verdicts, figures);
    }

    private boolean isExcused(Severity severity) {
        return switch (severity) {
            case VIOLATION -> false;
            case VIOLATION_WHILE_CALM -> !incidents.isCalm();
            case FIGURE -> true;
        };
    }
}
