package hearsay.simulations.diary;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.diary.Happening.State;
import java.util.ArrayList;
import java.util.List;

/// The words of the diary for what happens to the members of a cluster. Stories are triggered by
/// them and files are searched for them, so that they stay what they are.
public final class Words {

    public static final String SUSPECTS = "suspects";
    public static final String FAILED = "failed";
    public static final String HEARS_FAIL = "hears-fail";
    public static final String ASKS_FOR_VOTES = "asks-for-votes";
    public static final String VOTES = "votes";
    public static final String REFUSES_VOTE = "refuses-vote";
    public static final String ELECTED = "elected";
    public static final String TAKES_SLOTS = "takes-slots";
    public static final String FOLLOWS = "follows";

    /// A replica leaves its master for one that has lost its replicas.
    public static final String MIGRATES = "migrates";

    public static final String STATE_OK = "state-ok";
    public static final String STATE_FAIL = "state-fail";

    private static final List<String> OF_NODES =
            List.of(
                    "born",
                    "recalls",
                    "reborn",
                    "own-address",
                    "knows-already",
                    "address",
                    "frees-link",
                    SUSPECTS,
                    "trusts-again",
                    "reports",
                    "reports-back",
                    FAILED,
                    HEARS_FAIL,
                    "ignores-fail",
                    "clears-fail",
                    "plans-election",
                    "ranks-lower",
                    ASKS_FOR_VOTES,
                    "waits",
                    "lacks-votes",
                    "gets-vote",
                    ELECTED,
                    VOTES,
                    REFUSES_VOTE,
                    "takes-epoch",
                    "raises-epoch",
                    "epoch-collision",
                    "sets-epoch",
                    "resets-epoch",
                    TAKES_SLOTS,
                    "sees-owner",
                    FOLLOWS,
                    MIGRATES,
                    "sends-update",
                    "ignores-update",
                    "adopts-slot",
                    "imports-slot",
                    "gives-slot",
                    "takes-slot",
                    "closes-slot",
                    "assigns-slot",
                    "sees-heir",
                    "ends-import",
                    STATE_OK,
                    STATE_FAIL,
                    "manual-failover",
                    "forced-failover",
                    "takeover",
                    "hands-over",
                    "hears-offset",
                    "caught-up",
                    "gives-up");

    private Words() {}

    // spotless:off
    public static String of(Happening happening) {
        return switch (happening) {
            case Happening.Born it                    -> "born";
            case Happening.Recalled it                -> "recalls";
            case Happening.Reborn it                  -> "reborn";
            case Happening.OwnAddressLearned it       -> "own-address";
            case Happening.HandshakeKnown it          -> "knows-already";
            case Happening.AddressChanged it          -> "address";
            case Happening.LinkFreed it               -> "frees-link";
            case Happening.Suspected it               -> SUSPECTS;
            case Happening.SuspicionLifted it         -> "trusts-again";
            case Happening.ReportHeard it             -> "reports";
            case Happening.ReportWithdrawn it         -> "reports-back";
            case Happening.MarkedFailed it            -> FAILED;
            case Happening.FailHeard it               -> HEARS_FAIL;
            case Happening.FailIgnored it             -> "ignores-fail";
            case Happening.FailCleared it             -> "clears-fail";
            case Happening.ElectionScheduled it       -> "plans-election";
            case Happening.RankGrew it                -> "ranks-lower";
            case Happening.ElectionStarted it         -> ASKS_FOR_VOTES;
            case Happening.ElectionStalled it         -> "waits";
            case Happening.VotesMissing it            -> "lacks-votes";
            case Happening.VoteReceived it            -> "gets-vote";
            case Happening.ElectionWon it             -> ELECTED;
            case Happening.VoteGranted it             -> VOTES;
            case Happening.VoteDenied it              -> REFUSES_VOTE;
            case Happening.EpochTaken it              -> "takes-epoch";
            case Happening.EpochBumped it             -> "raises-epoch";
            case Happening.EpochCollision it          -> "epoch-collision";
            case Happening.EpochSet it                -> "sets-epoch";
            case Happening.EpochReset it              -> "resets-epoch";
            case Happening.SlotsTaken it              -> TAKES_SLOTS;
            case Happening.SlotsRebound it            -> "sees-owner";
            case Happening.SlotMigrating it           -> "gives-slot";
            case Happening.SlotImporting it           -> "takes-slot";
            case Happening.SlotStable it              -> "closes-slot";
            case Happening.SlotAssigned it            -> "assigns-slot";
            case Happening.OpenSlotsInherited it      -> "sees-heir";
            case Happening.ImportEnded it             -> "ends-import";
            case Happening.Follows it                 -> FOLLOWS;
            case Happening.FollowsGrandmaster it      -> FOLLOWS;
            case Happening.Migrates it                -> MIGRATES;
            case Happening.UpdateSent it              -> "sends-update";
            case Happening.UpdateDiscarded it         -> "ignores-update";
            case Happening.KeysAdopted it             -> "adopts-slot";
            case Happening.KeysOfAnother it           -> "imports-slot";
            case Happening.StateChanged(State state)  -> state == State.OK ? STATE_OK : STATE_FAIL;
            case Happening.ManualFailoverAccepted it  -> "manual-failover";
            case Happening.ForcedFailoverAccepted it  -> "forced-failover";
            case Happening.TakeoverAccepted it        -> "takeover";
            case Happening.ManualFailoverRequested it -> "hands-over";
            case Happening.PausedOffsetHeard it       -> "hears-offset";
            case Happening.CaughtUp it                -> "caught-up";
            case Happening.ManualFailoverTimedOut it  -> "gives-up";
        };
    }
    // spotless:on

    /// Every word by which an entry may be waited for: what nodes do, and what is done to them.
    public static List<String> all() {
        List<String> all = new ArrayList<>(Deed.all());
        all.addAll(OF_NODES);
        return List.copyOf(all);
    }
}
