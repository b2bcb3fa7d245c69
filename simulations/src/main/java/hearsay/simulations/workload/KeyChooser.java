package hearsay.simulations.workload;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Chooses among numbered keys as a distribution says.
final class KeyChooser {

    private final int keys;
    private final double hot;

    /// For zipf: the chance of a key up to and including this one.
    private final double[] cumulated;

    KeyChooser(Keys distribution, int keys) {
        this.keys = keys;
        hot = distribution instanceof Keys.Hot(double fraction) ? fraction : 0;
        cumulated =
                distribution instanceof Keys.Zipf(double exponent)
                        ? zipf(exponent, keys)
                        : new double[0];
    }

    int next(RandomGenerator chance) {
        if (cumulated.length > 0) {
            int at = Arrays.binarySearch(cumulated, chance.nextDouble());
            return Math.min(at < 0 ? -at - 1 : at, keys - 1);
        }
        if (hot > 0 && chance.nextDouble() < hot) return 0;
        return chance.nextInt(keys);
    }

    private static double[] zipf(double exponent, int keys) {
        var sums = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += StrictMath.pow(i + 1, -exponent);
            sums[i] = sum;
        }
        for (int i = 0; i < keys; i++) sums[i] /= sum;
        return sums;
    }
}
