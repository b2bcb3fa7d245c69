package hearsay.simulations.check;

/// Turns numbers into numbers that look like chance, the same ones in every run.
final class Scramble {

    private Scramble() {}

    /// One step of the splitmix64 generator.
    static long of(long number) {
        long z = number + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// Independent of [#of].
    static long other(long number) {
        return of(number * 0xD1342543DE82EF95L + 0x2545F4914F6CDD1DL);
    }
}
