package hearsay.simulations.check;

import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What laws look at in one node of a world, from outside and inside. The inside may be asked only
/// while the node [#runs].
public interface Sight {

    /// More than any epoch.
    long UNSEEN = Long.MAX_VALUE;

    String name();

    String ip();

    /// Whether there is a process, and it is not paused.
    boolean runs();

    /// Whether it waits for its nodes.conf to be written, and hears what arrives only then.
    boolean isSaving();

    /// How often a process was started here.
    int lives();

    /// How far the node's clock is ahead of the true time.
    long clockErrorNanos();

    NodeId id();

    boolean isMaster();

    /// Whom it replicates, null for nobody.
    @Nullable NodeId master();

    long currentEpoch();

    long configEpoch();

    /// [#UNSEEN] of a node that nobody can look into.
    long lastVoteEpoch();

    /// `cluster_state`, as this node sees it.
    boolean isOk();

    /// Who owns which slots, as this node sees it.
    SortedMap<NodeId, SlotSet> owners();

    /// Whether it is a replica connected to its master.
    boolean isLinkUp();

    /// Of a replica: for how long it has heard nothing of its master, in its own time; else 0.
    long dataAgeNanos();

    /// Replication offset.
    long offset();

    /// Of all keys and values, as DEBUG DIGEST tells it.
    String digest();

    /// The number that a string holds or that the text in it begins with, null if there is none.
    @Nullable Long number(String key);

    /// Whether a list or a set has this element.
    boolean contains(String key, long element);
}
