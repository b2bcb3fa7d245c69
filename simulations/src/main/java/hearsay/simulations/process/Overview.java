package hearsay.simulations.process;

import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import hearsay.simulations.console.Table;
import hearsay.simulations.process.Sight.Answers;
import hearsay.simulations.process.Sight.Condition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The whole cluster, put together from what its nodes say.
///
/// A node knows itself best. Of one that does not answer, the others' word is taken, and last what
/// it wrote down itself.
///
/// @param rows ascending by port
record Overview(List<Row> rows) {

    /// One node.
    ///
    /// @param line its line of CLUSTER NODES, whoever said it; empty without cluster mode
    /// @param masterPort whom it follows; 0 for a master, or if that is not known
    /// @param suspected whether another node that answers holds it for failing
    /// @param lagBytes how far a replica is behind its master; -1 if that is not known
    record Row(
            Member member,
            Condition condition,
            Optional<Answers> answers,
            Optional<NodeLine> line,
            int masterPort,
            boolean suspected,
            long lagBytes) {

        String id() {
            return line.map(NodeLine::id).orElse("");
        }

        SlotSet slots() {
            return line.map(NodeLine::slots).orElse(SlotSet.EMPTY);
        }

        boolean isSentinel() {
            return member.kind().isSentinel();
        }

        boolean isReplica() {
            return !isSentinel() && !isMaster();
        }

        boolean isMaster() {
            return !isSentinel() && isMasterOfNodes();
        }

        private boolean isMasterOfNodes() {
            return line.map(NodeLine::isMaster)
                    .or(() -> answers.map(Answers::isMaster))
                    .orElse(masterPort == 0);
        }

        boolean isWell() {
            return health().equals("up");
        }

        /// `up`, or what is wrong.
        String health() {
            if (condition == Condition.GONE) return "down";
            if (condition == Condition.PAUSED) return "paused";
            if (answers.isEmpty()) return "silent: runs, but does not answer";
            if (isSentinel()) return healthOfSentinel(answers.get());
            if (!answers.get().clusterState().equals("ok")) return "up, cluster_state:fail";
            if (!answers.get().isMaster() && !answers.get().linkIsUp())
                return answers.get().isSyncing() ? "up, syncing" : "up, link to master down";
            return suspected ? "up, but others hold it for failing" : "up";
        }
    }

    private static String healthOfSentinel(Answers answers) {
        return answers.watch()
                .map(watch ->
                        watch.status().equals("ok") ? "up" : "up, master is " + watch.status())
                .orElse("up, watches nobody");
    }

    static Overview of(List<Sight> sights) {
        List<Row> rows = new ArrayList<>();
        for (Sight sight : sights) {
            Optional<NodeLine> line = line(sight, sights);
            int masterPort = masterPort(sight, line, sights);
            rows.add(
                    new Row(
                            sight.member(),
                            sight.condition(),
                            sight.answers(),
                            line,
                            masterPort,
                            isSuspected(sight, line, sights),
                            lag(sight, masterPort, sights)));
        }
        rows.sort(Comparator.comparingInt(row -> row.member().port()));
        return new Overview(List.copyOf(rows));
    }

    boolean isWell() {
        return rows.stream().allMatch(Row::isWell);
    }

    /// Who serves the slot now, as far as is known: the claim of the highest epoch.
    Optional<Row> masterOf(int slot) {
        return rows.stream()
                .filter(row -> row.isMaster() && row.slots().contains(slot))
                .max(Comparator.comparingLong(row -> row.line().orElseThrow().configEpoch()));
    }

    List<Row> replicasOf(Row master) {
        int port = master.member().port();
        return rows.stream().filter(row -> row.isReplica() && row.masterPort() == port).toList();
    }

