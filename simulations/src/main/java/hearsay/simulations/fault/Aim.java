package hearsay.simulations.fault;

import hearsay.gossip.model.Slot;
import java.util.List;
import java.util.Objects;

/// Whom a fault meets, by role: found out when it happens, not before. Roles are the truth of the
/// world at that moment (who claims the slot with the greatest epoch), not one node's view of it.
///
/// As text: see [AimText].
public sealed interface Aim {

    /// The node that listens there.
    record Port(int port) implements Aim {
        public Port {
            if (port < 1 || port > 65535)
                throw new IllegalArgumentException("ports run from 1 to 65535");
        }
    }

    /// Who serves the slot.
    record MasterOf(int slot) implements Aim {
        public MasterOf {
            checkSlot(slot);
        }
    }

    /// Replicas of the node that serves the slot.
    record ReplicaOf(int slot, Rank rank) implements Aim {
        public ReplicaOf {
            checkSlot(slot);
            Objects.requireNonNull(rank);
        }

        /// Which of them.
        public enum Rank {
            /// The one with the greatest replication offset; of equal ones that of the least id.
            BEST,
            /// The one with the least.
            WORST,
            /// One by chance.
            ANY,
            /// All of them.
            EVERY
        }
    }

    /// So many different ones by chance, among those that are up.
    record Any(int count, Role role) implements Aim {
        public Any {
            if (count < 1) throw new IllegalArgumentException("a fault aimed at nobody");
            Objects.requireNonNull(role);
        }
    }

    /// Every one, also those that are down.
    record All(Role role) implements Aim {
        public All {
            Objects.requireNonNull(role);
        }
    }

    /// Among whom [Any] and [All] choose.
    enum Role {
        MASTER,
        REPLICA,
        NODE,
        SENTINEL
    }

    /// As many masters as are just no majority, by chance: 1 of 3, 2 of 5.
    record Minority() implements Aim {}

    /// As many masters as are just a majority, by chance: 2 of 3, 3 of 5.
    record Majority() implements Aim {}

    /// Those that are meant and their replicas.
    record WithReplicas(Aim masters) implements Aim {
        public WithReplicas {
            Objects.requireNonNull(masters);
        }
    }

    /// Several together.
    record Several(List<Aim> aims) implements Aim {
        public Several {
            aims = List.copyOf(aims);
            if (aims.isEmpty()) throw new IllegalArgumentException("a fault aimed at nobody");
        }
    }

    /// Whom the last fault met; for a [When.On] the node that the event of the diary is about.
    record It() implements Aim {}

    /// The replica that won the last election: after [When.On] a vote the one that it was given to.
    record Winner() implements Aim {}

    Aim EVERYONE = new All(Role.NODE);

    private static void checkSlot(int slot) {
        if (!Slot.isValid(slot))
            throw new IllegalArgumentException("slots run from 0 to 16383, not " + slot);
    }
}
