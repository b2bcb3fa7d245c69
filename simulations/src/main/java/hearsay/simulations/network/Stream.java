package hearsay.simulations.network;

import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One end of a byte stream. What is written is copied once, at once, into the array in which it
/// travels.
final class Stream extends Socket implements Link {

    private static final byte[] NOTHING = {};

    /// Linux' default maximum of `tcp_rmem`: what a machine takes in for a process that does not
    /// read.
    private static final int RECEIVE_WINDOW = 6 * 1024 * 1024;

    /// Whom the opener asked for.
    ///
    /// @param address as it was given
    /// @param port where it led to
    record Dialled(String address, int port) {}

    private final LinkListener listener;
    private final int localPort;
    private final String remoteAddress;
    private final @Nullable Dialled dialled;
    private byte[] written = NOTHING;
    private int length;
    private long travelling;
    private long unread;
    private boolean told;

    /// The end that asks for the stream.
    Stream(Station station, Path out, Dialled dialled, int localPort, LinkListener listener) {
        this(station, out, dialled, dialled.address(), localPort, listener);
    }

    private Stream(
            Station station,
            Path out,
            @Nullable Dialled dialled,
            String remoteAddress,
            int localPort,
            LinkListener listener) {
        super(station, out);
        this.listener = listener;
        this.localPort = localPort;
        this.remoteAddress = remoteAddress;
        this.dialled = dialled;
    }

    /// The other end of this one, at the station that was asked.
    Stream answer(Station asked, LinkListener itsListener) {
        var back = station.network().path(asked.place(), station.place());
        String from = station.network().nat().seenAs(station.ip()) + ":" + localPort;
        return new Stream(asked, back, null, from, port(), itsListener);
    }

    @Override
    int port() {
        return dialled == null ? 0 : dialled.port();
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        if (!isOpen() || count == 0) return;
        int needed = length + count;
        if (needed > written.length) {
            written = Arrays.copyOf(written, length == 0 ? needed : Math.max(needed, 2 * length));
        }
        System.arraycopy(bytes, offset, written, length, count);
        length = needed;
    }

    @Override
    public void flush() {
        if (length == 0 || !isOpen()) return;
        if (station.isPaused()) {
            station.say(this::flush);
            return;
        }
        var parcel = new Parcel.Bytes(this, written, length);
        travelling += length;
        written = NOTHING;
        length = 0;
        send(parcel);
    }

    /// Bytes are here: whether this machine has room for them until its process reads.
    boolean takesIn(int bytes) {
        if (station.isListening()) return true;
        if (unread + bytes > RECEIVE_WINDOW) return false;
        unread += bytes;
        return true;
    }

    /// The other side's machine has this many bytes more.
    void taken(int bytes) {
        travelling -= bytes;
    }

    @Override
    public long unsent() {
        return length + travelling;
    }

    @Override
    public void close(boolean now) {
        if (!isOpen()) return;
        if (station.isPaused()) {
            station.say(() -> close(now));
            return;
        }
        if (!now) flush();
        end();
        station.tellSoon(this::tellClosed);
    }

    void received(LinkListener.Incoming bytes) {
        unread = Math.max(0, unread - bytes.length());
        listener.received(this, bytes);
    }

    @Override
    void tellOpened() {
        listener.opened(this);
    }

    @Override
    void tellRefused(String reason) {
        if (dialled != null) listener.refused(reason);
    }

    @Override
    void tellClosed() {
        if (told) return;
        told = true;
        listener.closed(this);
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String localAddress() {
        return out.from() + ":" + localPort;
    }
}
