package hearsay.simulations.workload;

import hearsay.simulations.fault.Checks;

/// Which keys clients choose.
///
/// ```
/// uniform     each equally often
/// zipf 1.1    the n-th with a frequency of 1/n^1.1
/// hot 90%     the first with that probability, otherwise any
/// ```
public sealed interface Keys {

    record Uniform() implements Keys {}

    record Zipf(double exponent) implements Keys {
        public Zipf {
            if (!(exponent > 0 && exponent <= 10))
                throw new IllegalArgumentException("a zipf exponent is above 0 and at most 10");
        }
    }

    record Hot(double fraction) implements Keys {
        public Hot {
            Checks.probability(fraction);
        }
    }
}
