package hearsay.simulations.check;

import hearsay.gossip.member.Member;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import hearsay.node.command.DatasetDigest;
import hearsay.node.keyspace.ListValue;
import hearsay.node.keyspace.SetValue;
import hearsay.node.keyspace.StringValue;
import hearsay.node.keyspace.Value;
import hearsay.node.server.Server;
import hearsay.simulations.world.Host;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A node of a simulated world.
record HostSight(Host host) implements Sight {

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public String ip() {
        return host.ip();
    }

    @Override
    public boolean runs() {
        return host.isUp() && !host.isPaused() && host.member() != null;
    }

    @Override
    public int lives() {
        return host.lives();
    }

    @Override
    public long clockErrorNanos() {
        return host.clock().errorNanos();
    }

    private Member member() {
        return Objects.requireNonNull(host.member());
    }

    private Server server() {
        return Objects.requireNonNull(host.server());
    }

    @Override
    public NodeId id() {
        return member().myId();
    }

    @Override
    public boolean isMaster() {
        return member().isMaster();
    }

    @Override
    public @Nullable NodeId master() {
        return member().master();
    }

    @Override
    public long currentEpoch() {
        return member().currentEpoch();
    }

    @Override
    public long configEpoch() {
        return member().myConfigEpoch();
    }

    @Override
    public long lastVoteEpoch() {
        return member().lastVoteEpoch();
    }

    @Override
    public boolean isOk() {
        return member().isOk();
    }

    @Override
    public SortedMap<NodeId, SlotSet> owners() {
        return member().owners();
    }

    @Override
    public boolean isLinkUp() {
        var master = server().replication().master();
        return master != null && master.isUp();
    }

    @Override
    public long dataAgeNanos() {
        var master = server().replication().master();
        if (master == null) return 0;
        long since = master.isUp() ? master.lastIoMillis() : master.downSinceMillis();
        return (host.clock().millis() - since) * 1_000_000;
    }

    @Override
    public long offset() {
        return server().replication().offset();
    }

    @Override
    public String digest() {
        return DatasetDigest.of(server().keyspaces());
    }

    private @Nullable Value value(String key) {
        var bytes = key.getBytes(StandardCharsets.UTF_8);
        var entry = server().keyspaces().get(0).peek(bytes, 0, bytes.length);
        return entry == null ? null : entry.value();
    }

    @Override
    public @Nullable Long number(String key) {
        if (!(value(key) instanceof StringValue string)) return null;
        var text = new String(string.bytes(), StandardCharsets.UTF_8);
        int end = text.startsWith("-") ? 1 : 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) end++;
        try {
            return Long.valueOf(text.substring(0, end));
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    @Override
    public boolean contains(String key, long element) {
        var wanted = Long.toString(element).getBytes(StandardCharsets.UTF_8);
        return switch (value(key)) {
            case SetValue set -> set.contains(wanted, 0, wanted.length);
            case ListValue list -> {
                // What was written last is what one looks for, mostly.
                for (var at = list.from(false); at.isOnElement(); at.move()) {
                    if (Arrays.equals(at.pack().text(at.position()), wanted)) yield true;
                }
                yield false;
            }
            case null, default -> false;
        };
    }
}
