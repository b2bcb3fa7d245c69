package hearsay.simulations.story;

import hearsay.simulations.fault.Aim;
import hearsay.simulations.fault.AimText;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.fault.Fault.Partition;
import hearsay.simulations.fault.Text;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.fault.When;
import java.time.Duration;
import java.util.stream.Collectors;

/// A [Trouble] as [TroubleReader] reads it.
public final class TroubleText {

    private TroubleText() {}

    public static String of(Trouble trouble) {
        String lasting = trouble.lasting().map(time -> ", for = " + Text.of(time)).orElse("");
        return "{ "
                + when(trouble.when())
                + ", "
                + fault(trouble.fault(), trouble.aim())
                + lasting
                + " }";
    }

    private static String when(When when) {
        return switch (when) {
            case When.At at -> "at = " + Text.of(at.time());
            case When.Every every ->
                    "every = %s, from = %s, until = %s"
                            .formatted(
                                    Text.of(every.gap()),
                                    Text.of(every.from()),
                                    Text.of(every.until()));
            case When.Between between ->
                    "between = %s, mean = %s"
                            .formatted(
                                    range(between.from(), between.until()),
                                    Text.of(between.meanGap()));
            case When.On on ->
                    "on = %s, after = %s, nth = %d, times = %d"
                            .formatted(on.event(), Text.of(on.delay()), on.nth(), on.times());
        };
    }

    /// The fault's word, whom it is aimed at, and what else it needs.
    public static String fault(Fault fault, Aim aim) {
        if (fault instanceof Fault.Random random) return random(random);
        return word(fault) + " = " + aim(aim) + more(fault);
    }

    private static String random(Fault.Random random) {
        return random.choices().stream()
                .map(TroubleText::choice)
                .collect(Collectors.joining("\n    ", "random = [\n    ", "\n  ]"));
    }

    private static String choice(Fault.Random.Choice choice) {
        String lasting =
                choice.atMost().isZero()
                        ? ""
                        : ", for = " + range(choice.atLeast(), choice.atMost());
        return "{ weight = "
                + choice.weight()
                + ", "
                + fault(choice.fault(), choice.aim())
                + lasting
                + " }";
    }

    /// The word of a story file for that kind of fault.
    public static String word(Fault fault) {
        return switch (fault) {
            case Fault.Crash crash -> "crash";
            case Fault.PowerCut powerCut -> "power-cut";
            case Fault.Restart restart -> "restart";
            case Fault.Pause pause -> "pause";
            case Fault.ClockJump jump -> "clock-jump";
            case Fault.ClockDrift drift -> "clock-drift";
            case Partition partition -> Section.word(partition.shape());
            case Fault.Delay delay -> "delay";
            case Fault.Loss loss -> "loss";
            case Fault.Duplication duplication -> "duplication";
            case Fault.Reordering reordering -> "reordering";
            case Fault.Bandwidth bandwidth -> "bandwidth";
            case Fault.DropMessages drop -> "drop";
            case Fault.ResetLinks reset -> "reset-links";
            case Fault.Hold hold -> "hold";
            case Fault.Release release -> "release";
            case Fault.SlowDisk slow -> "slow-disk";
            case Fault.FullDisk full -> "full-disk";
            case Fault.LoseFile lost -> "lose-file";
            case Fault.Heal heal -> "heal";
            case Fault.ManualFailover failover -> "failover";
            case Fault.Reshard reshard -> "reshard";
            case Fault.Random random -> "random";
        };
    }

    private static String more(Fault fault) {
        return switch (fault) {
            case Fault.Restart restart -> ", disk = " + (restart.withDisk() ? "kept" : "lost");
            case Fault.ClockJump jump -> ", by = " + Text.of(jump.by());
            case Fault.ClockDrift drift -> ", ppm = " + drift.partsPerMillion();
            case Partition partition -> ", clients = " + Section.word(partition.clients());
            case Fault.Delay delay -> ", latency = " + StoryText.quoted(delay.latency().toString());
            case Fault.Loss loss -> ", probability = " + loss.probability();
            case Fault.Duplication duplication -> ", probability = " + duplication.probability();
            case Fault.Reordering reordering ->
                    ", probability = %s, late = %s"
                            .formatted(reordering.probability(), Text.of(reordering.late()));
            case Fault.Bandwidth bandwidth -> ", bytes = " + bandwidth.bytesPerSecond();
            case Fault.DropMessages drop ->
                    ", type = %s, probability = %s, count = %d, direction = %s"
                            .formatted(
                                    FaultWords.word(drop.type()),
                                    drop.probability(),
                                    drop.count(),
                                    drop.from() ? "from" : "to");
            case Fault.SlowDisk slow -> ", sync = " + StoryText.quoted(slow.sync().toString());
            case Fault.LoseFile lost -> ", file = " + StoryText.quoted(lost.name());
            case Fault.Heal heal -> ", what = " + Section.word(heal.what());
            case Fault.Reshard reshard -> ", slots = " + reshard.slots();
            case Fault.ManualFailover failover -> ", kind = " + Section.word(failover.kind());
            case Fault.Crash crash -> "";
            case Fault.PowerCut powerCut -> "";
            case Fault.Pause pause -> "";
            case Fault.ResetLinks reset -> "";
            case Fault.Hold hold -> "";
            case Fault.Release release -> "";
            case Fault.FullDisk full -> "";
            case Fault.Random random -> "";
        };
    }

    private static String aim(Aim aim) {
        String text = AimText.of(aim);
        return text.indexOf(',') < 0 ? text : StoryText.quoted(text);
    }

    private static String range(Duration from, Duration until) {
        return "[" + Text.of(from) + ", " + Text.of(until) + "]";
    }
}
