package hearsay.gossip.diary;

import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import java.util.Optional;

/// Something that happened to a member, told in the first person by the one it happened to.
///
/// Most are the lines of Redis' log, word for word, as its tools look for them; a few are what
/// Redis does without a word ([Level#UNLOGGED]). A line is put together when it is asked for, not
/// before.
///
/// Source: the log messages of Redis 7.2; behind each stands a paragraph of the Redis Cluster
/// specification.
public sealed interface Happening {

    default Level level() {
        return Phrase.of(this).level();
    }

    /// The sentence, without time and level.
    default String line() {
        return Phrase.of(this).write(this);
    }

    /// Reads what [#line] wrote, or a real Redis' log (the part behind time and level). Empty for a
    /// line that tells something else.
    static Optional<Happening> parse(String line) {
        return Phrase.read(line);
    }

    // ---- Who I am. ----

    @Line("No cluster configuration found, I'm {myself}")
    record Born(NodeId myself) implements Happening {}

    @Line("Node configuration loaded, I'm {myself}")
    record Recalled(NodeId myself) implements Happening {}

    @Line("Node hard reset, now I'm {myself}")
    record Reborn(NodeId myself) implements Happening {}

    @Line("IP address for this node updated to {ip}")
    record OwnAddressLearned(String ip) implements Happening {}

    // ---- Whom I know. ----

    @Line(
            value = "Handshake: we already know node {node}, updating the address if needed.",
            level = Level.VERBOSE)
    record HandshakeKnown(Name node) implements Happening {}

    @Line("Address updated for node {node}, now {ip}:{port}")
    record AddressChanged(Name node, String ip, int port) implements Happening {}

    /// The cluster bus could not get rid of what was to be sent: `cluster-link-sendbuf-limit`.
    ///
    /// @param direction `to` or `from`
    @Line(
            value =
                    "Freeing cluster link({direction} node {node}, used memory: {bytes}) due to"
                            + " exceeding send buffer memory limit.",
            level = Level.WARNING)
    record LinkFreed(String direction, NodeId node, long bytes) implements Happening {}

    // ---- Who seems dead. ----

    @Line(value = "*** NODE {node} possibly failing", level = Level.DEBUG)
    record Suspected(NodeId node) implements Happening {}

    @Line(value = "Node {node} answers again: no longer suspected.", level = Level.UNLOGGED)
    record SuspicionLifted(Name node) implements Happening {}

    @Line(value = "Node {reporter} reported node {about} as not reachable.", level = Level.VERBOSE)
    record ReportHeard(Name reporter, Name about) implements Happening {}

    @Line(value = "Node {reporter} reported node {about} is back online.", level = Level.VERBOSE)
    record ReportWithdrawn(Name reporter, Name about) implements Happening {}

    @Line("Marking node {node} as failing (quorum reached).")
    record MarkedFailed(Name node) implements Happening {}

    @Line("FAIL message received from {from} about {about}")
    record FailHeard(Name from, Name about) implements Happening {}

    @Line("Ignoring FAIL message from unknown node {from} about {about}")
    record FailIgnored(NodeId from, NodeId about) implements Happening {}

    @Line("Clear FAIL state for node {node}:{why}")
    record FailCleared(Name node, Excuse why) implements Happening {}

    /// Why a node that failed may come back.
    enum Excuse {
        REPLICA("replica is reachable again."),
        MASTER_WITHOUT_SLOTS("master without slots is reachable again."),
        MASTER_NOT_REPLACED(" is reachable again and nobody is serving its slots after some time.");

        private final String words;

