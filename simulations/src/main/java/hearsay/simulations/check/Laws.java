package hearsay.simulations.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All laws by their names.
///
/// Those about gossip look inside the nodes, those about clients at what clients were told.
public final class Laws {

    private record Statute(Law law, Function<Scene, Check> check) {}

    private static final Map<String, Statute> STATUTES = new LinkedHashMap<>();

    // spotless:off
    static {
        // What members say and do.
        enact(OneOwner.LAW,           scene -> new OneOwner());
        enact(OneVote.LAW,            scene -> new OneVote());
        enact(Promotion.LAW,          Promotion::new);
        enact(Failing.LAW,            Failing::new);
        enact(Epochs.LAW,             Epochs::new);
        enact(NewEpochs.LAW,          NewEpochs::new);
        enact(OldData.LAW,            OldData::new);
        enact(Minority.LAW,           Minority::new);
        // What they agree on in the end.
        enact(Convergence.LAW,        Convergence::new);
        enact(DistinctEpochs.LAW,     DistinctEpochs::new);
        enact(GreatestEpoch.LAW,      GreatestEpoch::new);
        enact(EqualReplicas.LAW,      EqualReplicas::new);
        // What Sentinels say and do.
        enact(OneLeader.LAW,          scene -> new OneLeader());
        enact(OneSentinelVote.LAW,    scene -> new OneSentinelVote());
        enact(OneMaster.LAW,          OneMaster::new);
        enact(OnlyAdvance.LAW,        scene -> new OnlyAdvance());
        enact(Tilted.LAW,             scene -> new Tilted());
        enact(ParallelSyncs.LAW,      ParallelSyncs::new);
        enact(NeverPromoted.LAW,      NeverPromoted::new);
        // What clients are told.
        enact(AcknowledgedWrites.LAW, scene -> new AcknowledgedWrites());
        enact(NothingTwice.LAW,       scene -> new NothingTwice());
        enact(Linearizable.LAW,       scene -> new Linearizable());
        enact(MonotonicCounters.LAW,  scene -> new MonotonicCounters());
        enact(Deliveries.LAW,         scene -> new Deliveries());
        enact(Sums.LAW,               scene -> new Sums());
        enact(Waits.LAW,              Waits::new);
    }
    // spotless:on

    private static final List<String> OF_SENTINELS =
            List.of(
                    OneLeader.LAW.name(),
                    OneSentinelVote.LAW.name(),
                    OneMaster.LAW.name(),
                    OnlyAdvance.LAW.name(),
                    Tilted.LAW.name(),
                    ParallelSyncs.LAW.name(),
                    NeverPromoted.LAW.name());

    private static final List<String> OF_CLIENTS =
            List.of(
                    AcknowledgedWrites.LAW.name(),
                    NothingTwice.LAW.name(),
                    Linearizable.LAW.name(),
                    MonotonicCounters.LAW.name(),
                    Deliveries.LAW.name(),
                    Sums.LAW.name(),
                    Waits.LAW.name());

    private Laws() {}

    private static void enact(Law law, Function<Scene, Check> check) {
        STATUTES.put(law.name(), new Statute(law, check));
    }

    /// In the order in which they are told.
    public static List<Law> all() {
        return STATUTES.values().stream().map(Statute::law).toList();
    }

    public static List<String> names() {
        return List.copyOf(Collections.unmodifiableMap(STATUTES).keySet());
    }

    /// Whether a law is about such a world: there are laws of clusters, laws of Sentinels, and laws
    /// about clients, which are the same everywhere.
    ///
    /// @param watched whether Sentinels watch it, and it is no cluster
    public static boolean isAbout(String name, boolean watched) {
        if (OF_CLIENTS.contains(name)) return true;
        return OF_SENTINELS.contains(name) == watched;
    }

    public static @Nullable Law named(String name) {
        var statute = STATUTES.get(name);
        return statute == null ? null : statute.law;
    }

    static Check check(String name, Scene scene) {
        var statute = STATUTES.get(name);
        if (statute == null) throw new IllegalArgumentException("no law is called " + name);
        return statute.check.apply(scene);
    }
}
