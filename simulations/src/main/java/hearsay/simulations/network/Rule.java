package hearsay.simulations.network;

import hearsay.gossip.bus.BusMessage;
import java.util.EnumSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A [Disturbance] of some paths. Each path is told anew what holds for it whenever a rule comes or
/// goes, so that sending need not look at rules.
abstract class Rule implements Disturbance {

    private final Network network;
    private final Route route;
    private boolean over;

    Rule(Network network, Route route) {
        this.network = network;
        this.route = route;
    }

    abstract void bend(Path path);

    final void bendIfConcerned(Path path) {
        if (route.leads(path.from().ip(), path.to().ip())) bend(path);
    }

    @Override
    public final void end() {
        if (over) return;
        over = true;
        network.ended(this);
    }

    @Override
    public final boolean isOver() {
        return over;
    }

    /// Nothing passes.
    static final class Cut extends Rule {

        Cut(Network network, Route route) {
            super(network, route);
        }

        @Override
        void bend(Path path) {
            path.cut();
        }
    }

    /// Everything waits.
    static final class Hold extends Rule {

        Hold(Network network, Route route) {
            super(network, route);
        }

        @Override
        void bend(Path path) {
            path.hold();
        }
    }

    /// It carries otherwise.
    static final class Change extends Rule {

        private final UnaryOperator<Conditions> change;
        private @Nullable Conditions before;
        private @Nullable Conditions after;

        Change(Network network, Route route, UnaryOperator<Conditions> change) {
            super(network, route);
            this.change = change;
        }

        /// Most paths are alike, and share what comes out.
        @Override
        void bend(Path path) {
            var result = after;
            if (result == null || path.conditions() != before) {
                before = path.conditions();
                result = change.apply(path.conditions());
                after = result;
            }
            path.conditions(result);
        }
    }

    /// Some messages of the bus are lost.
    static final class Drop extends Rule {

        private final Network itsNetwork;
        private final EnumSet<BusMessage.Type> types;
        private final double probability;
        private int left;

        /// @param count how many at most
        Drop(
                Network network,
                Route route,
                EnumSet<BusMessage.Type> types,
                double probability,
                int count) {
            super(network, route);
            itsNetwork = network;
            this.types = types;
            this.probability = probability;
            left = count;
        }

        @Override
        void bend(Path path) {
            path.drops(this);
        }

        boolean takes(BusMessage message) {
            if (left == 0 || !types.contains(message.type())) return false;
            if (probability < 1 && itsNetwork.chance().nextDouble() >= probability) return false;
            left--;
            return true;
        }
    }
}
