package hearsay.simulations.workload;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Where clients live: what distinguishes a virtual world from real processes, for them.
///
/// @param seeds some nodes of the cluster
/// @param ports of each client, by its number; all on one loop. The reading back at the end has the
///   number [hearsay.simulations.check.Operation#READ_BACK]
/// @param names how a node is called in the history
/// @param originNanos the loop's time at which the history's begins
public record Surroundings(
        List<Endpoint> seeds,
        IntFunction<Ports> ports,
        Function<Endpoint, String> names,
        long originNanos) {

    public Surroundings {
        seeds = List.copyOf(seeds);
    }
}
