package hearsay.simulations.diary;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.model.NodeId;
import hearsay.node.server.Log.Level;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The diary as people read it")
class TranscriptTest {

    private final Small world = new Small();

    @Test
    void one_event_one_line_in_columns() {
        world.at(0).note("world", Deed.of("start", "3 masters, 3 replicas"));
        world.at(2_000).note("7000", Deed.of(Deed.CRASH, "is killed"));
        world.at(4_113).note("7001", Deed.of("suspects", "suspects " + Small.id(7000)));
        world.at(1_204_190).note("7002", Deed.of("fails", "declares 7000 failed\nby 2 of 3"));

        assertThat(world.transcript())
                .isEqualTo(
                        """
                            0.000  world     start            3 masters, 3 replicas
                            2.000  7000      crash            is killed
                            4.113  7001      suspects         suspects 7000
                         1204.190  7002      fails            declares 7000 failed by 2 of 3
                        """);
    }

    @Test
    void what_is_too_long_moves_only_its_own_line() {
        world.at(1).note("client-1234567", Deed.of("a-word-that-is-too-long", "something"));
        world.at(1).note("7000", Deed.of("votes", ""));
        assertThat(world.transcript())
                .isEqualTo(
                        """
                            0.001  client-1234567  a-word-that-is-too-long  something
                            0.001  7000      votes
                        """);
    }

    @Test
    void the_shortest_diary_around_a_moment_leaves_out_noise_and_says_what_else_it_leaves_out() {
        world.at(500).note("7002", Deed.of("fails", "an older story"));
        world.at(1_000).note("7000", Deed.of(Deed.PAUSE, "is stopped"));
        for (int i = 0; i < 3; i++) world.at(2_000 + i).note("7001", Deed.of("votes", "" + i));
        world.at(2_500).note("7001", new LogLine("10 changes in 60 seconds. Saving..."));
        world.at(2_600).note("7001", Level.WARNING, Deed.of("elected", "wins epoch 7"));
        world.at(3_000).note("world", Deed.of(Deed.BROKEN_LAW, "two masters of slot 0"));
        world.at(4_000).note("7000", Deed.of(Deed.RESUME, "goes on"));
        world.at(5_000).note("7000", Deed.of("follows", "follows 7003"));

        assertThat(world.excerpt(3_000, 3, 1))
                .isEqualTo(
                        """
                                   … 1 line
                            1.000  7000      pause            is stopped
                                   … 2 lines
                            2.002  7001      votes            2
                            2.600  7001      elected          wins epoch 7
                            3.000  world     broken-law       two masters of slot 0
                            4.000  7000      resume           goes on
                                   … 1 line
                        """);
    }

    @Test
    void what_comes_again_and_again_stands_once() {
        for (int i = 0; i < 50; i++)
            world.at(1_000 + 100 * i).note("7003", Deed.of("waits", "needs votes"));
        world.at(6_500).note("7001", Deed.of("votes", "votes for 7003"));
        world.at(6_500).note("7001", Deed.of("votes", "votes for 7003"));

        assertThat(world.excerpt(7_000, 10, 10))
                .isEqualTo(
                        """
                            1.000  7003      waits            needs votes
                                   … 49 times more, until 5.900
                            6.500  7001      votes            votes for 7003
                                   … once more, until 6.500
                        """);
    }

    @Test
    void around_a_moment_of_which_nothing_is_known_there_is_nothing() {
        assertThat(world.excerpt(1_000, 5, 5)).isEmpty();
        world.at(2_000).note("7000", Deed.of("votes", "later"));
        assertThat(world.excerpt(1_000, 5, 0)).isEqualTo("           … 1 line\n");
    }

    @Test
    void nodes_that_nobody_has_named_go_by_the_beginning_of_their_id() {
        var stranger = new NodeId("fedcba9876543210fedcba9876543210fedcba98");
        world.at(0).note("7000", Deed.of("suspects", "suspects " + stranger));
        assertThat(world.transcript()).endsWith("suspects fedcba98\n");
    }
}
