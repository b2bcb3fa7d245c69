package hearsay.simulations.planted;

import hearsay.gossip.member.Member.FailoverKind;
import hearsay.gossip.rules.Rules;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.diary.Words;
import hearsay.simulations.world.Host;
import java.util.List;
import java.util.function.Consumer;

/// A fault in the protocol, and the troubles in which it shows.
///
/// @param masters each with a replica
/// @param plot arranges the troubles
record Planted(String fault, Rules rules, int masters, Consumer<Plot> plot) {

    /// The twelve that the simulator must find.
    static final List<Planted> ALL =
            List.of(
                    new Planted(
                            "forget the last vote at a crash",
                            new BrokenRules.ForgetLastVoteAtCrash(),
                            3,
                            Planted::voterCrashes),
                    new Planted("vote twice", new BrokenRules.VoteTwice(), 5, Planted::twoStand),
                    new Planted(
                            "count failure reports from replicas",
                            new BrokenRules.CountReportsOfReplicas(),
                            3,
                            Planted::oneMasterIsLeft),
                    new Planted(
                            "count the dead out of the quorum",
                            new BrokenRules.DoNotCountTheDead(),
                            5,
                            Planted::shardsDieOneByOne),
                    new Planted(
                            "let a minority elect",
                            new BrokenRules.LetMinorityElect(),
                            3,
                            Planted::oneMasterIsLeft),
                    new Planted(
                            "skip the epoch bump",
                            new BrokenRules.SkipEpochBump(),
                            3,
                            Planted::oneFailoverAfterTheOther),
                    new Planted(
                            "skip collision resolution",
                            new BrokenRules.SkipCollisionResolution(),
                            3,
                            Planted::twoTakeOver),
                    new Planted(
                            "accept an older claim to a slot",
                            new BrokenRules.AcceptOlderClaim(),
                            3,
                            Planted::masterComesBack),
                    new Planted(
                            "promote without enough votes",
                            new BrokenRules.PromoteWithoutEnoughVotes(),
                            5,
                            Planted::votersDie),
                    new Planted(
                            "ignore the data-age limit",
                            new BrokenRules.IgnoreDataAge(),
                            3,
                            Planted::replicaReturnsToDeadMaster),
                    new Planted(
                            "forget to write before voting",
                            new BrokenRules.ForgetToWriteBeforeVoting(),
                            3,
                            Planted::voterCrashes),
                    new Planted(
                            "serve in a minority",
                            new BrokenRules.ServeInMinority(),
                            3,
                            Planted::oneMasterIsLeft));

    /// Enough of them live to call a master failed, and too few to elect another.
    private static void votersDie(Plot plot) {
        plot.crash(0, plot.master(0));
        plot.first(
                "plans-election",
                candidate -> {
                    plot.crash(plot.master(1));
                    plot.crash(plot.master(2));
                });
    }

    private static void masterComesBack(Plot plot) {
        plot.crash(0, plot.master(0));
        plot.start(8_000, plot.master(0));
    }

    private static void voterCrashes(Plot plot) {
        plot.crash(0, plot.master(0));
        plot.first(
                Words.VOTES,
                voter -> {
                    plot.crash(voter);
                    plot.in(300, () -> plot.start(voter));
                });
    }

    /// The second to plan its election does not hear that the first has asked already.
    private static void twoStand(Plot plot) {
        plot.crash(0, plot.master(0), plot.master(1));
        plot.nth(
                2,
                "plans-election",
                late -> {
                    plot.note(late, Deed.PAUSE, "stands still");
                    late.pause();
                });
        plot.first(
                Words.ASKS_FOR_VOTES,
                first ->
                        plot.in(
                                1_000,
                                () -> {
                                    for (Host host : List.of(plot.replica(0), plot.replica(1))) {
                                        if (!host.isPaused()) continue;
                                        plot.note(host, Deed.RESUME, "goes on");
                                        host.resume();
                                    }
                                }));
    }

    private static void oneMasterIsLeft(Plot plot) {
        plot.crash(0, plot.master(0), plot.master(1));
    }

    private static void shardsDieOneByOne(Plot plot) {
        plot.crash(0, plot.master(0), plot.replica(0));
        plot.crash(4_000, plot.master(1), plot.replica(1));
        plot.crash(8_000, plot.master(2));
    }

    private static void oneFailoverAfterTheOther(Plot plot) {
        plot.crash(0, plot.master(0));
        plot.crash(6_000, plot.master(1));
    }

    /// By two operators who do not know of each other.
    private static void twoTakeOver(Plot plot) {
        plot.about(
                0,
                () -> {
                    takeOver(plot.replica(0));
                    takeOver(plot.replica(1));
                });
    }

    private static void takeOver(Host host) {
        var server = host.server();
        var membership = server == null ? null : server.membership();
        if (server == null || membership == null) throw new AssertionError(host + " is down");
        membership.perform(membership.member().failover(FailoverKind.TAKEOVER, server.nowMillis()));
    }

    private static void replicaReturnsToDeadMaster(Plot plot) {
        plot.crash(0, plot.replica(0));
        plot.crash(2_000, plot.master(0));
        plot.start(4_000, plot.replica(0));
        plot.start(12_000, plot.master(0));
    }

    @Override
    public String toString() {
        return fault;
    }
}
