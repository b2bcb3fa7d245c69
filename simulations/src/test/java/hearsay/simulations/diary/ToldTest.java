package hearsay.simulations.diary;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.diary.Happening.ElectionScheduled;
import hearsay.gossip.diary.Happening.ElectionStarted;
import hearsay.gossip.diary.Happening.ElectionWon;
import hearsay.gossip.diary.Happening.EpochTaken;
import hearsay.gossip.diary.Happening.FailHeard;
import hearsay.gossip.diary.Happening.Follows;
import hearsay.gossip.diary.Happening.MarkedFailed;
import hearsay.gossip.diary.Happening.ReportHeard;
import hearsay.gossip.diary.Happening.SlotsTaken;
import hearsay.gossip.diary.Happening.State;
import hearsay.gossip.diary.Happening.StateChanged;
import hearsay.gossip.diary.Happening.Suspected;
import hearsay.gossip.diary.Happening.VoteDenied;
import hearsay.gossip.diary.Happening.VoteGranted;
import hearsay.gossip.diary.Happening.VoteReceived;
import hearsay.gossip.diary.Name;
import hearsay.gossip.model.SlotSet;
import hearsay.node.server.Log.Level;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What happens to the members of a cluster")
class ToldTest {

    private final Small world = new Small();

    @Test
    void a_failover_reads_as_a_story() {
        world.at(2_000).note("7000", Deed.of(Deed.CRASH, "is killed (SIGKILL)"));
        tell(4_113, 7001, new Suspected(Small.id(7000)));
        tell(4_115, 7002, new Suspected(Small.id(7000)));
        tell(4_190, 7002, new ReportHeard(name(7001), name(7000)));
        tell(4_190, 7002, new MarkedFailed(name(7000)));
        tell(4_191, 7003, new FailHeard(name(7002), name(7000)));
        tell(4_191, 7003, new ElectionScheduled(612, 0, 5120));
        tell(4_192, 7001, new StateChanged(State.FAIL));
        tell(4_803, 7003, new ElectionStarted(7));
        tell(4_804, 7001, new VoteGranted(name(7003), 7));
        tell(4_804, 7002, new VoteDenied(name(7003), "its master is up"));
        tell(4_805, 7003, new VoteReceived(name(7001), 7));
        tell(4_806, 7003, new ElectionWon());
        tell(4_806, 7003, new EpochTaken(7));
        tell(4_806, 7003, new SlotsTaken(SlotSet.range(0, 5460), 7));
        tell(4_907, 7001, new StateChanged(State.OK));
        tell(9_000, 7000, new Follows(name(7003)));

        assertThat(world.transcript())
                .isEqualTo(
                        """
                            2.000  7000      crash            is killed (SIGKILL)
                            4.113  7001      suspects         suspects 7000: no PONG within the node timeout (PFAIL)
                            4.115  7002      suspects         suspects 7000: no PONG within the node timeout (PFAIL)
                            4.190  7002      reports          hears from 7001 that 7000 does not answer
                            4.190  7002      failed           declares 7000 failed: a majority of masters cannot reach it (FAIL)
                            4.191  7003      hears-fail       hears from 7002 that 7000 has failed
                            4.191  7003      plans-election   will ask for votes in 612 ms (rank 0, replication offset 5120)
                            4.192  7001      state-fail       refuses clients: cluster_state:fail
                            4.803  7003      asks-for-votes   asks for votes in epoch 7
                            4.804  7001      votes            votes for 7003 in epoch 7
                            4.804  7002      refuses-vote     refuses its vote to 7003: its master is up
                            4.805  7003      gets-vote        gets the vote of 7001 in epoch 7
                            4.806  7003      elected          has a majority of votes: it is a master now
                            4.806  7003      takes-epoch      takes config epoch 7, in which it was elected
                            4.806  7003      takes-slots      takes slots 0-5460 with config epoch 7
                            4.907  7001      state-ok         serves clients: cluster_state:ok
                            9.000  7000      follows          follows 7003
                        """);
    }

    @Test
    void programs_get_the_same_in_pieces() {
        tell(4_804, 7001, new VoteGranted(name(7003), 7));
        tell(4_806, 7003, new SlotsTaken(SlotSet.range(0, 1).with(5), 7));
        assertThat(world.jsonLines().lines())
                .satisfiesExactly(
                        vote ->
                                assertThat(vote)
                                        .endsWith(
                                                "\"details\":{\"candidate\":\"7003\",\"epoch\":7}}"),
                        slots ->
                                assertThat(slots)
                                        .endsWith(
                                                "\"details\":{\"slots\":\"0-1 5\",\"epoch\":7}}"));
    }

    @Test
    void the_first_suspicion_matters_and_that_everybody_repeats_it_does_not() {
        assertThat(Told.level(new Suspected(Small.id(7000)))).isEqualTo(Level.NOTICE);
        assertThat(Told.level(new ReportHeard(name(7001), name(7000)))).isEqualTo(Level.VERBOSE);
        assertThat(Told.level(new VoteReceived(name(7001), 1))).isEqualTo(Level.VERBOSE);
    }

    /// None is forgotten: a sentence that is missing would show as the line of the log.
    @Test
    void every_kind_has_a_sentence_of_its_own() throws Exception {
        List<String> seen = new ArrayList<>();
        for (Class<?> kind : Happening.class.getPermittedSubclasses()) {
            Happening one = example(kind);
            assertThat(Sentences.of(one)).as(kind.getSimpleName()).isNotEqualTo(one.line());
            assertThat(Words.all()).contains(Words.of(one));
            assertThat(Words.of(one)).matches("[a-z]+(-[a-z]+)*").hasSizeLessThanOrEqualTo(15);
            seen.add(Sentences.of(one));
        }
        assertThat(seen).doesNotHaveDuplicates();
    }

    private static Happening example(Class<?> kind) throws Exception {
        Constructor<?> constructor = kind.getDeclaredConstructors()[0];
        Object[] values =
                Stream.of(constructor.getParameterTypes()).map(ToldTest::example0).toArray();
        return (Happening) constructor.newInstance(values);
    }

    private static Object example0(Class<?> type) {
        if (type == long.class) return 7L;
        if (type == int.class) return 7;
        if (type == String.class) return "something";
        if (type == Name.class) return name(7003);
        if (type == SlotSet.class) return SlotSet.range(0, 5460);
        if (type.isEnum()) return type.getEnumConstants()[0];
        return Small.id(7004);
    }

    private void tell(long millis, int port, Happening happening) {
        world.at(millis).log("" + port).happened(happening);
    }

    private static Name name(int port) {
        return new Name(Small.id(port), "");
    }
}
