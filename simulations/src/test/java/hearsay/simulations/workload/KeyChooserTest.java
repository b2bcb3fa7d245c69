package hearsay.simulations.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyChooserTest {

    private static final int DRAWS = 100_000;

    @Test
    void uniform_means_each_equally_often() {
        for (double share : shares(new Keys.Uniform(), 4))
            assertThat(share).isCloseTo(0.25, within(0.01));
    }

    @Test
    void zipf_means_the_nth_is_chosen_with_a_frequency_of_one_by_n_to_the_exponent() {
        var shares = shares(new Keys.Zipf(1.5), 100);
        for (int n : new int[] {2, 3, 10})
            assertThat(shares[0] / shares[n - 1])
                    .isCloseTo(Math.pow(n, 1.5), within(0.15 * Math.pow(n, 1.5)));
        assertThat(shares[99]).isPositive();
    }

    @Test
    void a_hot_key_has_its_share_and_a_part_of_the_rest() {
        var shares = shares(new Keys.Hot(0.9), 10);
        assertThat(shares[0]).isCloseTo(0.91, within(0.01));
        for (int i = 1; i < 10; i++) assertThat(shares[i]).isCloseTo(0.01, within(0.003));
    }

    private static double[] shares(Keys distribution, int keys) {
        var chooser = new KeyChooser(distribution, keys);
        var chance = new SplittableRandom(1);
        var shares = new double[keys];
        for (int i = 0; i < DRAWS; i++) shares[chooser.next(chance)] += 1.0 / DRAWS;
        return shares;
    }
}