    Table table() {
        var table = new Table("port", "pid", "role", "slots", "id", "health", "lag");
        for (Row row : rows) {
            table.row(
                    Integer.toString(row.member().port()),
                    row.condition() == Condition.GONE ? "-" : Long.toString(row.member().pid()),
                    role(row),
                    slots(row.slots()),
                    row.id().isEmpty()
                            ? "-"
                            : row.id().substring(0, Math.min(8, row.id().length())),
                    row.health(),
                    row.lagBytes() < 0 ? "-" : row.lagBytes() + " B");
        }
        return table;
    }

    /// The Sentinels.
    List<Row> sentinels() {
        return rows.stream().filter(Row::isSentinel).toList();
    }

    static String role(Row row) {
        if (row.isSentinel())
            return row.masterPort() == 0 ? "sentinel" : "sentinel of " + row.masterPort();
        if (row.isMaster()) return "master";
        return row.masterPort() == 0 ? "replica" : "replica of " + row.masterPort();
    }

    private static String slots(SlotSet slots) {
        if (slots.isEmpty()) return "-";
        return slots.ranges().stream().map(SlotRange::toString).collect(Collectors.joining(" "));
    }

    private static Optional<NodeLine> line(Sight sight, List<Sight> all) {
        Optional<NodeLine> itself =
                sight.answers()
                        .flatMap(a -> a.nodes().stream().filter(NodeLine::isMyself).findFirst());
        if (itself.isPresent()) return itself;
        Optional<NodeLine> written =
                sight.remembered().stream().filter(NodeLine::isMyself).findFirst();
        return others(sight, all)
                .filter(line -> written.map(w -> w.id().equals(line.id())).orElse(true))
                .max(Comparator.comparingLong(NodeLine::configEpoch))
                .or(() -> written);
    }

    /// What the other nodes say about this one.
    private static java.util.stream.Stream<NodeLine> others(Sight sight, List<Sight> all) {
        return all.stream()
                .filter(other -> !other.member().equals(sight.member()))
                .flatMap(other -> other.answers().stream())
                .flatMap(answers -> answers.nodes().stream())
                .filter(line -> line.port() == sight.member().port() && line.isKnown());
    }

    private static boolean isSuspected(Sight sight, Optional<NodeLine> line, List<Sight> all) {
        return others(sight, all)
                .anyMatch(said ->
                        said.isSuspected() && line.map(l -> l.id().equals(said.id())).orElse(true));
    }

    private static int masterPort(Sight sight, Optional<NodeLine> line, List<Sight> all) {
        if (sight.member().kind().isSentinel())
            return sight.answers().flatMap(Answers::watch).map(SentinelView::port).orElse(0);
        if (sight.answers().isEmpty() && line.isEmpty()) return masterForSentinels(sight, all);
        if (line.isEmpty())
            return sight.answers().filter(a -> !a.isMaster()).map(Answers::masterPort).orElse(0);
        String master = line.get().master();
        if (master.isEmpty()) return 0;
        return all.stream()
                .flatMap(s ->
                        java.util.stream.Stream.concat(
                                s.answers().stream().flatMap(a -> a.nodes().stream()),
                                s.remembered().stream()))
                .filter(l -> l.id().equals(master))
                .mapToInt(NodeLine::port)
                .findFirst()
                .orElse(0);
    }

    /// Whom a node that says nothing is to follow in the eyes of Sentinels: nobody if it is their
    /// master, or if there are none.
    private static int masterForSentinels(Sight silent, List<Sight> all) {
        return all.stream()
                .flatMap(sight -> sight.answers().stream())
                .flatMap(answers -> answers.watch().stream())
                .mapToInt(SentinelView::port)
                .filter(port -> port != silent.member().port())
                .findFirst()
                .orElse(0);
    }

    private static long lag(Sight sight, int masterPort, List<Sight> all) {
        boolean follows = masterPort != 0 && !sight.member().kind().isSentinel();
        if (!follows || sight.answers().isEmpty()) return -1;
        long here = sight.answers().get().offset();
        return all.stream()
                .filter(s -> s.member().port() == masterPort)
                .flatMap(s -> s.answers().stream())
                .mapToLong(answers -> Math.max(0, answers.offset() - here))
                .findFirst()
                .orElse(-1);
    }
}
