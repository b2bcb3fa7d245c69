package hearsay.simulations.process;

import hearsay.gossip.model.Slot;
import hearsay.gossip.routing.HashSlot;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.Overview.Row;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which nodes a NODE on the command line means.
///
/// ```
/// 7001                                     a port
/// 3fc9a1                                   how an id begins
/// master-of:slot:0    master-of:key:user   who serves it
/// replica-of:slot:0                        its first replica (replicas-of: all of them)
/// all-masters  all-replicas  all-sentinels  all
/// ```
final class Whom {

    private static final String MASTER_OF = "master-of:";
    private static final String REPLICA_OF = "replica-of:";
    private static final String REPLICAS_OF = "replicas-of:";

    private final Overview overview;

    Whom(Overview overview) {
        this.overview = overview;
    }

    /// @return at least one
    /// @throws Refusal if there is none, with those that there are
    List<Row> named(String text) {
        if (text.equals("all")) return overview.rows();
        if (text.equals("all-masters")) return someOf(text, Row::isMaster);
        if (text.equals("all-replicas")) return someOf(text, Row::isReplica);
        if (text.equals("all-sentinels")) return someOf(text, Row::isSentinel);
        if (text.startsWith(MASTER_OF))
            return List.of(masterOf(text, text.substring(MASTER_OF.length())));
        if (text.startsWith(REPLICA_OF))
            return replicasOf(text, text.substring(REPLICA_OF.length())).subList(0, 1);
        if (text.startsWith(REPLICAS_OF))
            return replicasOf(text, text.substring(REPLICAS_OF.length()));
        return List.of(one(text));
    }

    private Row one(String text) {
        for (Row row : overview.rows())
            if (text.equals(Integer.toString(row.member().port()))) return row;
        String prefix = text.toLowerCase(Locale.ROOT);
        List<Row> found =
                overview.rows().stream()
                        .filter(row -> !prefix.isEmpty() && row.id().startsWith(prefix))
                        .toList();
        if (found.size() > 1) throw unknown("More than one id begins with '" + text + "'.");
        if (found.isEmpty()) throw unknown("There is no node '" + text + "'.");
        return found.getFirst();
    }

    private List<Row> someOf(String text, java.util.function.Predicate<Row> which) {
        List<Row> some = overview.rows().stream().filter(which).toList();
        if (some.isEmpty()) throw unknown("There is no node for '" + text + "'.");
        return some;
    }

    private Row masterOf(String text, String what) {
        int slot = slot(text, what);
        Optional<Row> master = overview.masterOf(slot);
        return master.orElseThrow(() -> unknown("No known node serves slot " + slot + "."));
    }

    private List<Row> replicasOf(String text, String what) {
        Row master = masterOf(text, what);
        List<Row> replicas = overview.replicasOf(master);
        if (replicas.isEmpty())
            throw unknown("The master " + master.member().port() + " has no replica.");
        return replicas;
    }

    private int slot(String text, String what) {
        if (what.startsWith("key:")) return HashSlot.of(what.substring("key:".length()));
        String number = what.startsWith("slot:") ? what.substring("slot:".length()) : "";
        if (!number.matches("[0-9]{1,5}") || !Slot.isValid(Integer.parseInt(number)))
            throw unknown("'" + text + "' does not name a slot from 0 to 16383, or a key.");
        return Integer.parseInt(number);
    }

    private Refusal unknown(String problem) {
        return new Refusal(
                """
                %s These are known:

                %s
                NODE is a port, the beginning of an id, master-of:slot:N, replica-of:slot:N, replicas-of:slot:N
                (or :key:NAME), all-masters, all-replicas, all-sentinels or all.\
                """
                        .formatted(problem, overview.table()));
    }
}
