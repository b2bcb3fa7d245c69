package hearsay.simulations.diary;

import hearsay.gossip.bus.BusMessage;
import hearsay.simulations.network.Tap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/// Writes down the messages by which nodes decide something, and none of the many others: see
/// [Message#decides].
public final class Overheard implements Tap {

    private final UnaryOperator<String> nameOf;
    private final List<Message> messages = new ArrayList<>();

    /// @param nameOf the name of the node with that IP
    public Overheard(UnaryOperator<String> nameOf) {
        this.nameOf = nameOf;
    }

    /// In the order in which it became known what became of them.
    public List<Message> messages() {
        return Collections.unmodifiableList(messages);
    }

    @Override
    public void delivered(
            long sentNanos, long arrivedNanos, String fromIp, String toIp, BusMessage message) {
        add(sentNanos, arrivedNanos, fromIp, toIp, message);
    }

    @Override
    public void lost(long sentNanos, String fromIp, String toIp, BusMessage message) {
        add(sentNanos, Message.NEVER, fromIp, toIp, message);
    }

    private void add(
            long sentNanos, long arrivedNanos, String fromIp, String toIp, BusMessage message) {
        if (!Message.decides(message)) return;
        messages.add(
                new Message(
                        sentNanos,
                        arrivedNanos,
                        nameOf.apply(fromIp),
                        nameOf.apply(toIp),
                        message));
    }
}
