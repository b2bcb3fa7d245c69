package hearsay.simulations.diary;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.Header;
import hearsay.gossip.bus.Payload;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.diary.Happening.ElectionStarted;
import hearsay.gossip.diary.Happening.ElectionWon;
import hearsay.gossip.diary.Happening.FailHeard;
import hearsay.gossip.diary.Happening.MarkedFailed;
import hearsay.gossip.diary.Happening.VoteGranted;
import hearsay.gossip.diary.Name;
import hearsay.gossip.model.SlotSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Arrows between nodes")
class ArrowTest {

    private final Small world = new Small();

    @Test
    void a_message_that_arrived_is_an_arrow_and_a_lost_one_is_none() {
        var vote = new BusMessage.Vote(header(7));
        var fail = new BusMessage.Fail(header(7), Small.id(7000));
        List<Message> messages =
                List.of(
                        new Message(10, 20, "7001", "7003", vote),
                        new Message(10, Message.NEVER, "7002", "7003", vote),
                        new Message(30, 40, "7001", "7002", fail));
        assertThat(Arrow.of(messages, world.diary.names()))
                .containsExactly(
                        new Arrow("7001", 10, "7003", 20, "FAILOVER_AUTH_ACK in epoch 7"),
                        new Arrow("7001", 30, "7002", 40, "FAIL about 7000"));
    }

    @Test
    void pings_and_pongs_decide_nothing() {
        assertThat(Message.decides(new BusMessage.Vote(header(7)))).isTrue();
        assertThat(Message.decides(new BusMessage.ManualFailoverStart(header(7)))).isTrue();
        assertThat(
                        Message.decides(
                                new BusMessage.Publish(
                                        header(7), Payload.of("x"), Payload.of("x"))))
                .isFalse();
    }

    @Test
    void where_nobody_watched_the_bus_votes_and_failures_are_guessed_from_what_nodes_say() {
        tell(1, 7002, new MarkedFailed(name(7000)));
        tell(2, 7003, new FailHeard(name(7002), name(7000)));
        tell(2, 7001, new FailHeard(name(7005), name(7000)));
        tell(3, 7003, new ElectionStarted(7));
        tell(4, 7001, new VoteGranted(name(7003), 7));
        tell(5, 7003, new ElectionStarted(8));
        tell(6, 7001, new VoteGranted(name(7003), 8));
        tell(6, 7002, new VoteGranted(name(7003), 8));
        tell(7, 7003, new ElectionWon());

        assertThat(Arrow.guessed(world.diary.entries(), world.diary.names()))
                .extracting(arrow ->
                        "%d %s -> %d %s: %s"
                                .formatted(
                                        arrow.fromNanos() / 1_000_000,
                                        arrow.from(),
                                        arrow.toNanos() / 1_000_000,
                                        arrow.to(),
                                        arrow.text()))
                .containsExactly(
                        "1 7002 -> 2 7003: FAIL about 7000",
                        "3 7003 -> 4 7001: FAILOVER_AUTH_REQUEST in epoch 7",
                        "5 7003 -> 6 7001: FAILOVER_AUTH_REQUEST in epoch 8",
                        "5 7003 -> 6 7002: FAILOVER_AUTH_REQUEST in epoch 8",
                        "6 7001 -> 7 7003: FAILOVER_AUTH_ACK in epoch 8",
                        "6 7002 -> 7 7003: FAILOVER_AUTH_ACK in epoch 8");
    }

    private void tell(long millis, int port, Happening happening) {
        world.at(millis).log("" + port).happened(happening);
    }

    private static Name name(int port) {
        return new Name(Small.id(port), "");
    }

    private static Header header(long epoch) {
        return new Header(
                Small.id(7001), epoch, 1, 0, SlotSet.EMPTY, null, "", 7001, 0, 17001, 0, true, 0);
    }
}
