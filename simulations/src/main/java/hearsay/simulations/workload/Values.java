package hearsay.simulations.workload;

/// Values of which no two are alike in a run: 1, 2, 3 …
final class Values {

    private long last;

    long next() {
        return ++last;
    }
}
