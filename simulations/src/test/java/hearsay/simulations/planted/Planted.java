package hearsay.simulations.planted;

import hearsay.gossip.rules.Rules;
import hearsay.simulations.story.BadStory;
import hearsay.simulations.story.Story;
import hearsay.simulations.story.StoryFile;
import java.util.List;
import java.util.TreeMap;

/// A fault in the protocol, the law that it breaks, and the story in which it does.
record Planted(String fault, Rules rules, String law, String story) {

    /// The twelve that the simulator must find.
    static final List<Planted> ALL =
            List.of(
                    new Planted(
                            "forget the last vote at a crash",
                            new BrokenRules.ForgetLastVoteAtCrash(),
                            "epochs-never-go-back",
                            """
                            about = "A master that has just voted is killed, and comes back."
                            troubles = [
                              { at = 10s, crash = any master, for = 20s }
                              { on = votes, crash = it, for = 300ms }
                            ]
                            """),
                    new Planted(
                            "vote twice",
                            new BrokenRules.VoteTwice(),
                            "one-vote-per-epoch",
                            """
                            about = "Two masters die, and one candidate does not hear the other ask."
                            world { masters = 5 }
                            troubles = [
                              { at = 10s, crash = any 2 masters, for = 20s }
                              { on = plans-election, nth = 2, pause = it, for = 2s }
                            ]
                            """),
                    new Planted(
                            "count failure reports from replicas",
                            new BrokenRules.CountReportsOfReplicas(),
                            "reports-suffice",
                            """
                            about = "One master of three is left, and three replicas complain with it."
                            troubles = [
                              { at = 10s, crash = majority of the masters, for = 20s }
                            ]
                            """),
                    new Planted(
                            "count the dead out of the quorum",
                            new BrokenRules.DoNotCountTheDead(),
                            "votes-suffice",
                            """
                            about = "One shard after the other dies, until two masters of five are left."
                            world { masters = 5 }
                            troubles = [
                              { at = 10s, crash = master of slot 0 and its replicas, for = 20s }
                              { at = 16s, crash = master of slot 4000 and its replicas, for = 14s }
                              { at = 22s, crash = master of slot 8000, for = 8s }
                            ]
                            """),
                    new Planted(
                            "let a minority elect",
                            new BrokenRules.LetMinorityElect(),
                            "votes-suffice",
                            """
                            about = "One master of three is left, and the replicas of the others."
                            troubles = [
                              { at = 10s, crash = majority of the masters, for = 20s }
                            ]
                            """),
                    new Planted(
                            "skip the epoch bump",
                            new BrokenRules.SkipEpochBump(),
                            "elections-raise-the-epoch",
                            """
                            about = "A master dies."
                            troubles = [{ at = 10s, crash = any master, for = 20s }]
                            """),
                    new Planted(
                            "skip collision resolution",
                            new BrokenRules.SkipCollisionResolution(),
                            "epochs-differ",
                            """
                            about = "Two operators who do not know of each other let replicas take over."
                            troubles = [
                              { at = 10s, failover = best replica of slot 0, kind = takeover }
                              { at = 10s, failover = best replica of slot 16383, kind = takeover }
                            ]
                            """),
                    new Planted(
                            "accept an older claim to a slot",
                            new BrokenRules.AcceptOlderClaim(),
                            "views-converge",
                            """
                            about = "A master that stood still goes on, and knows nothing of its heir."
                            troubles = [{ at = 10s, pause = any master, for = 8s }]
                            """),
                    new Planted(
                            "promote without enough votes",
                            new BrokenRules.PromoteWithoutEnoughVotes(),
                            "votes-suffice",
                            """
                            about = "Enough masters call one failed, and then too few are left to elect."
                            world { masters = 5 }
                            troubles = [
                              { at = 10s, crash = any master, for = 20s }
                              { on = plans-election, crash = any 2 masters, for = 20s }
                            ]
                            """),
                    new Planted(
                            "ignore the data-age limit",
                            new BrokenRules.IgnoreDataAge(),
                            "old-data-stands-back",
                            """
                            about = "A replica comes back when its master is dead, with nothing."
                            troubles = [
                              { at = 10s, crash = replicas of slot 0, for = 4s }
                              { at = 12s, crash = master of slot 0, for = 20s }
                            ]
                            """),
                    new Planted(
                            "forget to write before voting",
                            new BrokenRules.ForgetToWriteBeforeVoting(),
                            "epochs-never-go-back",
                            """
                            about = "A master that has just voted is killed, and comes back."
                            troubles = [
                              { at = 10s, crash = any master, for = 20s }
                              { on = votes, crash = it, for = 300ms }
                            ]
                            """),
                    new Planted(
                            "serve in a minority",
                            new BrokenRules.ServeInMinority(),
                            "minority-stops",
                            """
                            about = "A minority of the masters is cut off, with half of the clients."
                            world { replicas = 0 }
                            troubles = [
                              { at = 10s, isolate = minority of the masters, clients = both-sides, for = 20s }
                            ]
                            """));

    /// With a short node timeout, that much happens in little time.
    Story read() throws BadStory {
        var usual = "world { node-timeout = 1s }\nlasts = 35s\nsettles = 15s\n";
        return StoryFile.read(usual + story, fault.replace(" ", "-"), new TreeMap<>());
    }

    @Override
    public String toString() {
        return fault;
    }
}
