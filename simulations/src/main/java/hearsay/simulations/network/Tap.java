package hearsay.simulations.network;

import hearsay.gossip.bus.BusMessage;

/// Watches the messages of the cluster bus. A network that nobody watches spends nothing on it.
public interface Tap {

    /// A process has got it.
    void delivered(
            long sentNanos, long arrivedNanos, String fromIp, String toIp, BusMessage message);

    /// It will never arrive: dropped, or its link ended before it was there.
    void lost(long sentNanos, String fromIp, String toIp, BusMessage message);
}
