package hearsay.simulations.network;

/// Something that is wrong with the network until it ends; others may be wrong at the same time.
public interface Disturbance {

    /// All is as it would be without it. To end it twice does no harm.
    void end();

    boolean isOver();
}
