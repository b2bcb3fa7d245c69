package hearsay.simulations.diary;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.model.NodeId;
import hearsay.node.server.Log;
import hearsay.node.server.Log.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The diary")
class DiaryTest {

    private long now;
    private final Diary diary = new Diary(() -> now);

    @Test
    void keeps_events_in_their_order_with_the_time_of_the_world() {
        now = 1_000;
        diary.note("7000", Deed.of(Deed.CRASH, "is killed").with("signal", 9));
        now = 2_000;
        diary.note(Entry.WORLD, Deed.of(Deed.HEAL, "everything is whole again"));

        assertThat(diary.entries()).extracting(Entry::nanos).containsExactly(1_000L, 2_000L);
        assertThat(diary.entries()).extracting(Entry::word).containsExactly("crash", "heal");
        assertThat(diary.entries().getFirst().details())
                .containsExactly(new What.Detail("signal", 9));
    }

    @Test
    void leaves_out_what_nobody_wants() {
        diary.note("7000", Level.DEBUG, Deed.of("ping", "pings 7001"));
        diary.log("7000").verbose("1 clients connected");
        diary.log("7000").notice("Ready to accept connections tcp");

        assertThat(diary.wants(Level.VERBOSE)).isFalse();
        assertThat(diary.entries())
                .extracting(Entry::text)
                .containsExactly("Ready to accept connections tcp");
    }

    @Test
    void asks_for_no_sentence_before_somebody_reads() {
        What silent =
                new What() {
                    @Override
                    public String word() {
                        return "votes";
                    }

                    @Override
                    public String text() {
                        throw new AssertionError("nobody reads");
                    }
                };
        diary.note("7000", silent);
        assertThat(diary.entries()).hasSize(1);
    }

    @Test
    void calls_those_who_wait_for_a_word_and_those_who_hear_everything() {
        List<String> heard = new ArrayList<>();
        diary.whenever("votes", entry -> heard.add("a vote of " + entry.where()));
        diary.whenever(entry -> heard.add(entry.word()));
        diary.note("7001", Deed.of("votes", "votes for 7003 in epoch 7"));
        diary.note("7003", Deed.of("elected", "wins epoch 7"));

        assertThat(heard).containsExactly("votes", "a vote of 7001", "elected");
    }

    @Test
    void a_listener_may_stop_itself_or_another_in_the_midst_of_an_entry() {
        List<String> heard = new ArrayList<>();
        List<Diary.Listening> second = new ArrayList<>();
        List<Diary.Listening> first = new ArrayList<>();
        first.add(
                diary.whenever(
                        "votes",
                        entry -> {
                            heard.add("first");
                            first.getFirst().stop();
                            second.getFirst().stop();
                        }));
        second.add(diary.whenever("votes", entry -> heard.add("second")));
        diary.note("7001", Deed.of("votes", ""));
        diary.note("7001", Deed.of("votes", ""));

        assertThat(heard).containsExactly("first");
    }

    @Test
    void what_a_listener_writes_stands_behind_what_it_heard() {
        diary.whenever("votes", entry -> diary.note("world", Deed.of("pause", "pauses 7003")));
        diary.note("7001", Deed.of("votes", ""));
        assertThat(diary.entries()).extracting(Entry::word).containsExactly("votes", "pause");
    }

    @Test
    void tells_what_a_process_starts_as_and_when_that_changes() {
        Log log = diary.log("7003");
        for (char role : "CMMSSMCM".toCharArray()) log.role(role);
        assertThat(diary.entries())
                .extracting(entry -> entry.word() + ": " + entry.text())
                .containsExactly(
                        "becomes-master: starts as a master",
                        "becomes-replica: is a replica",
                        "becomes-master: is a master",
                        "becomes-master: starts as a master");
    }

    @Test
    void the_same_history_has_the_same_hash_however_often_it_is_asked_for() {
        var other = new Diary(() -> now);
        for (int i = 0; i < 10; i++) {
            now = i;
            diary.note("7000", Deed.of("votes", "epoch " + i).with("epoch", i));
            diary.fold(i);
            diary.hash();
            other.fold(i);
            other.note("7000", Deed.of("votes", "epoch " + i).with("epoch", i));
        }
        assertThat(diary.hash()).isEqualTo(other.hash());
    }

    @Test
    void the_hash_is_the_same_in_every_jvm() {
        now = 1_500_000_000;
        diary.note("7000", Deed.of("votes", "votes for 7003").with("epoch", 7));
        assertThat(diary.hash()).isEqualTo(-4166920816425450570L);
    }

    @Test
    void any_difference_shows_in_the_hash() {
        List<Long> hashes = new ArrayList<>();
        hashes.add(hashOf(0, "7000", Deed.of("votes", "x"), 0));
        hashes.add(hashOf(1, "7000", Deed.of("votes", "x"), 0));
        hashes.add(hashOf(0, "7001", Deed.of("votes", "x"), 0));
        hashes.add(hashOf(0, "7000", Deed.of("voted", "x"), 0));
        hashes.add(hashOf(0, "7000", Deed.of("votes", "y"), 0));
        hashes.add(hashOf(0, "7000", Deed.of("votes", "x").with("epoch", 1), 0));
        hashes.add(hashOf(0, "7000", Deed.of("votes", "x").with("epoch", 2), 0));
        hashes.add(hashOf(0, "7000", Deed.of("votes", "x"), 1));
        hashes.add(new Diary(() -> 0).hash());
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void ids_in_a_text_become_names() {
        var id = new NodeId("0123456789abcdef0123456789abcdef01234567");
        var stranger = new NodeId("fedcba9876543210fedcba9876543210fedcba98");
        diary.names().put(id, "7003");

        assertThat(diary.names().in("votes for " + id + ", not " + stranger))
                .isEqualTo("votes for 7003, not fedcba98");
        assertThat(diary.names().in(id + "")).isEqualTo("7003");
        assertThat(diary.names().in("x" + id)).isEqualTo("x" + id);
        assertThat(diary.names().in("no id at all")).isEqualTo("no id at all");
    }

    private static long hashOf(long nanos, String where, Deed deed, long aside) {
        var diary = new Diary(() -> nanos);
        diary.note(where, deed);
        diary.fold(aside);
        return diary.hash();
    }
}
