package hearsay.simulations.measure;

/// Numbers without order, each once, the same for every node.
final class Ranks {

    private Ranks() {}

    static int score(int i) {
        // An odd factor: no two numbers of 31 bits become the same.
        return i * 0x9E3779B1 & Integer.MAX_VALUE;
    }
}
