package hearsay.simulations.world;

import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.simulations.network.Station;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Somebody with a redis-cli in a [World]. Each command has a connection of its own, and the world
/// goes on until its reply has come.
public final class Cli {

    private static final String IP = "10.255.255.253";
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long STEP_NANOS = 1_000_000;

    private final World world;
    private final Station station;

    public Cli(World world) {
        this.world = world;
        station = world.network().plug(IP);
    }

    /// The reply as it came, without the last line end.
    public String ask(Host host, String command) {
        var talk = begin(host, command);
        long end = world.nanos() + 2 * PATIENCE_MILLIS * STEP_NANOS;
        while (talk.reply.isEmpty() && world.nanos() < end) world.runFor(STEP_NANOS);
        talk.end();
        return talk.reply.toString().stripTrailing();
    }

    /// Sends a command and waits for nothing; its connection stays.
    Talk begin(Host host, String command) {
        var talk = new Talk(command);
        station.links().open(host.ip(), host.port(), PATIENCE_MILLIS, talk);
        return talk;
    }

    static final class Talk implements LinkListener {

        private final String command;
        private @Nullable Link link;

        /// All that has come so far, also the reason why there is no connection.
        final StringBuilder reply = new StringBuilder();

        private Talk(String command) {
            this.command = command;
        }

        @Override
        public void opened(Link opened) {
            link = opened;
            var bytes = (command + "\r\n").getBytes(StandardCharsets.UTF_8);
            opened.write(bytes, 0, bytes.length);
            opened.flush();
        }

        @Override
        public void refused(String reason) {
            reply.append(reason);
        }

        @Override
        public void received(Link from, Incoming bytes) {
            var more = new byte[bytes.length()];
            bytes.copyTo(more, 0);
            reply.append(new String(more, StandardCharsets.UTF_8));
        }

        private void end() {
            if (link != null) link.close(true);
        }

        @Override
        public void closed(Link gone) {}
    }
}
