package hearsay.simulations.junit;

import hearsay.gossip.bus.BusMessage;
import java.time.Duration;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Something that happens to messages of the cluster bus from now on, until it is ended or the
/// cluster is healed. Made by a [BusRoute].
public final class BusFault {

    private final Cluster cluster;
    private final @Nullable SortedSet<Integer> from;
    private final @Nullable SortedSet<Integer> to;
    private final BusMessage.Type type;
    private final long delayNanos;
    private final int times;
    private volatile int caught;

    /// @param delay null for messages that are lost
    BusFault(
            Cluster cluster,
            @Nullable Collection<Integer> from,
            @Nullable Collection<Integer> to,
            BusMessage.Type type,
            @Nullable Duration delay,
            int times) {
        this.cluster = cluster;
        this.from = from == null ? null : new TreeSet<>(from);
        this.to = to == null ? null : new TreeSet<>(to);
        this.type = type;
        this.times = times;
        delayNanos = delay == null ? -1 : delay.toNanos();
    }

    /// How many messages it has caught.
    public int caught() {
        return caught;
    }

    /// Waits until it has caught so many messages.
    ///
    /// @throws ClusterTimeout it did not in time
    public BusFault awaitCaught(int count) {
        cluster.await(() -> caught() >= count, type.word() + " is caught " + count + " times");
        return this;
    }

    /// Messages pass again.
    public void end() {
        cluster.end(this);
    }

    boolean isLoss() {
        return delayNanos < 0;
    }

    long delayNanos() {
        return delayNanos;
    }

    /// Asked once for each message, when it is sent, by one thread at a time.
    boolean catches(int sender, int receiver, BusMessage message) {
        if (message.type() != type || caught == times) return false;
        if (from != null && !from.contains(sender)) return false;
        if (to != null && !to.contains(receiver)) return false;
        caught = caught + 1;
        var deed = isLoss() ? "loses " : "delays ";
        cluster.chronicle().tell("bus", deed + type.word() + " from " + sender + " to " + receiver);
        return true;
    }
}
