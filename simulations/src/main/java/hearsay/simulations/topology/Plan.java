package hearsay.simulations.topology;

import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who will be what in a cluster that is to be made: masters first, then their replicas in turn.
///
/// Throws [IllegalArgumentException] with words for the user if that cannot be.
///
/// @param cluster whether cluster mode is on; without it there is one master, with replicas that
///   follow it by REPLICAOF
public record Plan(int masters, int replicasPerMaster, int firstPort, boolean cluster) {

    /// One node to be.
    ///
    /// @param slots what it will serve; empty for a replica, and without cluster mode
    /// @param masterPort whom it will follow; empty for a master
    /// @param configEpoch a different one for each, so that no two ever claim a slot on equal terms
    public record Seat(
            int port, Optional<SlotRange> slots, Optional<Integer> masterPort, long configEpoch) {}

    private static final int HIGHEST_PORT = 65535;

    public Plan {
        if (masters < 1) throw new IllegalArgumentException("A cluster has at least one master.");
        if (replicasPerMaster < 0)
            throw new IllegalArgumentException("--replicas cannot be negative.");
        if (masters > Slot.COUNT)
            throw new IllegalArgumentException(
                    "There are only " + Slot.COUNT + " slots: too many masters.");
        if (!cluster && masters > 1)
            throw new IllegalArgumentException(
                    "Without a cluster there is one master: use --masters 1.");
        if (firstPort < 1 || firstPort + masters * (1L + replicasPerMaster) - 1 > HIGHEST_PORT)
            throw new IllegalArgumentException(
                    "Ports run from 1 to " + HIGHEST_PORT + ": choose another --port.");
    }

    public int size() {
        return masters * (1 + replicasPerMaster);
    }

    public int lastPort() {
        return firstPort + size() - 1;
    }

    /// All nodes, by port.
    public List<Seat> seats() {
        List<SlotRange> shares = shares(masters);
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            boolean master = i < masters;
            seats.add(
                    new Seat(
                            firstPort + i,
                            master && cluster ? Optional.of(shares.get(i)) : Optional.empty(),
                            master ? Optional.empty() : Optional.of(firstPort + i % masters),
                            i + 1L));
        }
        return List.copyOf(seats);
    }

    /// All slots in as many ranges, rounded as `redis-cli --cluster create` does.
    public static List<SlotRange> shares(int masters) {
        List<SlotRange> shares = new ArrayList<>();
        float each = (float) Slot.COUNT / masters;
        float cursor = 0;
        int first = 0;
        for (int i = 0; i < masters; i++) {
            int last = i == masters - 1 ? Slot.COUNT - 1 : Math.round(cursor + each - 1);
            shares.add(new SlotRange(first, Math.max(first, last)));
            first = Math.max(first, last) + 1;
            cursor += each;
        }
        return shares;
    }
}
