package hearsay.simulations.story;

import hearsay.simulations.fault.Aim;
import hearsay.simulations.world.Watch;
import hearsay.simulations.world.WorldPlan;
import java.util.Optional;

/// Whether an aim can ever meet anybody in a world.
final class AimCheck {

    private AimCheck() {}

    /// @param isItKnown whether there is an event of the diary, or a fault before, that met
    ///   somebody
    /// @return why it meets nobody
    static Optional<String> nobody(Aim aim, WorldPlan world, boolean isItKnown) {
        return switch (aim) {
            case Aim.Port port ->
                    isOutside(port.port(), world)
                            ? Optional.of(
                                    "the nodes are "
                                            + world.firstPort()
                                            + " to "
                                            + world.lastPort())
                            : Optional.empty();
            case Aim.MasterOf master -> Optional.empty();
            case Aim.ReplicaOf replica -> unlessReplicas(world);
            case Aim.Any any -> tooMany(any, world);
            case Aim.All all ->
                    switch (all.role()) {
                        case REPLICA -> unlessReplicas(world);
                        case SENTINEL ->
                                world.watch().isNone()
                                        ? Optional.of("there are no Sentinels")
                                        : Optional.empty();
                        case MASTER, NODE -> Optional.empty();
                    };
            case Aim.Minority minority ->
                    world.masters() < 3
                            ? Optional.of(
                                    "any one of "
                                            + world.masters()
                                            + " masters is needed for a majority")
                            : Optional.empty();
            case Aim.Majority majority -> Optional.empty();
            case Aim.WithReplicas with -> nobody(with.masters(), world, isItKnown);
            case Aim.Several several ->
                    several.aims().stream()
                            .flatMap(each -> nobody(each, world, isItKnown).stream())
                            .findFirst();
            case Aim.It it ->
                    isItKnown
                            ? Optional.empty()
                            : Optional.of("nothing has happened to any node before");
            case Aim.Winner winner -> unlessReplicas(world);
        };
    }

    private static boolean isOutside(int port, WorldPlan world) {
        boolean node = port >= world.firstPort() && port <= world.lastPort();
        int sentinel = port - Watch.FIRST_PORT;
        return !node && (sentinel < 0 || sentinel >= world.watch().sentinels());
    }

    private static Optional<String> unlessReplicas(WorldPlan world) {
        return world.replicas() == 0
                ? Optional.of("the masters have no replicas")
                : Optional.empty();
    }

    private static Optional<String> tooMany(Aim.Any any, WorldPlan world) {
        int there =
                switch (any.role()) {
                    case MASTER -> world.masters();
                    case REPLICA -> world.masters() * world.replicas();
                    case NODE -> world.nodes();
                    case SENTINEL -> world.watch().sentinels();
                };
        return any.count() <= there
                ? Optional.empty()
                : Optional.of("there are only " + there + " of them");
    }
}
