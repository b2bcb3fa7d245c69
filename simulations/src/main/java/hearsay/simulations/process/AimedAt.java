package hearsay.simulations.process;

import hearsay.simulations.fault.Aim;
import hearsay.simulations.fault.AimText;
import hearsay.simulations.process.Overview.Row;
import hearsay.simulations.process.Sight.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Whom an [Aim] means in a cluster of processes, at this moment, as its nodes tell it.
///
/// @param it whom the last fault met
/// @param winner who was voted for last
record AimedAt(Overview overview, List<Integer> it, List<Integer> winner, RandomGenerator chance) {

    /// Ascending by port; nobody if there is none such now.
    List<Row> of(Aim aim) {
        return switch (aim) {
            case Aim.Port(int port) -> ports(List.of(port));
            case Aim.MasterOf(int slot) -> overview.masterOf(slot).stream().toList();
            case Aim.ReplicaOf(int slot, Aim.ReplicaOf.Rank rank) ->
                    overview.masterOf(slot)
                            .map(master -> ranked(overview.replicasOf(master), rank))
                            .orElse(List.of());
            case Aim.Any(int count, Aim.Role role) ->
                    some(count, rows(row -> is(row, role) && isRunning(row)));
            case Aim.All(Aim.Role role) -> rows(row -> is(row, role));
            case Aim.Minority minority -> {
                List<Row> masters = masters();
                yield some((masters.size() - 1) / 2, masters);
            }
            case Aim.Majority majority -> {
                List<Row> masters = masters();
                yield some(masters.size() / 2 + 1, masters);
            }
            case Aim.WithReplicas(Aim masters) -> {
                Set<Row> all = new LinkedHashSet<>();
                for (Row master : of(masters)) {
                    all.add(master);
                    all.addAll(overview.replicasOf(master));
                }
                yield ordered(all);
            }
            case Aim.Several(List<Aim> aims) -> {
                Set<Row> all = new LinkedHashSet<>();
                for (Aim each : aims) all.addAll(of(each));
                yield ordered(all);
            }
            case Aim.It same -> ports(it);
            case Aim.Winner best -> ports(winner);
        };
    }

    /// For messages.
    static String text(Aim aim) {
        return AimText.of(aim);
    }

    private List<Row> ports(List<Integer> ports) {
        return rows(row -> ports.contains(row.member().port()));
    }

    /// Those that serve slots.
    private List<Row> masters() {
        return rows(row -> row.isMaster() && !row.slots().isEmpty());
    }

    private List<Row> rows(Predicate<Row> which) {
        return overview.rows().stream().filter(which).toList();
    }

    private static boolean is(Row row, Aim.Role role) {
        return switch (role) {
            case MASTER -> row.isMaster();
            case REPLICA -> row.isReplica();
            case NODE -> !row.isSentinel();
            case SENTINEL -> row.isSentinel();
        };
    }

    private static boolean isRunning(Row row) {
        return row.condition() == Condition.RUNNING;
    }

    private List<Row> ranked(List<Row> replicas, Aim.ReplicaOf.Rank rank) {
        if (replicas.isEmpty()) return List.of();
        List<Row> best = new ArrayList<>(replicas);
        best.sort(
                Comparator.comparingLong(
                                (Row row) -> row.answers().map(a -> a.offset()).orElse(-1L))
                        .reversed()
                        .thenComparing(Row::id));
        return switch (rank) {
            case BEST -> List.of(best.getFirst());
            case WORST -> List.of(best.getLast());
            case ANY -> some(1, best);
            case EVERY -> ordered(best);
        };
    }

    private List<Row> some(int count, List<Row> among) {
        List<Row> shuffled = new ArrayList<>(among);
        Collections.shuffle(shuffled, Random.from(chance));
        return ordered(shuffled.subList(0, Math.min(count, shuffled.size())));
    }

    private static List<Row> ordered(java.util.Collection<Row> rows) {
        return rows.stream().sorted(Comparator.comparingInt(row -> row.member().port())).toList();
    }
}
