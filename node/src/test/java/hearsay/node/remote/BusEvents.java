package hearsay.node.remote;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.BusMessage;
import hearsay.node.bus.BusListener;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a bus told its node, to be awaited one by one.
final class BusEvents implements BusListener {

    sealed interface Event {}

    record Opened(long linkId) implements Event {}

    record Closed(long linkId) implements Event {}

    record Accepted(long linkId, String remoteIp) implements Event {}

    record Received(long linkId, BusMessage message) implements Event {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Override
    public void opened(long linkId) {
        events.add(new Opened(linkId));
    }

    @Override
    public void closed(long linkId) {
        events.add(new Closed(linkId));
    }

    @Override
    public void accepted(long linkId, String remoteIp) {
        events.add(new Accepted(linkId, remoteIp));
    }

    @Override
    public void received(long linkId, BusMessage message) {
        events.add(new Received(linkId, message));
    }

    /// The next event, which must come within ten seconds.
    Event next() {
        return within(10_000);
    }

    Event within(long millis) {
        try {
            Event event = events.poll(millis, TimeUnit.MILLISECONDS);
            assertThat(event).as("an event within %d ms", millis).isNotNull();
            return event;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether this event comes within that time, whatever comes before it.
    boolean hasWithin(long millis, Event expected) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (true) {
            Event event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null || event.equals(expected)) return event != null;
        }
    }

    /// Whether this message comes within that time by some link, whatever comes before it.
    boolean hasWithin(long millis, BusMessage expected) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (true) {
            Event event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) return false;
            if (event instanceof Received received && received.message().equals(expected))
                return true;
        }
    }

    long accepted() {
        return ((Accepted) next()).linkId();
    }

    BusMessage message() {
        return ((Received) next()).message();
    }

    boolean none() {
        return events.isEmpty();
    }
}
