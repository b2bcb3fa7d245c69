package hearsay.simulations.workload;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Where clients live: what distinguishes a virtual world from real processes, for them.
///
/// @param seeds some nodes
/// @param sentinels who is asked for the master; null in a cluster
/// @param ports of each client, by its number; all on one loop. The reading back at the end has the
///   number [hearsay.simulations.check.Operation#READ_BACK]
/// @param names how a node is called in the history
/// @param originNanos the loop's time at which the history's begins
public record Surroundings(
        List<Endpoint> seeds,
        @Nullable Sentinels sentinels,
        IntFunction<Ports> ports,
        Function<Endpoint, String> names,
        long originNanos) {

    /// Those that watch a master.
    ///
    /// @param master by what name
    /// @param at where they listen
    /// @param known how many of them a client knows
    public record Sentinels(String master, List<Endpoint> at, int known) {

        public Sentinels {
            at = List.copyOf(at);
        }

        /// Those that a client knows, in the order in which it asks them: it begins with the one of
        /// its own number.
        List<Endpoint> knownBy(int client) {
            var known = new ArrayList<Endpoint>();
            for (int i = 0; i < Math.min(this.known, at.size()); i++)
                known.add(at.get(Math.floorMod(client + i, at.size())));
            return known;
        }
    }

    public Surroundings {
        seeds = List.copyOf(seeds);
    }

    /// Those of a cluster.
    public Surroundings(
            List<Endpoint> seeds,
            IntFunction<Ports> ports,
            Function<Endpoint, String> names,
            long originNanos) {
        this(seeds, null, ports, names, originNanos);
    }
}
