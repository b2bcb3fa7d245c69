package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.simulations.process.Writer.Acknowledged;
import hearsay.simulations.process.Writer.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class KillMasterReportTest {

    private static final long MILLI = 1_000_000;
    private static final long KILLED = 5_000 * MILLI;

    @Test
    void of_ten_figures_the_ninth_is_p90_and_the_median_lies_between_the_fifth_and_the_sixth() {
        var figures = List.of(10.0, 1.0, 9.0, 2.0, 8.0, 3.0, 7.0, 4.0, 6.0, 5.0);
        assertThat(Statistics.of(figures)).isEqualTo(new Statistics(1, 5.5, 9, 10));
    }

    @Test
    void of_three_figures_the_greatest_is_p90() {
        assertThat(Statistics.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Statistics(1, 2, 3, 3));
    }

    @Test
    void one_figure_is_everything_and_none_is_refused() {
        assertThat(Statistics.of(List.of(7.0))).isEqualTo(new Statistics(7, 7, 7, 7));
        assertThatThrownBy(() -> Statistics.of(List.of())).hasMessage("no figures");
    }

    @Test
    void a_shard_refuses_from_its_first_error_after_the_kill_to_its_last() {
        var troubles =
                List.of(
                        new Trouble("timeout", KILLED - 1),
                        new Trouble("broken", KILLED),
                        new Trouble("refused", KILLED + 10 * MILLI),
                        new Trouble("CLUSTERDOWN", KILLED + 2_010 * MILLI),
                        new Trouble("CLUSTERDOWN", KILLED + 2_500 * MILLI));
        var outcome = ShardOutcome.of(7000, true, 900, List.of(), troubles, KILLED);
        assertThat(outcome.refusedSeconds()).isEqualTo(2.5);
        assertThat(outcome.errors()).isEqualTo(Map.of("broken", 1, "refused", 1, "CLUSTERDOWN", 2));
        assertThat(outcome.errorCount()).isEqualTo(4);
        assertThat(outcome.earlierErrors()).isEqualTo(1);
    }

    @Test
    void a_run_says_how_long_before_the_kill_lost_writes_were_acknowledged() {
        assertThat(run(7000, 3.25, 2).line())
                .isEqualTo(
                        """
                        killed 7000: first write 3.25 s (7003), agreed 3.35 s, others refused 1.00 s (2 errors), lost 2 + 0, in sync again 0.50 s
                          lost by the shard of 7000: 2 of 900 acknowledged writes, acknowledged 12.0 to 11.0 ms before the kill\
                        """);
    }

    @Test
    void the_table_has_a_row_for_each_figure_with_its_numbers_below_each_other() {
        var runs = List.of(run(7000, 3.25, 0), run(7001, 12.5, 1), run(7002, 4, 250));
        assertThat(new KillMasterReport(Map.of(), runs).table().toString())
                .isEqualTo(
                        """
                                                          min    median       p90       max
                        kill to first write, s          3.250     4.000    12.500    12.500
                        kill to agreement of all, s     3.350     4.100    12.600    12.600
                        other shards refused for, s     1.000     1.000     1.000     1.000
                        errors of the other shards        2.0       2.0       2.0       2.0
                        lost writes, victim's shard       0.0       1.0     250.0     250.0
                        lost writes, other shards         0.0       0.0       0.0       0.0
                        restart to first answer, s      0.250     0.250     0.250     0.250
                        restart to in sync, s           0.500     0.500     0.500     0.500
                        """);
    }

    @Test
    void when_only_the_victims_shard_is_written_to_the_others_have_no_figures() {
        var run = run(7000, 3.25, 250);
        var cut =
                new KillMasterRun(
                        7000,
                        7003,
                        3.25,
                        3.35,
                        0.25,
                        0.5,
                        OptionalDouble.of(0.502),
                        Map.of("MOVED", 650),
                        List.of(run.victims()),
                        0);
        var report = new KillMasterReport(Map.of("on", "hearsay"), List.of(cut));
        assertThat(report.table().toString())
                .doesNotContain("other")
                .contains("link cut before the kill, s     0.502");
        assertThat(report.json())
                .contains("\"settings\": {\n    \"on\": \"hearsay\"\n  }")
                .contains("\"cutBeforeKillSeconds\": {\n      \"min\": 0.502000,")
                .contains("\"oldestLostMillisBeforeKill\": 260.000000")
                .doesNotContain("othersErrors");
    }

    private static KillMasterRun run(int victim, double firstWrite, int lost) {
        return new KillMasterRun(
                victim,
                victim + 3,
                firstWrite,
                firstWrite + 0.1,
                0.25,
                0.5,
                OptionalDouble.empty(),
                Map.of("MOVED", 650),
                List.of(
                        ShardOutcome.of(victim, true, 900, lost(lost), List.of(), KILLED),
                        ShardOutcome.of(
                                victim + 1,
                                false,
                                900,
                                List.of(),
                                List.of(
                                        new Trouble("CLUSTERDOWN", KILLED + 2_000 * MILLI),
                                        new Trouble("CLUSTERDOWN", KILLED + 3_000 * MILLI)),
                                KILLED)),
                0);
    }

    /// The last of them acknowledged 11 ms before the kill, each other one a millisecond earlier.
    private static List<Acknowledged> lost(int count) {
        List<Acknowledged> lost = new ArrayList<>();
        for (int i = 0; i < count; i++)
            lost.add(new Acknowledged(i, KILLED - (10 + count - i) * MILLI));
        return lost;
    }
}
