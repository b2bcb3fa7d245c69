package hearsay.gossip.bus;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("14, 15. A packet of the bus")
class BusMessageTest {

    private static final NodeId ID = new NodeId("a".repeat(40));
    private static final Header HEADER =
            new Header(ID, 2, 1, 0, SlotSet.EMPTY, null, "", 1, 0, 2, 1, true, Header.PAUSED);

    @Test
    void has_the_number_and_the_name_that_redis_gave_its_type() {
        assertThat(BusMessage.Type.values())
                .extracting(BusMessage.Type::code)
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(new BusMessage.VoteRequest(HEADER).type().word()).isEqualTo("auth-req");
        assertThat(new BusMessage.Vote(HEADER).type().word()).isEqualTo("auth-ack");
        assertThat(new BusMessage.ManualFailoverStart(HEADER).type().word()).isEqualTo("mfstart");
        var channel = Payload.of("channel");
        assertThat(new BusMessage.PublishShard(HEADER, channel, channel).type().code())
                .isEqualTo(10);
        assertThat(new BusMessage.Update(HEADER, ID, 3, SlotSet.ALL).type().code()).isEqualTo(7);
    }

    @Test
    void is_equal_to_its_copy() {
        var ping = new BusMessage.Ping(HEADER, Gossip.NONE, Extensions.NONE);
        assertThat(ping).isEqualTo(new BusMessage.Ping(HEADER, Gossip.NONE, Extensions.NONE));
        assertThat(new BusMessage.Publish(HEADER, Payload.of("a"), Payload.of("b")))
                .isEqualTo(new BusMessage.Publish(HEADER, Payload.of("a"), Payload.of("b")));
        assertThat(HEADER.has(Header.PAUSED)).isTrue();
        assertThat(HEADER.has(Header.FORCEACK)).isFalse();
    }

    @Test
    @DisplayName("55: flags have words, in Redis' order")
    void has_flags_with_words() {
        int all = NodeFlags.NOFAILOVER | NodeFlags.FAIL | NodeFlags.MASTER | NodeFlags.MYSELF;
        assertThat(NodeFlags.describe(all)).isEqualTo("myself,master,fail,nofailover");
        assertThat(NodeFlags.describe(NodeFlags.MEET | NodeFlags.MIGRATE_TO)).isEqualTo("noflags");
        assertThat(NodeFlags.parse("fail?")).isEqualTo(NodeFlags.PFAIL);
        assertThat(NodeFlags.parse("noflags")).isZero();
        assertThat(NodeFlags.parse("")).isNegative();
    }
}
