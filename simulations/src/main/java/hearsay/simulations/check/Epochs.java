package hearsay.simulations.check;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.model.NodeId;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The epochs of a node never go back.
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
        int lives;
        final Mark current = new Mark();

        // These outlive the process.
        final Mark durable = new Mark();
        final Mark config = new Mark();
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

    /// What a node says may be older than what it is: a message waits for its link to open. But who
    /// votes or asks for votes has written the epoch down.
    @Override
    void bus(long sentNanos, long arrivedNanos, String fromIp, String toIp, BusMessage message) {
        boolean decides =
                message instanceof BusMessage.Vote || message instanceof BusMessage.VoteRequest;
        if (!decides) return;
        var known = of(message.header().sender());
        long epoch = message.header().currentEpoch();
        if (epoch > known.durable.value) known.durable.goesBack(epoch, sentNanos);
        boolean isVote = message instanceof BusMessage.Vote;
        if (isVote && epoch > known.lastVote.value) known.lastVote.goesBack(epoch, sentNanos);
    }

    /// A vote was given; its master may crash before anybody looks at it.
    @Override
    void noted(Entry entry) {
        if (!(entry.what() instanceof Told(Happening.VoteGranted(var candidate, long epoch)))) {
            return;
        }
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
        if (was.lives != node.lives()) {
            if (current < was.current.value) forgotten++;
            was.current.reset();
            was.lives = node.lives();
        }
        if (was.current.goesBack(current, nanos)) {
            tell(nanos, id, "has current epoch", was.current, current);
        }
        if (current < was.durable.value && nanos > was.durable.nanos) {
            tell(nanos, id, "has current epoch", was.durable, current);
        }
        // A vote counts from when it is said: before, it may not be on disk.
        if (node.lastVoteEpoch() < was.lastVote.value && nanos > was.lastVote.nanos) {
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
        figure(
                Figure.count(
                        "current epochs that were only heard and forgotten in a crash", forgotten));
    }
}
