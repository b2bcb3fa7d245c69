package hearsay.client.routing;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.connection.ConnectionFailure;
import hearsay.client.connection.ConnectionFailure.Kind;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import hearsay.client.routing.Attempt.Effect;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Conversations of one request with a cluster. Pauses are 10, 20, 40 … ms, since chance gives 0.
class AttemptTest {

    private static final RandomGenerator NO_CHANCE = () -> 0L;
    private static final Endpoint A = new Endpoint("10.0.0.1", 7000);
    private static final Endpoint B = new Endpoint("10.0.0.2", 7000);
    private static final Target HOME = new Target.OwnerOf(7);

    private Attempt attempt = write(HOME);
    private long now;

    @Test
    void a_reply_is_the_end() {
        assertThat(begin()).isEqualTo("wake at 1000, send to slot 7");
        assertThat(replied(A, new Reply.Status("OK"))).isEqualTo("done: OK");
        assertThat(replied(A, new Reply.Status("OK"))).isEmpty();
        assertThat(tick(5_000)).isEmpty();
    }

    @Test
    void an_error_that_is_the_callers_own_is_a_reply() {
        begin();
        assertThat(error(A, "WRONGTYPE Operation against a key"))
                .isEqualTo("done: (error) WRONGTYPE Operation against a key");
    }

    @Test
    void moved_is_learned_and_followed_at_once() {
        begin();
        assertThat(error(A, "MOVED 7 10.0.0.2:7000"))
                .isEqualTo(
                        "learn 7 is at 10.0.0.2:7000, refresh by 10.0.0.2:7000,"
                                + " send to 10.0.0.2:7000 redirected");
        assertThat(replied(B, Reply.Nil.NIL)).isEqualTo("done: (nil)");
    }

    @Test
    void moved_without_a_host_means_the_host_that_said_it() {
        begin();
        assertThat(error(A, "MOVED 7 :7005")).contains("send to 10.0.0.1:7005 redirected");
    }

    @Test
    void moved_to_an_unknown_host_name_is_tried_at_the_host_that_said_it() {
        begin();
        assertThat(error(A, "MOVED 7 ?:7005")).contains("send to 10.0.0.1:7005 redirected");
    }

    @Test
    void moved_to_an_ipv6_address_has_no_brackets() {
        begin();
        assertThat(error(A, "MOVED 7 ::1:7005")).contains("send to ::1:7005 redirected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MOVED",
                "MOVED 7",
                "MOVED x 10.0.0.2:7000",
                "MOVED 16384 10.0.0.2:7000",
                "MOVED 7 nowhere",
                "ASK 7 10.0.0.2:port",
                "ASK 7 10.0.0.2:70000"
            })
    void a_redirection_that_leads_nowhere_is_given_to_the_caller(String malformed) {
        begin();
        assertThat(error(A, malformed)).isEqualTo("done: (error) " + malformed);
    }

    @Test
    void ask_is_followed_this_once_and_nothing_is_learned() {
        begin();
        assertThat(error(A, "ASK 7 10.0.0.2:7000"))
                .isEqualTo("send to 10.0.0.2:7000 with ASKING redirected");
        assertThat(replied(B, new Reply.Int(1))).isEqualTo("done: (integer) 1");
    }

