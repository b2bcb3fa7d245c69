package hearsay.simulations.network;

import hearsay.simulations.runtime.Appointment;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One end of a connection, as the kernel keeps it: what is sent arrives once and in order, or the
/// connection ends.
///
/// A [Parcel] that the path does not let through waits, and all that follow wait behind it, until a
/// retransmission passes.
abstract class Socket {

    private static final long MILLI = 1_000_000;
    private static final long FIRST_RETRY_NANOS = 200 * MILLI;
    private static final long FIRST_KNOCK_RETRY_NANOS = 1000 * MILLI;
    private static final long LONGEST_RETRY_NANOS = 120_000 * MILLI;

    /// Linux' `tcp_retries2`: with the waits above it takes 924.6 s to give up.
    private static final int RETRIES = 15;

    private enum Phase {
        CONNECTING,
        OPEN,
        /// Closed here; what was sent before, the end included, may still be under way.
        ENDED,
        /// Gone without a word.
        VANISHED
    }

    final Station station;
    final Path out;
    int index;
    private @Nullable Socket peer;
    private Phase phase = Phase.CONNECTING;
    private long lastArrivalNanos;
    private int retries;
    private @Nullable ArrayDeque<Parcel> waiting;
    private @Nullable Appointment timeout;
    private boolean stranded;

    Socket(Station station, Path out) {
        this.station = station;
        this.out = out;
        station.add(this);
    }

    // What the process hears.

    abstract void tellOpened();

    abstract void tellRefused(String reason);

    /// The connection has ended, and not by order of this process.
    abstract void tellClosed();

    // The making of a connection.

    /// Asks for a connection.
    void knock(long timeoutNanos) {
        var agenda = station.network().agenda();
        timeout = agenda.after(timeoutNanos, () -> fail("Connection timed out"));
        send(new Parcel.Knock(this));
    }

    /// The port to knock at.
    abstract int port();

    /// A knock has arrived.
    void knocked() {
        if (phase != Phase.CONNECTING) return;
        var host = out.to().station();
        var back = station.network().path(out.to(), out.from());
        if (host == null && out.to().isDark()) {
            lost(new Parcel.Knock(this));
            return;
        }
        var door = host == null ? null : host.door(port());
        var answering = door == null ? null : door.answer(this);
        if (answering != null) {
            join(answering);
            answering.send(new Parcel.Answer(answering));
        } else if (back.passes()) {
            station.network()
                    .agenda()
                    .at(back.arrival(Parcel.PACKET), () -> fail("Connection refused"));
        } else {
            lost(new Parcel.Knock(this));
        }
    }

    private void join(Socket answering) {
        peer = answering;
        answering.peer = this;
    }

    /// The answer has arrived: the connection is open on this side.
    void answered() {
        if (phase != Phase.CONNECTING) {
            if (peer != null) peer.forget();
            return;
        }
        open();
        send(new Parcel.Greeting(this));
        station.tell(this::tellOpened);
    }

    /// The asking side has confirmed: the connection is open on this side too.
    void greeted() {
        if (phase != Phase.CONNECTING) return;
        open();
        station.tell(this::tellOpened);
    }

    private void open() {
        phase = Phase.OPEN;
        if (timeout != null) timeout.cancel();
        timeout = null;
    }

    private void fail(String reason) {
        if (phase != Phase.CONNECTING) return;
        forget();
        if (peer != null) peer.forget();
        station.tell(() -> tellRefused(reason));
    }

    /// A connection that was never made leaves no trace.
    private void forget() {
        if (phase != Phase.CONNECTING) return;
        phase = Phase.ENDED;
        if (timeout != null) timeout.cancel();
        discardWaiting();
        station.remove(this);
    }

    private void discardWaiting() {
        var parcels = waiting;
        waiting = null;
        if (parcels != null) parcels.forEach(Parcel::discard);
    }

    // Sending.

    void send(Parcel parcel) {
        if (waiting != null) waiting.add(parcel);
        else if (!depart(parcel)) lost(parcel);
    }

