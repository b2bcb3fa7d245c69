package hearsay.simulations.junit;

/// No failure of its own: hangs at the failure of a test, to tell what the nodes did meanwhile.
public final class ClusterDiary extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClusterDiary(String text) {
        super(
                "what the nodes did, in seconds since the cluster's start:\n" + text,
                null,
                true,
                false);
    }
}
