package hearsay.simulations.story;

import hearsay.simulations.check.Laws;
import java.util.List;

/// The words that stories take from elsewhere: names of laws, and the diary's events.
final class Words {

    static final List<String> LAWS = Laws.names();

    /// Those of [hearsay.simulations.diary.Deed] and [hearsay.simulations.diary.Words] that a fault
    /// can wait for.
    static final List<String> EVENTS =
            List.of(
                    "crash",
                    "power-cut",
                    "start",
                    "restart",
                    "gave-up",
                    "ended",
                    "pause",
                    "resume",
                    "partition",
                    "heal",
                    "fault",
                    "becomes-master",
                    "becomes-replica",
                    "born",
                    "recalls",
                    "reborn",
                    "own-address",
                    "knows-already",
                    "address",
                    "frees-link",
                    "suspects",
                    "trusts-again",
                    "reports",
                    "reports-back",
                    "failed",
                    "hears-fail",
                    "ignores-fail",
                    "clears-fail",
                    "plans-election",
                    "ranks-lower",
                    "asks-for-votes",
                    "waits",
                    "lacks-votes",
                    "gets-vote",
                    "elected",
                    "votes",
                    "refuses-vote",
                    "takes-epoch",
                    "raises-epoch",
                    "epoch-collision",
                    "sets-epoch",
                    "resets-epoch",
                    "takes-slots",
                    "sees-owner",
                    "follows",
                    "migrates",
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
                    "sentinel-votes",
                    "sentinel-elected",
                    "sentinel-orders-promotion",
                    "sentinel-sees-promotion",
                    "sentinel-switches",
                    "sentinel-gives-up",
                    "state-ok",
                    "state-fail",
                    "manual-failover",
                    "forced-failover",
                    "takeover",
                    "hands-over",
                    "hears-offset",
                    "caught-up",
                    "gives-up");

    private Words() {}
}
