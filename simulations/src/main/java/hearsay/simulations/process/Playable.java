package hearsay.simulations.process;

import hearsay.simulations.fault.Fault;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.story.Story;
import hearsay.simulations.world.WorldPlan;
import java.util.ArrayList;
import java.util.List;

/// Whether a story can be told on processes of one real machine: what happens in it must be
/// something that can be done to a process from outside.
final class Playable {

    private Playable() {}

    /// What cannot be done, in words; empty if everything can.
    static List<String> obstacles(Story story) {
        List<String> obstacles = new ArrayList<>();
        for (Trouble trouble : story.troubles()) {
            String why = why(trouble.fault());
            if (!why.isEmpty() && !obstacles.contains(why)) obstacles.add(why);
        }
        WorldPlan world = story.world();
        if (world.nat()) obstacles.add("another address than the one they are bound to");
        if (world.loss() + world.duplication() + world.reordering() > 0)
            obstacles.add("a network that loses, doubles or reorders messages");
        return obstacles;
    }

    private static String why(Fault fault) {
        return switch (fault) {
            case Fault.Crash it -> "";
            case Fault.Restart it -> "";
            case Fault.Pause it -> "";
            case Fault.LoseFile it -> "";
            case Fault.Heal it -> "";
            case Fault.ManualFailover it -> "";
            case Fault.Reshard it -> "an operator who moves slots and does not give up";
            case Fault.PowerCut it -> "a machine that loses its power";
            case Fault.ClockJump it -> "a clock of their own that jumps";
            case Fault.ClockDrift it -> "a clock of their own that drifts";
            case Fault.Partition it -> "a network that falls into parts";
            case Fault.Delay it -> "a slow network";
            case Fault.Loss it -> "a network that loses messages";
            case Fault.Duplication it -> "a network that doubles messages";
            case Fault.Reordering it -> "a network that reorders messages";
            case Fault.Bandwidth it -> "a narrow network";
            case Fault.DropMessages it -> "a network that drops messages";
            case Fault.ResetLinks it -> "connections that somebody else breaks";
            case Fault.Hold it -> "a network that holds messages back";
            case Fault.Release it -> "a network that holds messages back";
            case Fault.SlowDisk it -> "a slow disk of their own";
            case Fault.FullDisk it -> "a full disk of their own";
            case Fault.Random(var choices) ->
                    choices.stream()
                            .map(choice -> why(choice.fault()))
                            .filter(text -> !text.isEmpty())
                            .findFirst()
                            .orElse("");
        };
    }
}