    private boolean depart(Parcel parcel) {
        if (phase == Phase.VANISHED) return true;
        if (stranded || !out.passes() || (parcel.isResent() && out.loses())) return false;
        if (peer != null && peer.phase == Phase.VANISHED && out.to().station() != peer.station) {
            reset();
            return true;
        }
        if (out.holds(parcel)) return true;
        lastArrivalNanos = Math.max(lastArrivalNanos, out.arrival(parcel.size()));
        station.network().agenda().at(lastArrivalNanos, parcel);
        return true;
    }

    /// Sends what need not keep to its place in the order, and comes later than it would.
    final void straggle(Parcel parcel, long lateNanos) {
        if (stranded || waiting != null || !out.passes()) parcel.discard();
        else station.network().agenda().at(out.arrival(parcel.size()) + lateNanos, parcel);
    }

    /// Another life of that machine knows nothing of this connection, and says so.
    private void reset() {
        var back = station.network().path(out.to(), out.from());
        long there = out.latency(Parcel.PACKET) + back.latency(Parcel.PACKET);
        station.network().agenda().after(there, this::ended);
    }

    void lost(Parcel parcel) {
        if (phase == Phase.VANISHED) return;
        if (waiting == null) {
            waiting = new ArrayDeque<>();
            retries = 0;
            retryLater();
        }
        waiting.add(parcel);
    }

    private void retryLater() {
        long first = phase == Phase.CONNECTING ? FIRST_KNOCK_RETRY_NANOS : FIRST_RETRY_NANOS;
        long delay = Math.min(first << retries, LONGEST_RETRY_NANOS);
        station.network().agenda().after(delay, this::retry);
    }

    private void retry() {
        var parcels = waiting;
        if (parcels == null || phase == Phase.VANISHED) return;
        if (retries++ == RETRIES) {
            discardWaiting();
            fail("Connection timed out");
            ended();
            return;
        }
        while (true) {
            var parcel = parcels.peek();
            if (parcel == null) {
                waiting = null;
                return;
            }
            if (!depart(parcel)) break;
            parcels.remove();
            retries = 0;
        }
        retryLater();
    }

    // Receiving.

    /// Whether this end still takes what comes, in the eyes of its process.
    public final boolean isOpen() {
        return phase == Phase.OPEN && station.isPlugged();
    }

    /// A parcel of the peer's is here.
    void arrived(Parcel parcel) {
        if (phase == Phase.VANISHED) {
            parcel.from.lost(parcel);
        } else if (station.isListening()) {
            deliver(parcel);
        } else {
            station.tell(() -> deliver(parcel));
        }
    }

    private void deliver(Parcel parcel) {
        if (phase != Phase.OPEN) {
            parcel.discard();
            return;
        }
        station.network()
                .delivered(
                        parcel.from.station.place(), station.place(), parcel.kind(), parcel.size());
        parcel.deliver(this);
    }

    final @Nullable Socket peer() {
        return peer;
    }

    // The end.

    /// This side ends the connection, or gives up to make one. What was sent before still arrives.
    final void end() {
        if (phase == Phase.CONNECTING) {
            forget();
            if (peer != null) peer.forget();
        } else if (phase == Phase.OPEN) {
            phase = Phase.ENDED;
            station.remove(this);
            send(new Parcel.End(this));
        }
    }

    /// The machine has lost its power.
    final void vanish() {
        phase = Phase.VANISHED;
        if (timeout != null) timeout.cancel();
        discardWaiting();
    }

    /// Torn by the network: both sides hear of it, nothing more arrives.
    ///
    /// @return whether there was a connection, or one in the making
    final boolean tear() {
        return tear(true);
    }

    /// Torn on this side; the other goes on without knowing.
    final boolean tearOneSided() {
        return tear(false);
    }

    private boolean tear(boolean bothSides) {
        var other = peer;
        if (phase == Phase.CONNECTING && out.from() == station.place() && other == null) {
            station.network().agenda().after(0, () -> fail("Connection reset by peer"));
            return true;
        }
        if (phase != Phase.OPEN) return false;
        phase = Phase.ENDED;
        discardWaiting();
        station.remove(this);
        station.tellSoon(this::tellClosed);
        if (other == null) return true;
        if (bothSides) other.tear(false);
        else other.stranded = true;
        return true;
    }

    /// The connection is over, by the peer or by nobody.
    final void ended() {
        if (phase != Phase.OPEN) return;
        phase = Phase.ENDED;
        station.remove(this);
        station.tell(this::tellClosed);
    }
}
