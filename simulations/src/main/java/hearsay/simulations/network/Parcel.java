package hearsay.simulations.network;

import hearsay.gossip.bus.BusMessage;
import hearsay.node.link.LinkListener;

/// Something on its way between the two ends of a connection; as an appointment, its arrival.
abstract class Parcel implements Runnable {

    /// What a packet without contents weighs: the headers of IP and TCP.
    static final int PACKET = 40;

    final Socket from;

    Parcel(Socket from) {
        this.from = from;
    }

    /// Bytes on the wire.
    int size() {
        return PACKET;
    }

    /// A number for the fingerprint.
    abstract int kind();

    /// Whether it is sent again when chance loses it.
    boolean isResent() {
        return true;
    }

    /// Hands it to the process that `to` belongs to.
    void deliver(Socket to) {}

    /// It will never arrive.
    void discard() {}

    @Override
    public void run() {
        var to = from.peer();
        if (to != null) to.arrived(this);
    }

    /// SYN.
    static final class Knock extends Parcel {

        Knock(Socket from) {
            super(from);
        }

        @Override
        int kind() {
            return 1;
        }

        @Override
        public void run() {
            from.knocked();
        }
    }

    /// SYN and ACK: the kernel has a process that listens there, awake or not.
    static final class Answer extends Parcel {

        Answer(Socket from) {
            super(from);
        }

        @Override
        int kind() {
            return 2;
        }

        @Override
        public void run() {
            var opener = from.peer();
            if (opener != null) opener.answered();
        }
    }

    /// The ACK that completes a connection.
    static final class Greeting extends Parcel {

        Greeting(Socket from) {
            super(from);
        }

        @Override
        int kind() {
            return 3;
        }

        @Override
        public void run() {
            var answering = from.peer();
            if (answering != null) answering.greeted();
        }
    }

    /// FIN.
    static final class End extends Parcel {

        End(Socket from) {
            super(from);
        }

        @Override
        int kind() {
            return 4;
        }

        @Override
        void deliver(Socket to) {
            to.ended();
        }
    }

    /// What one flush of a stream sent. It owns its array.
    static final class Bytes extends Parcel implements LinkListener.Incoming {

        private final byte[] bytes;
        private final int length;
        private boolean taken;

        Bytes(Stream from, byte[] bytes, int length) {
            super(from);
            this.bytes = bytes;
            this.length = length;
        }

        @Override
        int size() {
            return length;
        }

        @Override
        int kind() {
            return 5;
        }

        @Override
        public void run() {
            var to = (Stream) from.peer();
            if (to == null) return;
            if (to.takesIn(length)) take();
            to.arrived(this);
        }

        private void take() {
            taken = true;
            ((Stream) from).taken(length);
        }

        @Override
        void deliver(Socket to) {
            if (!taken) take();
            ((Stream) to).received(this);
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public void copyTo(byte[] target, int at) {
            System.arraycopy(bytes, 0, target, at, length);
        }
    }

    /// A message of the cluster bus, by reference.
    static final class Message extends Parcel {

        final BusMessage message;
        final long sentNanos;
        private final int size;
        private boolean settled;

        Message(BusSocket from, BusMessage message, int size) {
            super(from);
            this.message = message;
            this.size = size;
            sentNanos = from.station.network().agenda().nanos();
        }

        @Override
        int size() {
            return size;
        }

        @Override
        int kind() {
            return 16 + message.type().code();
        }

        @Override
        void deliver(Socket to) {
            settle();
            ((BusSocket) to).received(this);
        }

        /// It may arrive twice, or arrive and get lost.
        private void settle() {
            if (!settled) ((BusSocket) from).settled(size);
            settled = true;
        }

        @Override
        boolean isResent() {
            return from.out.conditions().busResends();
        }

        @Override
        void discard() {
            settle();
            var tap = from.station.network().tap();
            if (tap == null) return;
            tap.lost(sentNanos, from.station.ip(), from.out.to().ip(), message);
        }
    }
}
