package hearsay.sentinel.member;

import hearsay.gossip.diary.Level;
import hearsay.sentinel.member.Connections.Purpose;
import hearsay.sentinel.model.Role;
import hearsay.sentinel.watch.Instance;
import hearsay.sentinel.watch.Master;
import hearsay.sentinel.watch.OtherSentinel;

/// Who is down: for me, and for enough of us.
///
/// Source: items 64, 65 and 66.
final class Suspicions {

    /// What another Sentinel said is worth nothing after so many questions without an answer.
    private static final int ASKS_TO_FORGET = 5;

    private static final int INFOS_TO_BELIEVE = 2;

    private final Core core;
    private final Connections connections;

    Suspicions(Core core, Connections connections) {
        this.core = core;
        this.connections = connections;
    }

    /// SDOWN.
    void judge(Instance instance) {
        connections.giveUpSilent(instance);
        boolean down =
                instance.link.silence(core.now) > instance.master().downAfter
                        || instance instanceof Master master && isMasterNoMore(master);
        if (down && !instance.isDown()) {
            core.tell(Level.WARNING, "+sdown", instance);
            instance.down(core.now);
        } else if (!down && instance.isDown()) {
            core.tell(Level.WARNING, "-sdown", instance);
            instance.up();
        }
    }

    /// A master that answers, but as a replica for so long that nobody will put that right; or that
    /// was restarted and has not come up again in time.
    private boolean isMasterNoMore(Master master) {
        boolean demoted =
                master.info.role() == Role.SLAVE
                        && core.now - master.info.roleSince()
                                > master.downAfter + core.periods.info() * INFOS_TO_BELIEVE;
        boolean rebooting =
                master.rebootSince != 0 && core.now - master.rebootSince > master.rebootDownAfter;
        return demoted || rebooting;
    }

    /// ODOWN: a weak agreement, since those who agree need not do so at the same moment.
    void judgeTogether(Master master) {
        int agreeing = 0;
        if (master.isDown()) {
            agreeing = 1;
            for (var other : master.sentinels.values()) if (other.seesMasterDown) agreeing++;
        }
        boolean down = master.isDown() && core.rules.isObjectivelyDown(agreeing, master.quorum);
        if (down && !master.isObjectivelyDown()) {
            core.tell(
                    Level.WARNING, "+odown", master, " #quorum " + agreeing + "/" + master.quorum);
            master.objectivelyDown(core.now);
        } else if (!down && master.isObjectivelyDown()) {
            core.tell(Level.WARNING, "-odown", master);
            master.objectivelyUp();
        }
    }

    /// Asks the others whether the master is down for them too and, once I stand for election, for
    /// their vote.
    ///
    /// @param atOnce even those who have just answered
    void ask(Master master, boolean atOnce) {
        for (var other : master.sentinels.values()) {
            long age = core.now - other.lastAnswer;
            if (age > core.periods.ask() * ASKS_TO_FORGET) {
                other.seesMasterDown = false;
                other.vote = null;
            }
            boolean due = atOnce || age >= core.periods.ask();
            if (master.isDown() && !other.link.disconnected && due) ask(master, other);
        }
    }

    /// Redis asks for a vote in its current epoch, also if it has heard of a later one than that it
    /// stands in. Then it may win an epoch with votes that it asked for on the way, and lead under
    /// the epoch of before, which somebody else has won. Here one asks, and counts, for the epoch
    /// that one stands in.
    private void ask(Master master, OtherSentinel other) {
        var attempt = master.failover.current();
        long epoch =
                attempt == null
                        ? core.currentEpoch()
                        : core.rules.epochAskedFor(attempt.epoch(), core.currentEpoch());
        connections.request(
                other,
                Purpose.ASK,
                "SENTINEL",
                "is-master-down-by-addr",
                core.announced(master.address),
                Integer.toString(master.address.port()),
                Long.toUnsignedString(epoch),
                attempt == null ? "*" : core.myId());
    }
}
