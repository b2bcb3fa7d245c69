package hearsay.simulations.process;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.Extensions;
import hearsay.gossip.bus.Gossip;
import hearsay.gossip.bus.Header;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.Sight.Answers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One process as the laws see it: by what it answered when it was looked at last.
final class OutsideSight implements hearsay.simulations.check.Sight {

    private static final int REPLY_MILLIS = 10_000;
    private static final long SECOND_NANOS = 1_000_000_000;

    private final Path folder;
    private Member member;
    private Optional<Answers> answers = Optional.empty();
    private Optional<NodeLine> line = Optional.empty();
    private int lives = 1;

    OutsideSight(Path folder, Member member) {
        this.folder = folder;
        this.member = member;
    }

    /// What was seen of it.
    void see(Sight sight) {
        if (!sight.member().isWith(member)) lives++;
        member = sight.member();
        answers = sight.answers();
        line = answers.flatMap(a -> a.nodes().stream().filter(NodeLine::isMyself).findFirst());
    }

    int port() {
        return member.port();
    }

    /// What it would say of itself in a packet, and has said to who asked it.
    BusMessage word() {
        var header =
                new Header(
                        id(),
                        currentEpoch(),
                        configEpoch(),
                        offset(),
                        line().slots(),
                        master(),
                        member.host(),
                        member.port(),
                        0,
                        0,
                        isMaster() ? NodeFlags.MASTER : NodeFlags.REPLICA,
                        isOk(),
                        0);
        return new BusMessage.Pong(header, Gossip.NONE, Extensions.NONE);
    }

    @Override
    public String name() {
        return Integer.toString(member.port());
    }

    /// All processes are on one machine: the port is what tells them apart.
    @Override
    public String ip() {
        return member.host() + ":" + member.port();
    }

    @Override
    public boolean runs() {
        return line.isPresent();
    }

    /// A node does not tell.
    @Override
    public boolean isSaving() {
        return false;
    }

    @Override
    public int lives() {
        return lives;
    }

    @Override
    public long clockErrorNanos() {
        return 0;
    }

    @Override
    public NodeId id() {
        return new NodeId(line().id());
    }

    @Override
    public boolean isMaster() {
        return line().isMaster();
    }

    @Override
    public @Nullable NodeId master() {
        return line().master().isEmpty() ? null : new NodeId(line().master());
    }

    @Override
    public long currentEpoch() {
        return answers().currentEpoch();
    }

    @Override
    public long configEpoch() {
        return line().configEpoch();
    }

    /// A node tells nobody in which epoch it voted last.
    @Override
    public long lastVoteEpoch() {
        return UNSEEN;
    }

    @Override
    public boolean isOk() {
        return answers().clusterState().equals("ok");
    }

    @Override
    public SortedMap<NodeId, SlotSet> owners() {
        SortedMap<NodeId, SlotSet> owners = new TreeMap<>();
        for (NodeLine each : answers().nodes())
            if (each.isMaster() && !each.slots().isEmpty())
                owners.put(new NodeId(each.id()), each.slots());
        return Collections.unmodifiableSortedMap(owners);
    }

    @Override
    public boolean isLinkUp() {
        return answers().linkIsUp();
    }

    /// In whole seconds, as INFO tells it.
    @Override
    public long dataAgeNanos() {
        if (answers().isMaster()) return 0;
        Map<String, String> replication = answers().replication();
        String field = isLinkUp() ? "master_last_io_seconds_ago" : "master_link_down_since_seconds";
        return Math.max(0, Long.parseLong(replication.getOrDefault(field, "0"))) * SECOND_NANOS;
    }

    @Override
    public long offset() {
        return answers().offset();
    }

    /// Asked now.
    @Override
    public String digest() {
        try (var node =
                Sight.connect(member, new NodeFolder(member.folder(folder)), REPLY_MILLIS)) {
            return node.call("DEBUG", "DIGEST");
        } catch (IOException e) {
            throw new Refusal(name() + " does not say what it holds: " + e.getMessage());
        }
    }

    @Override
    public @Nullable Long number(String key) {
        throw new UnsupportedOperationException("what was in a process nobody knows");
    }

    @Override
    public boolean contains(String key, long element) {
        throw new UnsupportedOperationException("what was in a process nobody knows");
    }

    private Answers answers() {
        return answers.orElseThrow(() -> new IllegalStateException(name() + " does not run"));
    }

    private NodeLine line() {
        return line.orElseThrow(() -> new IllegalStateException(name() + " does not run"));
    }
}
