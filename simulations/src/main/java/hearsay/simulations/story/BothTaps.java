package hearsay.simulations.story;

import hearsay.gossip.bus.BusMessage;
import hearsay.simulations.network.Tap;

/// Two who watch the same bus.
record BothTaps(Tap one, Tap other) implements Tap {

    @Override
    public void delivered(
            long sentNanos, long arrivedNanos, String fromIp, String toIp, BusMessage message) {
        one.delivered(sentNanos, arrivedNanos, fromIp, toIp, message);
        other.delivered(sentNanos, arrivedNanos, fromIp, toIp, message);
    }

    @Override
    public void lost(long sentNanos, String fromIp, String toIp, BusMessage message) {
        one.lost(sentNanos, fromIp, toIp, message);
        other.lost(sentNanos, fromIp, toIp, message);
    }
}
