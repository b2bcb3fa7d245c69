package hearsay.simulations.diary;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.diary.Happening.Excuse;
import hearsay.gossip.diary.Happening.Obstacle;
import hearsay.gossip.diary.Happening.State;

/// What happens to a member, as one would tell it of somebody else: the node that it is about
/// stands before the sentence. Where the specification has a word for it, that word is in it.
final class Sentences {

    private Sentences() {}

    static String of(Happening happening) {
        return switch (happening) {
            case Happening.Born it -> "is new, and calls itself " + it.myself();
            case Happening.Recalled it ->
                    "finds its cluster in its nodes.conf, and is " + it.myself();
            case Happening.Reborn it -> "was reset, and is " + it.myself() + " now";
            case Happening.OwnAddressLearned it -> "learns that its own address is " + it.ip();
            case Happening.HandshakeKnown it ->
                    "shakes hands with %s, which it knows already".formatted(it.node().id());
            case Happening.AddressChanged it ->
                    "finds %s at %s:%d now".formatted(it.node().id(), it.ip(), it.port());
            case Happening.LinkFreed it ->
                    "closes its link %s %s, on which %d bytes wait"
                            .formatted(it.direction(), it.node(), it.bytes());
            case Happening.Suspected it ->
                    "suspects %s: no PONG within the node timeout (PFAIL)".formatted(it.node());
            case Happening.SuspicionLifted it ->
                    "hears from %s again, and suspects it no more".formatted(it.node().id());
            case Happening.ReportHeard it ->
                    "hears from %s that %s does not answer"
                            .formatted(it.reporter().id(), it.about().id());
            case Happening.ReportWithdrawn it ->
                    "hears from %s that %s answers again"
                            .formatted(it.reporter().id(), it.about().id());
            case Happening.MarkedFailed it ->
                    "declares %s failed: a majority of masters cannot reach it (FAIL)"
                            .formatted(it.node().id());
            case Happening.FailHeard it ->
                    "hears from %s that %s has failed".formatted(it.from().id(), it.about().id());
            case Happening.FailIgnored it ->
                    "does not know %s, which says that %s has failed"
                            .formatted(it.from(), it.about());
            case Happening.FailCleared it ->
                    "takes %s back: %s".formatted(it.node().id(), excuse(it.why()));
            default -> ofVotes(happening);
        };
    }

    private static String ofVotes(Happening happening) {
        return switch (happening) {
            case Happening.ElectionScheduled it ->
                    "will ask for votes in %d ms (rank %d, replication offset %d)"
                            .formatted(it.delayMillis(), it.rank(), it.offset());
            case Happening.RankGrew it ->
                    "lets better replicas go first: rank %d, %d ms later"
                            .formatted(it.rank(), it.addedMillis());
            case Happening.ElectionStarted it -> "asks for votes in epoch " + it.epoch();
            case Happening.ElectionStalled it -> obstacle(it.reason());
            case Happening.VotesMissing it ->
                    "has %d of the %d votes it needs".formatted(it.received(), it.needed());
            case Happening.VoteReceived it ->
                    "gets the vote of %s in epoch %d".formatted(it.voter().id(), it.epoch());
            case Happening.ElectionWon it -> "has a majority of votes: it is a master now";
            case Happening.VoteGranted it ->
                    "votes for %s in epoch %d".formatted(it.candidate().id(), it.epoch());
            case Happening.VoteDenied it ->
                    "refuses its vote to %s: %s".formatted(it.candidate().id(), it.reason());
            case Happening.EpochTaken it ->
                    "takes config epoch %d, in which it was elected".formatted(it.epoch());
            case Happening.EpochBumped it -> "raises its config epoch to " + it.epoch();
            case Happening.EpochCollision it ->
                    "has the config epoch of %s, and raises its own to %d"
                            .formatted(it.with().id(), it.newEpoch());
            case Happening.EpochSet it -> "is told to take config epoch " + it.epoch();
            case Happening.EpochReset it -> "is told to begin again with config epoch 0";
            default -> ofSlots(happening);
        };
    }

    private static String ofSlots(Happening happening) {
        return switch (happening) {
            case Happening.SlotsTaken it ->
                    "takes slots %s with config epoch %d"
                            .formatted(Told.slots(it.slots()), it.epoch());
            case Happening.SlotsRebound it ->
                    "sees slots %s with %s, config epoch %d"
                            .formatted(Told.slots(it.slots()), it.owner().id(), it.epoch());
            case Happening.SlotMigrating it ->
                    "begins to give slot %d to %s".formatted(it.slot(), it.to().id());
            case Happening.SlotImporting it ->
                    "begins to take slot %d from %s".formatted(it.slot(), it.from().id());
            case Happening.SlotStable it ->
                    "is told that slot %d goes nowhere".formatted(it.slot());
            case Happening.SlotAssigned it ->
                    "is told that slot %d is %s's".formatted(it.slot(), it.owner().id());
            case Happening.OpenSlotsInherited it ->
                    "goes on with %s where slots were on their way to or from %s"
                            .formatted(it.heir().id(), it.former().id());
            case Happening.ImportEnded it ->
                    "has taken slot %d, under a new epoch".formatted(it.slot());
            case Happening.Follows it -> "follows " + it.master().id();
            case Happening.FollowsGrandmaster it ->
                    "follows %s, the master of its master".formatted(it.master().id());
            case Happening.Migrates it ->
                    "follows %s, which has no other replica".formatted(it.master());
            case Happening.UpdateSent it ->
                    "tells %s what belongs to %s (UPDATE)".formatted(it.to(), it.about());
            case Happening.UpdateDiscarded it -> "knows better what belongs to itself (UPDATE)";
            case Happening.KeysAdopted it ->
                    "has keys in slot %d, which is nobody's: takes it".formatted(it.slot());
            case Happening.KeysOfAnother it ->
                    "has keys in slot %d, which is another's: imports it".formatted(it.slot());
            case Happening.StateChanged it ->
                    it.state() == State.OK
                            ? "serves clients: cluster_state:ok"
                            : "refuses clients: cluster_state:fail";
            default -> ofManualFailover(happening);
        };
    }

    private static String ofManualFailover(Happening happening) {
        return switch (happening) {
            case Happening.ManualFailoverAccepted it -> "is told to replace its master";
            case Happening.ForcedFailoverAccepted it ->
                    "is told to replace its master without asking it (FORCE)";
            case Happening.TakeoverAccepted it ->
                    "is told to replace its master without any vote (TAKEOVER)";
            case Happening.ManualFailoverRequested it ->
                    "holds its clients back, to be replaced by " + it.replica().id();
            case Happening.PausedOffsetHeard it ->
                    "hears that its master stands still at offset " + it.offset();
            case Happening.CaughtUp it -> "has all that its master has, and may replace it";
            case Happening.ManualFailoverTimedOut it -> "gives up to replace its master: timed out";
            // What the others have told already; its line tells what was forgotten here.
            default -> happening.line();
        };
    }

    private static String excuse(Excuse why) {
        return switch (why) {
            case REPLICA -> "a replica that answers again";
            case MASTER_WITHOUT_SLOTS -> "a master without slots that answers again";
            case MASTER_NOT_REPLACED -> "it answers again, and nobody took its slots for a while";
        };
    }

    private static String obstacle(Obstacle reason) {
        return switch (reason) {
            case DATA_AGE -> "may not replace its master: its data is too old";
            case WAITING_DELAY -> "waits before it asks for votes";
            case EXPIRED -> "did not get enough votes in time";
            case WAITING_VOTES -> "waits for more votes";
        };
    }
}
