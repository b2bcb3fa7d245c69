package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmUpTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    9                       | false | one says nothing
                    9 8 7 6 5               | false | faster each time
                    5 5 5 5                 | false | four to compare with nobody
                    5 5 5 5 5               | true  | all alike
                    9 5 4.9 5.1 5 4.8       | true  | two per cent are chance
                    9 5 4.9 5.1 5 4.7       | false | six are not
                    9 5 7 7 4 6             | false | one of them was better
                    9 5 7 7 4 6 4 4 4       | true  | and nothing after it
                    """)
    void is_over_when_four_rounds_were_no_better(String rounds, boolean over, String because) {
        var warmUp = new WarmUp();
        for (String seconds : rounds.split(" ", -1)) warmUp.took(Double.parseDouble(seconds));
        assertThat(warmUp.isOver()).as(because).isEqualTo(over);
    }
}
