package hearsay.simulations.nemesis;

import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.network.Station;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Somebody with a redis-cli, on a machine of his own.
final class Operator {

    private static final String IP = "10.255.255.254";
    private static final long PATIENCE_MILLIS = 5000;

    private final World world;
    private final Roles roles;
    private @Nullable Station station;

    Operator(World world, Roles roles) {
        this.world = world;
        this.roles = roles;
    }

    /// Moves slots until they have moved, see [Fault.Reshard].
    void reshard(Fault.Reshard slots, Host to) {
        new Resharding(world, roles, station().links(), slots, to).begin();
    }

    private Station station() {
        if (station == null) station = world.network().plug(IP);
        return station;
    }

    /// Sends one command, and tells the diary what comes of it.
    void send(Host host, String command) {
        station().links().open(host.ip(), host.port(), PATIENCE_MILLIS, new Talk(host, command));
    }

    private final class Talk implements LinkListener {

        private final Host host;
        private final String command;

        Talk(Host host, String command) {
            this.host = host;
            this.command = command;
        }

        @Override
        public void opened(Link link) {
            var bytes = (command + "\r\n").getBytes(StandardCharsets.US_ASCII);
            link.write(bytes, 0, bytes.length);
            link.flush();
        }

        @Override
        public void refused(String reason) {
            tell(reason);
        }

        @Override
        public void received(Link link, Incoming bytes) {
            var reply = new byte[bytes.length()];
            bytes.copyTo(reply, 0);
            tell(new String(reply, StandardCharsets.UTF_8).strip());
            link.close(true);
        }

        @Override
        public void closed(Link link) {}

        private void tell(String answer) {
            world.diary().note(host.name(), Deed.of(Deed.FAULT, command + ": " + answer));
        }
    }
}
