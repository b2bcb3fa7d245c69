package hearsay.simulations.fault;

import hearsay.gossip.routing.HashSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An [Aim] as people say it.
///
/// ```
/// 7001                                  that node
/// master of slot 0                      also: of key user:1
/// best replica of slot 0                worst, any; replicas of slot 0: all of them
/// any master                            any replica, any node, any 2 masters, any sentinel
/// all                                   all masters, all replicas, all sentinels
/// minority of the masters               majority
/// it    the winner
/// minority of the masters and its replicas
/// master of slot 0, any replica         several
/// ```
public final class AimText {

    /// For messages about what is none of them.
    public static final String EXPECTED =
            "a port, '[best|worst|any] replica of slot N', 'replicas of slot N',"
                    + " 'master of slot N' (or 'key NAME'), 'any [N] master|replica|node|sentinel',"
                    + " 'all [masters|replicas|sentinels]', 'minority|majority of the masters',"
                    + " 'it' or 'the winner', each also with 'and its replicas'";

    private static final String WHERE = " of (slot|key) (\\S+)";
    private static final Pattern MASTER_OF = Pattern.compile("master" + WHERE);
    private static final Pattern REPLICA_OF =
            Pattern.compile("(?:(best|worst|any) )?replica" + WHERE);
    private static final Pattern REPLICAS_OF = Pattern.compile("(?:all )?replicas" + WHERE);
    private static final Pattern ANY =
            Pattern.compile("any (?:([0-9]{1,6}) )?(master|replica|node|sentinel)s?");
    private static final Pattern ALL = Pattern.compile("all(?: (master|replica|node|sentinel)s)?");
    private static final String AND_REPLICAS = " and (?:its|their) replicas$";

    private AimText() {}

    /// @throws IllegalArgumentException if nobody is meant by it
    public static Aim parse(String text) {
        List<Aim> aims = new ArrayList<>();
        for (String part : text.split(",", -1)) aims.add(one(normal(part), text));
        return aims.size() == 1 ? aims.getFirst() : new Aim.Several(aims);
    }

    private static String normal(String text) {
        return text.strip().replaceAll("\\s+", " ").replaceFirst("^the ", "");
    }

    private static Aim one(String words, String text) {
        String masters = words.replaceFirst(AND_REPLICAS, "");
        if (!masters.equals(words)) return new Aim.WithReplicas(one(masters, text));
        if (words.matches("[0-9]{1,6}")) return new Aim.Port(Integer.parseInt(words));
        switch (words) {
            case "it" -> {
                return new Aim.It();
            }
            case "winner" -> {
                return new Aim.Winner();
            }
            case "minority of the masters" -> {
                return new Aim.Minority();
            }
            case "majority of the masters" -> {
                return new Aim.Majority();
            }
            default -> {
                return byRole(words, text);
            }
        }
    }

    private static Aim byRole(String words, String text) {
        Matcher master = MASTER_OF.matcher(words);
        if (master.matches()) return new Aim.MasterOf(slot(master.group(1), master.group(2)));
        Matcher replicas = REPLICAS_OF.matcher(words);
        if (replicas.matches())
            return new Aim.ReplicaOf(
                    slot(replicas.group(1), replicas.group(2)), Aim.ReplicaOf.Rank.EVERY);
        Matcher replica = REPLICA_OF.matcher(words);
        if (replica.matches())
            return new Aim.ReplicaOf(
                    slot(replica.group(2), replica.group(3)), rank(replica.group(1)));
        Matcher any = ANY.matcher(words);
        if (any.matches())
            return new Aim.Any(
                    any.group(1) == null ? 1 : Integer.parseInt(any.group(1)), role(any.group(2)));
        Matcher all = ALL.matcher(words);
        if (all.matches())
            return new Aim.All(all.group(1) == null ? Aim.Role.NODE : role(all.group(1)));
        throw new IllegalArgumentException(
                "'" + text.strip() + "' aims at nobody; expected " + EXPECTED);
    }

    private static int slot(String kind, String which) {
        if (kind.equals("key")) return HashSlot.of(which);
        if (which.matches("[0-9]{1,6}")) return Integer.parseInt(which);
        throw new IllegalArgumentException("'" + which + "' is no slot; expected 0 to 16383");
    }

    private static Aim.ReplicaOf.Rank rank(@org.jspecify.annotations.Nullable String word) {
        return word == null
                ? Aim.ReplicaOf.Rank.ANY
                : Aim.ReplicaOf.Rank.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Aim.Role role(String word) {
        return Aim.Role.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// In the form that [#parse] reads.
    public static String of(Aim aim) {
        return switch (aim) {
            case Aim.Port port -> Integer.toString(port.port());
            case Aim.MasterOf master -> "master of slot " + master.slot();
            case Aim.ReplicaOf replica ->
                    (replica.rank() == Aim.ReplicaOf.Rank.EVERY
                                    ? "replicas"
                                    : word(replica.rank()) + " replica")
                            + " of slot "
                            + replica.slot();
            case Aim.Any any ->
                    any.count() == 1
                            ? "any " + word(any.role())
                            : "any " + any.count() + " " + word(any.role()) + "s";
            case Aim.All all ->
                    all.role() == Aim.Role.NODE ? "all" : "all " + word(all.role()) + "s";
            case Aim.Minority minority -> "minority of the masters";
            case Aim.Majority majority -> "majority of the masters";
            case Aim.WithReplicas with -> of(with.masters()) + " and its replicas";
            case Aim.Several several ->
                    String.join(", ", several.aims().stream().map(AimText::of).toList());
            case Aim.It it -> "it";
            case Aim.Winner winner -> "the winner";
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
