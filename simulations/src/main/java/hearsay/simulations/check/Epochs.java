package hearsay.simulations.check;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The epochs of a node never go back: what it is and what it says.
///
/// Across a crash this holds for the epoch of its last vote, for its config epoch while it is a
/// master (a replica's is its master's, and it may change its master), and for the current epoch as
/// far as it voted in it, stood for election in it, or serves under it: these are on disk before
/// they are said. What a node has merely heard of the current epoch Redis does not write down, and
/// a crash may undo it; that is counted.
///
/// Source: Redis Cluster specification, "Cluster current epoch", "Configuration epoch".
final class Epochs extends Check {

    static final Law LAW =
            new Law(
                    "epochs-never-go-back",
                    "No node's current epoch, config epoch or epoch of its last vote ever goes"
                            + " back.",
                    Severity.VIOLATION);

    /// The greatest value of something, and since when it was that.
    private static final class Mark {
        long value = Long.MIN_VALUE;
        long nanos;

        /// Returns whether it is less than it was at an earlier time.
        boolean goesBack(long newValue, long atNanos) {
            if (newValue < value) return atNanos > nanos;
            if (newValue > value || atNanos < nanos) nanos = atNanos;
            value = newValue;
            return false;
        }

        void reset() {
            value = Long.MIN_VALUE;
        }
    }

    private static final class Marks {
        /// When the process that bears the id was started last.
        long bornNanos;

        final Mark current = new Mark();
        final Mark saidCurrent = new Mark();

        // These outlive the process.
        final Mark durable = new Mark();
        final Mark config = new Mark();
        final Mark saidConfig = new Mark();
        final Mark lastVote = new Mark();
    }

    private final Scene scene;
    private final Map<NodeId, Marks> marks = new HashMap<>(); // never walked
    private int forgotten;

    Epochs(Scene scene) {
        super(LAW);
        this.scene = scene;
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.BUS, Sense.DIARY, Sense.TIME);
    }

    private Marks of(NodeId id) {
        var known = marks.get(id);
        if (known != null) return known;
        var fresh = new Marks();
        marks.put(id, fresh);
        return fresh;
    }

    @Override
    void noted(Entry entry) {
        switch (entry.what()) {
            case Told(Happening.Recalled(var id)) -> recalled(entry, of(id));
            case Told(Happening.VoteGranted(var candidate, long epoch)) -> voted(entry, epoch);
            default -> {}
        }
    }

    private void recalled(Entry entry, Marks was) {
        was.bornNanos = entry.nanos();
        was.saidCurrent.reset();
        long before = was.current.value;
        was.current.reset();
        for (var node : scene.nodes()) {
            if (!node.name().equals(entry.where()) || !node.runs()) continue;
            if (node.currentEpoch() < before) forgotten++;
        }
    }

    /// Messages may overtake each other, so what counts is when they were sent.
    @Override
    void bus(long sentNanos, long arrivedNanos, String fromIp, String toIp, BusMessage message) {
        var header = message.header();
        var said = of(header.sender());
        long current = header.currentEpoch();
        boolean decides =
                message instanceof BusMessage.Vote || message instanceof BusMessage.VoteRequest;
        if (decides && current > said.durable.value) said.durable.goesBack(current, sentNanos);
        if (sentNanos >= said.bornNanos) {
            if (said.saidCurrent.goesBack(current, sentNanos)) {
                tell(sentNanos, header.sender(), "says current epoch", said.saidCurrent, current);
            }
            if (current < said.durable.value && sentNanos > said.durable.nanos) {
                tell(sentNanos, header.sender(), "says current epoch", said.durable, current);
            }
        }
        long config = header.configEpoch();
        boolean master = (header.flags() & NodeFlags.MASTER) != 0;
        if (master && said.saidConfig.goesBack(config, sentNanos)) {
            tell(sentNanos, header.sender(), "says config epoch", said.saidConfig, config);
        }
    }

    /// A vote was given; its master may crash before anybody looks at it.
    private void voted(Entry entry, long epoch) {
        for (var node : scene.nodes()) {
            if (!node.name().equals(entry.where()) || !node.runs()) continue;
            var lastVote = of(node.id()).lastVote;
            if (lastVote.goesBack(epoch, entry.nanos())) {
                tell(entry.nanos(), node.id(), "votes in epoch", lastVote, epoch);
            }
        }
    }

    @Override
    void look(long nanos) {
        for (var node : scene.nodes()) if (node.runs()) look(node, nanos);
    }

    private void look(Sight node, long nanos) {
        var id = node.id();
        var was = of(id);
        long current = node.currentEpoch();
        if (was.current.goesBack(current, nanos)) {
            tell(nanos, id, "has current epoch", was.current, current);
        }
        if (current < was.durable.value && nanos > was.durable.nanos) {
            tell(nanos, id, "has current epoch", was.durable, current);
        }
        if (was.lastVote.goesBack(node.lastVoteEpoch(), nanos)) {
            tell(nanos, id, "remembers a last vote in", was.lastVote, node.lastVoteEpoch());
        }
        if (node.isMaster() && was.config.goesBack(node.configEpoch(), nanos)) {
            tell(nanos, id, "has config epoch", was.config, node.configEpoch());
        }
    }

    private void tell(long nanos, NodeId who, String what, Mark before, long now) {
        broken(
                nanos,
                who.toString(),
                "%s %s %d, but at %.3f s it was %d"
                        .formatted(who, what, now, before.nanos / 1e9, before.value));
    }

    @Override
    void end(History history, Incidents incidents) {
        look(scene.nanos());
        figure(Figure.count("current epochs that were only heard and forgotten in a crash", forgotten));
    }
}
