package hearsay.simulations.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hearsay.simulations.check.Figure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Figures over many seeds")
class FigureTableTest {

    @Test
    void the_table_tells_what_is_usual_what_is_rare_and_the_worst_seed() {
        List<Summary> summaries = new ArrayList<>();
        for (int seed = 1; seed <= 100; seed++) {
            List<Figure> figures = new ArrayList<>();
            figures.add(new Figure("failover", 2000 + (seed * 37) % 100, "ms"));
            figures.add(Figure.count("elections", 1));
            if (seed % 10 == 0) figures.add(Figure.count("lost writes", seed));
            summaries.add(new Summary(seed, List.of(), figures, 1, 1));
        }

        assertEquals(
                """
                figure         median  p90   p99   worst  seed  runs
                failover (ms)  2049    2089  2098  2099   27    all
                elections      1       1     1     1      any   all
                lost writes    50      90    100   100    100   10
                """,
                new FigureTable(summaries).toString());
    }

    @Test
    void seeds_are_a_number_of_them_or_a_range() {
        assertEquals(new SeedRange(1, 1000), SeedRange.parse("1000"));
        assertEquals(new SeedRange(5, 7), SeedRange.parse("5..7"));
        assertEquals(3, SeedRange.parse("5..7").count());
        assertThrows(IllegalArgumentException.class, () -> SeedRange.parse("7..5"));
        assertThrows(IllegalArgumentException.class, () -> SeedRange.parse("many"));
        assertThrows(IllegalArgumentException.class, () -> SeedRange.parse("0"));
    }
}
