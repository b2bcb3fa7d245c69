package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Directives of redis.conf on the command line of `up`: `--name value ...` as redis-server takes
/// them.
final class Directives {

    /// What `up` has to decide itself.
    private static final Set<String> OURS =
            new TreeSet<>(
                    List.of(
                            "port",
                            "bind",
                            "dir",
                            "pidfile",
                            "logfile",
                            "daemonize",
                            "cluster-enabled",
                            "cluster-config-file",
                            "cluster-port",
                            "hearsay-seed-nodes",
                            "replicaof",
                            "slaveof"));

    private Directives() {}

    /// @return name and values of each, in order
    /// @throws Refusal if there is no such directive, or it is not free to choose
    static List<List<String>> parse(List<String> words) {
        List<List<String>> directives = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("--")) {
                String name = word.substring(2);
                check(name);
                directives.add(new ArrayList<>(List.of(name)));
            } else if (directives.isEmpty()) {
                throw new Refusal("'" + word + "' is neither an option of up nor a directive.");
            } else {
                directives.getLast().add(word);
            }
        }
        for (List<String> directive : directives) {
            if (directive.size() == 1)
                throw new Refusal("The directive --" + directive.getFirst() + " needs a value.");
        }
        addMasterauth(directives);
        return directives;
    }

    /// Replicas must know the password that their master asks for.
    private static void addMasterauth(List<List<String>> directives) {
        List<List<String>> passwords =
                directives.stream().filter(d -> d.getFirst().equals("requirepass")).toList();
        boolean given = directives.stream().anyMatch(d -> d.getFirst().equals("masterauth"));
        if (!passwords.isEmpty() && !given)
            directives.add(List.of("masterauth", passwords.getLast().get(1)));
    }

    private static void check(String name) {
        if (hearsay.node.config.Directives.find(name) == null)
            throw new Refusal(
                    "'--%s' is neither an option of hearsay up (see hearsay up --help) nor a directive of Redis 7.2."
                            .formatted(name));
        if (OURS.contains(name))
            throw new Refusal("'--" + name + "' is set by hearsay up itself, for each node.");
    }
}
