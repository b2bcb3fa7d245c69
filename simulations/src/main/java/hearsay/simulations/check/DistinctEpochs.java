package hearsay.simulations.check;

import java.util.List;
import java.util.TreeMap;

/// Once all is quiet, no two masters have the same config epoch.
///
/// Source: Redis Cluster specification, "configEpoch conflicts resolution algorithm".
final class DistinctEpochs extends Check {

    static final Law LAW =
            new Law(
                    "epochs-differ",
                    "Once quiet, no two masters have the same config epoch.",
                    Severity.VIOLATION);

    private final Scene scene;

    DistinctEpochs(Scene scene) {
        super(LAW);
        this.scene = scene;
    }

    @Override
    List<Sense> senses() {
        return List.of();
    }

    @Override
    void end(History history, Incidents incidents) {
        var byEpoch = new TreeMap<Long, Sight>();
        for (var node : scene.nodes()) {
            if (!node.runs() || !node.isMaster()) continue;
            var other = byEpoch.put(node.configEpoch(), node);
            if (other == null) continue;
            broken(
                    scene.nanos(),
                    node.name(),
                    "%s and %s both have config epoch %d"
                            .formatted(other.name(), node.name(), node.configEpoch()));
        }
    }
}
