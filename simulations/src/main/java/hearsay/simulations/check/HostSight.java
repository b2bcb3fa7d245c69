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
        return host.isUp() && !host.isPaused() && host.server() != null;
    }

    @Override
    public boolean isSaving() {
        var membership = server().membership();
        return membership != null && membership.isSaving();
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
        var entry = server().keyspaces().get(0).find(key.getBytes(StandardCharsets.UTF_8));
        return entry == null ? null : entry.value();
    }

    @Override
    public @Nullable Long number(String key) {
        return value(key) instanceof StringValue string ? number(string.bytes()) : null;
    }

    @Override
    public boolean contains(String key, long element) {
        return switch (value(key)) {
            case SetValue set -> isMember(set, element);
            case ListValue list -> isElement(list, element);
            case null, default -> false;
        };
    }

    private static boolean isMember(SetValue set, long element) {
        var exact = Long.toString(element).getBytes(StandardCharsets.US_ASCII);
        if (set.contains(exact, 0, exact.length)) return true;
        var found = new boolean[1];
        set.forEach((bytes, offset, length) -> {
            found[0] = isNumber(element, Arrays.copyOfRange(bytes, offset, offset + length));
            return !found[0];
        });
        return found[0];
    }

    /// What was written last is what one looks for, mostly.
    private static boolean isElement(ListValue list, long element) {
        for (var at = list.from(false); at.isOnElement(); at.move()) {
            if (isNumber(element, at.pack().text(at.position()))) return true;
        }
        return false;
    }

    private static boolean isNumber(long wanted, byte[] text) {
        var number = number(text);
        return number != null && number == wanted;
    }

    /// Values are numbers, with dots behind them up to the wanted size.
    private static @Nullable Long number(byte[] text) {
        int end = text.length > 0 && text[0] == '-' ? 1 : 0;
        while (end < text.length && text[end] >= '0' && text[end] <= '9') end++;
        try {
            return Long.valueOf(new String(text, 0, end, StandardCharsets.US_ASCII));
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }
}
