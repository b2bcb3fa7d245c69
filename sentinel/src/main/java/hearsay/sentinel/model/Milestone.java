package hearsay.sentinel.model;

/// What happened to a Sentinel in a form that can be reasoned about: laws of failover are said in
/// these. Each comes beside an event in Redis' words.
public sealed interface Milestone {

    String master();

    long epoch();

    /// I voted, and it is saved: not before that is this said.
    record Voted(String master, long epoch, String leader) implements Milestone {}

    /// I am the leader of the failover of this epoch.
    ///
    /// @param forced by SENTINEL FAILOVER, without a vote
    /// @param votes for me, mine included
    /// @param voters known, including me
    record Elected(String master, long epoch, boolean forced, int votes, int voters, int quorum)
            implements Milestone {}

    /// I told a replica to become the master.
    record PromotionOrdered(String master, long epoch, Address replica) implements Milestone {}

    /// The replica says that it is a master: this is the configuration of `epoch`.
    record Promoted(String master, long epoch, Address replica) implements Milestone {}

    /// From now on the master of this name is at `to` for me.
    record Switched(String master, long epoch, Address from, Address to) implements Milestone {}

    /// The failover that I began was given up, in the state named as SENTINEL MASTER names it.
    record Aborted(String master, long epoch, String state) implements Milestone {}
}
