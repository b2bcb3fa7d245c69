package hearsay.simulations.world;

import hearsay.gossip.member.Member;
import hearsay.node.server.Server;
import hearsay.sentinel.member.Sentinel;
import org.jspecify.annotations.Nullable;

/// A process on a host, from its start to its end.
sealed interface Being permits Life, SentinelLife {

    @Nullable Server server();

    /// Its part in a cluster, if it has one.
    default @Nullable Member member() {
        return null;
    }

    /// The inside of a Sentinel, if it is one.
    default @Nullable Sentinel sentinel() {
        return null;
    }

    /// @param abruptly whether the network hears nothing of it
    void end(boolean abruptly);

    void pause();

    void resume();
}
