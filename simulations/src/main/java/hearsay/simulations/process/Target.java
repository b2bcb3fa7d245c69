package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.Overview.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A process to which something is done, because of a node in it.
///
/// @param named the first of its nodes that the user named
/// @param all its nodes, ascending by port
record Target(Row named, List<Row> all) {

    /// The processes of those nodes, each once, in the order in which they are named.
    static List<Target> of(List<Row> named, Overview overview) {
        List<Target> targets = new ArrayList<>();
        for (Row row : named) {
            if (targets.stream().anyMatch(target -> target.all().contains(row))) continue;
            targets.add(
                    new Target(
                            row,
                            overview.rows().stream()
                                    .filter(other -> other.member().isWith(row.member()))
                                    .toList()));
        }
        return targets;
    }

    List<Member> members() {
        return all.stream().map(Row::member).toList();
    }

    /// The process, which must run.
    ProcessHandle process() {
        Member member = named.member();
        return member.process()
                .orElseThrow(() -> new Refusal("%d does not run.".formatted(member.port())));
    }

    /// For instance `7001 (master, pid 4711), and in the same JVM 7003 (replica of 7000)`.
    String describe() {
        String first =
                "%d (%s, pid %d)"
                        .formatted(
                                named.member().port(), Overview.role(named), named.member().pid());
        if (all.size() == 1) return first;
        return first
                + ", and in the same JVM "
                + all.stream()
                        .filter(row -> row != named)
                        .map(row -> "%d (%s)".formatted(row.member().port(), Overview.role(row)))
                        .collect(Collectors.joining(", "));
    }
}
