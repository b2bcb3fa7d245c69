package hearsay.client.routing;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.connection.Endpoint;
import hearsay.client.routing.MasterSearch.Effect;
import hearsay.client.routing.MasterSearch.Event;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Conversations with the sentinels S1 and S2 about the master M and its replica R. Pauses are 10,
/// 20, 40 … ms, since chance gives 0.
class MasterSearchTest {

    private static final Endpoint S1 = new Endpoint("s1", 26379);
    private static final Endpoint S2 = new Endpoint("s2", 26379);
    private static final Endpoint M = new Endpoint("m", 6379);
    private static final Endpoint R = new Endpoint("r", 6379);

    private final MasterSearch search =
            new MasterSearch(
                    List.of(S1, S2), new RetryPolicy(10, 10, 500, new TimeLimit(1_000)), () -> 0L);
    private long now;

    @Test
    void who_is_named_and_says_so_himself_is_the_master() {
        assertThat(wanted()).isEqualTo("ask s1");
        assertThat(named(S1, M, R)).isEqualTo("ask m for its role");
        assertThat(role(M, "master")).isEqualTo("use m with [r]");
    }

    @Test
    void a_sentinel_that_does_not_answer_or_does_not_know_is_followed_by_the_next() {
        wanted();
        assertThat(on(new Event.NoAnswer(S1, "silence"))).isEqualTo("ask s2");
        assertThat(named(S2, null))
                .isEqualTo("s2 knows no master of that name, hopeless, wake at 10");
    }

    @Test
    void who_answered_is_asked_first_the_next_time() {
        wanted();
        on(new Event.NoAnswer(S1, "silence"));
        named(S2, M);
        role(M, "master");
        now = 1_000;
        assertThat(wanted()).isEqualTo("ask s2");
    }

    @Test
    void who_is_named_and_is_none_is_not_used_and_after_a_round_in_vain_all_is_tried_again() {
        wanted();
        named(S1, M);
        assertThat(role(M, "slave")).isEqualTo("ask s2");
        named(S2, M);
        assertThat(role(M, "cannot connect"))
                .isEqualTo("m should be the master, its role is: cannot connect, wake at 10");
        assertThat(tick(9)).isEmpty();
        assertThat(tick(10)).isEqualTo("ask s2");
        named(S2, M);
        role(M, "slave");
        named(S1, M);
        assertThat(role(M, "slave")).endsWith("wake at 30");
        assertThat(tick(30)).isEqualTo("ask s1");
        named(S1, R);
        assertThat(role(R, "master")).isEqualTo("use r with []");
    }

    @Test
    void many_who_want_it_are_one_question_and_questions_are_apart() {
        assertThat(wanted()).isEqualTo("ask s1");
        assertThat(wanted()).isEmpty();
        named(S1, M);
        assertThat(wanted()).isEmpty();
        role(M, "master");
        now = 5;
        assertThat(wanted()).isEqualTo("wake at 50");
        assertThat(wanted()).isEmpty();
        assertThat(tick(50)).isEqualTo("ask s1");
    }

    @Test
    void the_end_of_a_failover_is_believed_when_the_new_master_confirms_it() {
        wanted();
        named(S1, M, R);
        role(M, "master");
        assertThat(on(new Event.Switched(M))).isEmpty();
        assertThat(on(new Event.Switched(R))).isEqualTo("ask r for its role");
        assertThat(role(R, "master")).isEqualTo("use r with []");
        assertThat(on(new Event.Switched(M))).isEqualTo("ask m for its role");
        assertThat(role(M, "slave")).isEqualTo("ask s1");
    }

    @Test
    void an_announcement_overtakes_a_search_and_late_answers_are_nobodys() {
        wanted();
        assertThat(on(new Event.Switched(R))).isEqualTo("ask r for its role");
        assertThat(named(S1, M)).isEmpty();
        assertThat(on(new Event.NoAnswer(S1, "silence"))).isEmpty();
        assertThat(role(M, "master")).isEmpty();
        assertThat(role(R, "master")).isEqualTo("use r with []");
    }

    private String wanted() {
        return on(Event.Wanted.WANTED);
    }

    private String named(Endpoint sentinel, @Nullable Endpoint master, Endpoint... replicas) {
        return on(new Event.Named(sentinel, master, List.of(replicas)));
    }

    private String role(Endpoint of, String role) {
        return on(new Event.Role(of, role));
    }

    private String tick(long at) {
        now = at;
        return on(Event.Tick.TICK);
    }

    private String on(Event event) {
        return search.on(event, now).stream()
                .map(MasterSearchTest::shown)
                .collect(Collectors.joining(", "));
    }

    private static String shown(Effect effect) {
        return switch (effect) {
            case Effect.Ask(Endpoint sentinel) -> "ask " + sentinel.host();
            case Effect.AskRole(Endpoint candidate) -> "ask " + candidate.host() + " for its role";
            case Effect.Use(Endpoint master, List<Endpoint> replicas) ->
                    "use %s with %s"
                            .formatted(
                                    master.host(), replicas.stream().map(Endpoint::host).toList());
            case Effect.WakeAt(long millis) -> "wake at " + millis;
            case Effect.InVain(String reason, boolean hopeless) ->
                    reason.replace(":26379", "").replace(":6379", "")
                            + (hopeless ? ", hopeless" : "");
        };
    }
}