        Excuse(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    // ---- How a replica stands for election. ----

    @Line(
            "Start of election delayed for {delayMillis} milliseconds (rank #{rank}, offset {offset}).")
    record ElectionScheduled(long delayMillis, int rank, long offset) implements Happening {}

    @Line("Replica rank updated to #{rank}, added {addedMillis} milliseconds of delay.")
    record RankGrew(int rank, long addedMillis) implements Happening {}

    @Line("Starting a failover election for epoch {epoch}.")
    record ElectionStarted(long epoch) implements Happening {}

    @Line("Currently unable to failover: {reason}")
    record ElectionStalled(Obstacle reason) implements Happening {}

    /// Why a replica is not getting on with its failover.
    enum Obstacle {
        DATA_AGE(
                "Disconnected from master for longer than allowed. Please check the"
                        + " 'cluster-replica-validity-factor' configuration option."),
        WAITING_DELAY("Waiting the delay before I can start a new failover."),
        EXPIRED("Failover attempt expired."),
        WAITING_VOTES("Waiting for votes, but majority still not reached.");

        private final String words;

        Obstacle(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    @Line("Needed quorum: {needed}. Number of votes received so far: {received}")
    record VotesMissing(int needed, int received) implements Happening {}

    @Line(value = "Vote of {voter} received in epoch {epoch}.", level = Level.UNLOGGED)
    record VoteReceived(Name voter, long epoch) implements Happening {}

    @Line("Failover election won: I'm the new master.")
    record ElectionWon() implements Happening {}

    // ---- How a master votes. ----

    @Line("Failover auth granted to {candidate} for epoch {epoch}")
    record VoteGranted(Name candidate, long epoch) implements Happening {}

    @Line(value = "Failover auth denied to {candidate}: {reason}", level = Level.WARNING)
    record VoteDenied(Name candidate, String reason) implements Happening {}

    // ---- Epochs. ----

    @Line("configEpoch set to {epoch} after successful failover")
    record EpochTaken(long epoch) implements Happening {}

    @Line("New configEpoch set to {epoch}")
    record EpochBumped(long epoch) implements Happening {}

    @Line(
            value =
                    "WARNING: configEpoch collision with node {with}. configEpoch set to {newEpoch}",
            level = Level.VERBOSE)
    record EpochCollision(Name with, long newEpoch) implements Happening {}

    @Line("configEpoch set to {epoch} via CLUSTER SET-CONFIG-EPOCH")
    record EpochSet(long epoch) implements Happening {}

    @Line("configEpoch set to 0 via CLUSTER RESET HARD")
    record EpochReset() implements Happening {}

    // ---- Who owns what, and who follows whom. ----

    @Line(value = "Slots {slots} are mine under configEpoch {epoch}.", level = Level.UNLOGGED)
    record SlotsTaken(SlotSet slots, long epoch) implements Happening {}

    @Line(
            value = "Slots {slots} go to node {owner} under configEpoch {epoch}.",
            level = Level.UNLOGGED)
    record SlotsRebound(Name owner, SlotSet slots, long epoch) implements Happening {}

    @Line(value = "Slot {slot} is on its way to node {to}.", level = Level.UNLOGGED)
    record SlotMigrating(int slot, Name to) implements Happening {}

    @Line(value = "Slot {slot} is on its way here from node {from}.", level = Level.UNLOGGED)
    record SlotImporting(int slot, Name from) implements Happening {}

    @Line(value = "Slot {slot} is on no way.", level = Level.UNLOGGED)
    record SlotStable(int slot) implements Happening {}

    @Line(value = "Slot {slot} belongs to node {owner} by command.", level = Level.UNLOGGED)
    record SlotAssigned(int slot, Name owner) implements Happening {}

    @Line("Open slots of node {former} go on with {heir}, which has replaced it.")
    record OpenSlotsInherited(Name former, Name heir) implements Happening {}

    @Line("configEpoch updated after importing slot {slot}")
    record ImportEnded(int slot) implements Happening {}

    @Line("Configuration change detected. Reconfiguring myself as a replica of {master}")
    record Follows(Name master) implements Happening {}

    @Line("I'm a sub-replica! Reconfiguring myself as a replica of grandmaster {master}")
    record FollowsGrandmaster(Name master) implements Happening {}

    @Line("Migrating to orphaned master {master}")
    record Migrates(NodeId master) implements Happening {}

    @Line(
            value =
                    "Node {to} has old slots configuration, sending an UPDATE message about {about}",
            level = Level.VERBOSE)
    record UpdateSent(NodeId to, NodeId about) implements Happening {}

    @Line("Discarding UPDATE message about myself.")
    record UpdateDiscarded() implements Happening {}

    @Line("I have keys for unassigned slot {slot}. Taking responsibility for it.")
    record KeysAdopted(int slot) implements Happening {}

    @Line(
            "I have keys for slot {slot}, but the slot is assigned to another node. Setting it to"
                    + " importing state.")
    record KeysOfAnother(int slot) implements Happening {}

    /// `cluster_state`. Bad news is a warning.
    @Line("Cluster state changed: {state}")
    record StateChanged(State state) implements Happening {
        @Override
        public Level level() {
            return state == State.OK ? Level.NOTICE : Level.WARNING;
        }
    }

    enum State {
        OK("ok"),
        FAIL("fail");

        private final String word;

        State(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    // ---- The failover that an operator asks for. ----

    @Line("Manual failover user request accepted.")
    record ManualFailoverAccepted() implements Happening {}

    @Line("Forced failover user request accepted.")
    record ForcedFailoverAccepted() implements Happening {}

    @Line("Taking over the master (user request).")
    record TakeoverAccepted() implements Happening {}

    @Line("Manual failover requested by replica {replica}.")
    record ManualFailoverRequested(Name replica) implements Happening {}

    @Line("Received replication offset for paused master manual failover: {offset}")
    record PausedOffsetHeard(long offset) implements Happening {}

    @Line("All master replication stream processed, manual failover can start.")
    record CaughtUp() implements Happening {}

    @Line(value = "Manual failover timed out.", level = Level.WARNING)
    record ManualFailoverTimedOut() implements Happening {}
}
