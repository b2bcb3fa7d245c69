package hearsay.sentinel.actor;

import hearsay.node.link.LinkListener;
import hearsay.node.server.Server;
import hearsay.sentinel.member.Sentinel;
import hearsay.sentinel.model.Milestone;

/// Whoever runs a Sentinel. Called on the Sentinel's own thread.
public interface Keeper {

    /// The Sentinel is born: for who wants to look inside, on its own thread. Called once, before
    /// anything else.
    default void born(Server server, Sentinel sentinel) {}

    /// Something that laws are about has happened.
    default void reached(Milestone milestone) {}

    /// The Sentinel can be given the links of clients.
    void ready(LinkListener clients);

    /// The Sentinel wants to end: by order, or because it cannot go on.
    ///
    /// @param failed as redis-sentinel would exit with 1
    void ended(boolean failed);

    /// A failure that somebody asked for: the process is to end at once, and clean nothing up.
    void crashed(int exitStatus);
}