    @Test
    void tryagain_waits_and_begins_again_where_the_slot_is_at_home() {
        begin();
        error(A, "ASK 7 10.0.0.2:7000");
        assertThat(error(B, "TRYAGAIN Multiple keys request during rehashing of slot"))
                .isEqualTo("wake at 10");
        assertThat(tick(9)).isEmpty();
        assertThat(tick(10)).isEqualTo("send to slot 7 retried");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CLUSTERDOWN The cluster is down",
                "CLUSTERDOWN Hash slot not served",
                "LOADING Redis is loading the dataset in memory",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
                "READONLY You can't write against a read only replica."
            })
    void what_passes_with_time_is_waited_for_with_a_new_map_even_by_a_write(String refusal) {
        begin();
        assertThat(error(A, refusal)).isEqualTo("refresh, wake at 10");
        assertThat(tick(10)).isEqualTo("send to slot 7 retried");
        assertThat(error(A, refusal)).isEqualTo("refresh, wake at 30");
        assertThat(tick(30)).isEqualTo("send to slot 7 retried");
        assertThat(error(A, refusal)).isEqualTo("refresh, wake at 70");
        assertThat(tick(70)).isEqualTo("send to slot 7 retried");
        assertThat(replied(B, new Reply.Status("OK"))).isEqualTo("done: OK");
    }

    @Test
    void two_nodes_that_point_at_each_other_are_given_time_to_agree() {
        var patient = new RetryPolicy(10, 10, 100, TimeLimit.ofSeconds(1));
        attempt = new Attempt(HOME, false, patient, 1_000, NO_CHANCE);
        begin();
        assertThat(error(A, "MOVED 7 10.0.0.2:7000")).contains("send to 10.0.0.2:7000");
        assertThat(error(B, "MOVED 7 10.0.0.1:7000")).contains("send to 10.0.0.1:7000");
        assertThat(error(A, "MOVED 7 10.0.0.2:7000")).contains("send to 10.0.0.2:7000");
        assertThat(error(B, "MOVED 7 10.0.0.1:7000"))
                .isEqualTo("learn 7 is at 10.0.0.1:7000, refresh by 10.0.0.1:7000, wake at 10");
        assertThat(tick(10)).isEqualTo("send to slot 7 retried");
        assertThat(error(A, "MOVED 7 10.0.0.2:7000")).contains("send to 10.0.0.2:7000");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BROKEN", "TIMEOUT", "MALFORMED"})
    void a_write_whose_connection_broke_after_it_was_sent_is_not_repeated(Kind kind) {
        begin();
        assertThat(lost(A, kind, true))
                .isEqualTo(
                        "distrust 10.0.0.1:7000, refresh,"
                                + " failed: trouble (1 attempt; it may have been executed)");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BROKEN", "TIMEOUT", "MALFORMED"})
    void what_may_be_done_twice_is_sent_again(Kind kind) {
        attempt = read(HOME);
        begin();
        assertThat(lost(A, kind, true)).isEqualTo("distrust 10.0.0.1:7000, refresh, wake at 10");
        assertThat(tick(10)).isEqualTo("send to slot 7 retried");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CONNECT", "HANDSHAKE", "BROKEN"})
    void a_write_that_was_never_sent_is_sent_again(Kind kind) {
        begin();
        assertThat(lost(A, kind, false)).isEqualTo("distrust 10.0.0.1:7000, refresh, wake at 10");
        assertThat(tick(10)).isEqualTo("send to slot 7 retried");
    }

    @Test
    void a_wrong_password_does_not_become_right_by_waiting() {
        begin();
        assertThat(lost(A, Kind.AUTHENTICATION, false)).isEqualTo("failed: trouble (1 attempt)");
    }

    @Test
    void after_too_many_attempts_the_last_trouble_is_told_once() {
        begin();
        for (int i = 1; i < 5; i++) {
            error(A, "CLUSTERDOWN The cluster is down");
            assertThat(tick(now + 100)).isEqualTo("send to slot 7 retried");
        }
        assertThat(error(A, "CLUSTERDOWN The cluster is down"))
                .isEqualTo("refresh, failed: CLUSTERDOWN The cluster is down (5 attempts)");
        assertThat(error(A, "MOVED 7 10.0.0.2:7000")).isEmpty();
    }

    @Test
    void time_that_is_up_in_flight_leaves_the_result_open() {
        begin();
        assertThat(tick(999)).isEmpty();
        assertThat(tick(1_000))
                .isEqualTo(
                        "refresh, failed: time is up, the last trouble being: no reply"
                                + " (1 attempt; it may have been executed)");
        assertThat(replied(A, new Reply.Status("OK"))).isEmpty();
    }

    @Test
    void a_pause_that_would_outlast_the_time_is_not_begun() {
        begin();
        now = 995;
        assertThat(error(A, "TRYAGAIN later"))
                .isEqualTo(
                        "failed: time is up, the last trouble being: TRYAGAIN later (1 attempt)");
    }

    @Test
    void a_doubt_about_an_earlier_attempt_is_not_forgotten() {
        attempt = read(HOME);
        begin();
        lost(A, Kind.BROKEN, true);
        tick(10);
        now = 995;
        assertThat(error(A, "CLUSTERDOWN The cluster is down"))
                .endsWith("(2 attempts; it may have been executed)");
    }

    @Test
    void a_request_for_anyone_goes_to_another_one_next() {
        attempt = write(new Target.Anyone(null));
        assertThat(begin()).endsWith("send to anyone");
        lost(A, Kind.CONNECT, false);
        assertThat(tick(10)).isEqualTo("send to anyone but 10.0.0.1:7000 retried");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MOVED 7 10.0.0.2:7000", "ASK 7 10.0.0.2:7000", "CLUSTERDOWN down"})
    void a_request_for_one_node_ends_with_whatever_that_one_says(String error) {
        attempt = write(new Target.Exactly(A));
        assertThat(begin()).endsWith("send to 10.0.0.1:7000");
        assertThat(error(A, error)).isEqualTo("done: (error) " + error);
    }

    @Test
    void pauses_double_up_to_their_limit_and_chance_takes_away_at_most_half() {
        var policy = new RetryPolicy(5, 10, 100, TimeLimit.ofSeconds(1));
        var certain = new java.util.ArrayList<Long>();
        for (int pauses = 0; pauses < 6; pauses++)
            certain.add(policy.pauseMillis(pauses, NO_CHANCE));
        assertThat(certain).containsExactly(10L, 20L, 40L, 80L, 100L, 100L);
        var random = new java.util.SplittableRandom(1);
        for (int i = 0; i < 1_000; i++)
            assertThat(policy.pauseMillis(3, random)).isBetween(40L, 80L);
        assertThat(policy.pauseMillis(1_000, NO_CHANCE)).isEqualTo(100);
    }

    private static Attempt write(Target home) {
        return new Attempt(home, false, policy(), 1_000, NO_CHANCE);
    }

    private static Attempt read(Target home) {
        return new Attempt(home, true, policy(), 1_000, NO_CHANCE);
    }

    private static RetryPolicy policy() {
        return new RetryPolicy(5, 10, 100, TimeLimit.ofSeconds(1));
    }

    @Test
    void a_reader_that_cannot_answer_is_left_for_another_one() {
        attempt =
                new Attempt(
                        new Target.ReaderOf(7, ReadFrom.REPLICA, null),
                        true,
                        new RetryPolicy(10, 10, 500, new TimeLimit(1_000)),
                        1_000,
                        NO_CHANCE);
        assertThat(begin()).endsWith("send to reader of slot 7");
        assertThat(error(A, "MASTERDOWN Link with MASTER is down"))
                .isEqualTo("refresh, wake at 10");
        assertThat(tick(10)).isEqualTo("send to reader of slot 7 but " + A + " retried");
        assertThat(error(B, "MOVED 7 10.0.0.1:7000")).endsWith("send to 10.0.0.1:7000 redirected");
    }

    @Test
    void who_was_unblocked_by_a_change_of_roles_blocks_again_but_not_who_was_called_off() {
        begin();
        assertThat(
                        error(
                                A,
                                "UNBLOCKED force unblock from blocking operation, instance state"
                                        + " changed (master -> replica?)"))
                .isEqualTo("refresh, wake at 10");
        assertThat(tick(10)).isEqualTo("send to slot 7 retried");
        var calledOff = "UNBLOCKED client unblocked via CLIENT UNBLOCK";
        assertThat(error(A, calledOff)).isEqualTo("done: (error) " + calledOff);
    }

    private String begin() {
        return shown(attempt.on(Attempt.Event.Begin.BEGIN, now));
    }

    private String replied(Endpoint from, Reply reply) {
        return shown(attempt.on(new Attempt.Event.Replied(from, reply), now));
    }

    private String error(Endpoint from, String text) {
        return replied(from, new Reply.Failure(text));
    }

    private String lost(Endpoint to, Kind kind, boolean maybeExecuted) {
        var failure = new ConnectionFailure(kind, maybeExecuted, "trouble");
        return shown(attempt.on(new Attempt.Event.Lost(to, failure), now));
    }

    private String tick(long at) {
        now = at;
        return shown(attempt.on(Attempt.Event.Tick.TICK, now));
    }

    private static String shown(List<Effect> effects) {
        return effects.stream().map(AttemptTest::shown).collect(Collectors.joining(", "));
    }

    private static String shown(Effect effect) {
        return switch (effect) {
            case Effect.Send(Target target, boolean asking, Attempt.Why why) ->
                    "send to "
                            + shown(target)
                            + (asking ? " with ASKING" : "")
                            + switch (why) {
                                case FIRST -> "";
                                case REDIRECTED -> " redirected";
                                case RETRIED -> " retried";
                            };
            case Effect.WakeAt(long millis) -> "wake at " + millis;
            case Effect.Learn(int slot, Endpoint master) -> "learn " + slot + " is at " + master;
            case Effect.Refresh(Endpoint hint) -> hint == null ? "refresh" : "refresh by " + hint;
            case Effect.Distrust(Endpoint endpoint) -> "distrust " + endpoint;
            case Effect.Complete(Reply reply) -> "done: " + reply.pretty();
            case Effect.Fail(RequestFailed failure) -> "failed: " + failure.getMessage();
        };
    }

    private static String shown(Target target) {
        return switch (target) {
            case Target.OwnerOf(int slot) -> "slot " + slot;
            case Target.Anyone(Endpoint but) -> but == null ? "anyone" : "anyone but " + but;
            case Target.ReaderOf(int slot, ReadFrom from, Endpoint but) ->
                    "reader of slot " + slot + (but == null ? "" : " but " + but);
            case Target.Exactly(Endpoint endpoint) -> endpoint.toString();
        };
    }
}
