package hearsay.node.fuzz;

import java.util.ArrayList;
import java.util.List;

/// What goes over the wire for a step of a script.
final class Commands {

    private static final String[] A_MOMENT = {"DEBUG", "SLEEP", "0.003"};

    private Commands() {}

    /// A step is one request, or two that must not be torn apart, or none.
    static List<String[]> requests(String[] step) {
        return switch (step[0]) {
            case Script.EXPIRE -> List.of(new String[] {"PEXPIRE", step[1], "1"}, A_MOMENT);
            case Script.DATASETS, Script.COUNTS -> List.of();
            default -> List.<String[]>of(step);
        };
    }

    /// The command line of both servers.
    static List<String> arguments(Generator generator) {
        var arguments = new ArrayList<>(List.of("--enable-debug-command", "yes"));
        arguments.addAll(generator.arguments());
        return arguments;
    }
}
