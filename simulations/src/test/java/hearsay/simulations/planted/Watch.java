package hearsay.simulations.planted;

import hearsay.gossip.diary.Happening;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import org.jspecify.annotations.Nullable;

/// Watches a world from its first moment, and says what was against its law, if anything was.
abstract class Watch {

    private final String law;
    private @Nullable String broken;

    /// @param law its name, in words joined by hyphens
    Watch(String law) {
        this.law = law;
    }

    /// Something happened to a node.
    void hear(Host host, Happening happening) {}

    /// The world as it is, some times a second.
    void look(World world) {}

    /// The world when all has been quiet for long.
    void end(World world) {}

    /// The first thing that was against the law, null if nothing was.
    final @Nullable String broken() {
        return broken;
    }

    final void broken(World world, String text, Object... values) {
        if (broken != null) return;
        double seconds = world.nanos() / 1e9;
        var told = world.diary().names().in(text.formatted(values));
        broken = "%s at %.3f s: %s".formatted(law, seconds, told);
    }
}
