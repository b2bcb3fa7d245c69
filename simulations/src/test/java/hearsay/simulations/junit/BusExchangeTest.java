package hearsay.simulations.junit;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.Header;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import hearsay.node.bus.Bus;
import hearsay.node.bus.BusListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The bus within a JVM")
final class BusExchangeTest {

    private static final Address A = new Address("127.0.0.1", 1, 0, 11, "");
    private static final Address B = new Address("127.0.0.1", 2, 0, 12, "");

    private final Cuts cuts = new Cuts();
    private final Timer timer = new Timer("test");
    private final BusExchange exchange = new BusExchange(cuts, timer, System::nanoTime);
    private final Ear atA = new Ear();
    private final Ear atB = new Ear();
    private final Bus busA = exchange.plug(1, 11, atA);
    private final BusExchange.Plug busB = exchange.plug(2, 12, atB);

    @AfterEach
    void end() {
        timer.close();
    }

    @Test
    void a_link_is_opened_by_one_and_used_by_both() {
        busA.open(7, B);
        busA.send(7, vote(1));
        busA.send(7, vote(2));
        busB.send(-1, vote(3));
        assertThat(atA.heard).containsExactly("opened 7", "3 by 7");
        assertThat(atB.heard).containsExactly("accepted -1 from 127.0.0.1", "1 by -1", "2 by -1");
    }

    @Test
    void a_link_to_where_nobody_listens_is_closed() {
        busA.open(1, new Address("127.0.0.1", 9, 0, 19, ""));
        assertThat(atA.heard).containsExactly("closed 1");
    }

    @Test
    void the_peer_hears_of_a_close_and_the_closer_nothing_more() {
        busA.open(7, B);
        busB.send(-1, vote(1));
        busA.close(7);
        busA.close(7);
        busA.close(99);
        busA.send(7, vote(2));
        busB.send(-1, vote(3));
        assertThat(atA.heard).containsExactly("opened 7", "1 by 7");
        assertThat(atB.heard).containsExactly("accepted -1 from 127.0.0.1", "closed -1");
    }

    @Test
    void a_partition_holds_back_messages_ends_and_new_links_until_it_heals() {
        busA.open(7, B);
        cuts.partition(List.of(List.of(1), List.of(2)));
        busA.send(7, vote(1));
        assertThat(busA.unsentBytes(7)).isPositive();
        busA.open(8, B);
        busA.close(7);
        assertThat(atA.heard).containsExactly("opened 7");
        assertThat(atB.heard).containsExactly("accepted -1 from 127.0.0.1");
        cuts.heal();
        assertThat(atA.heard).containsExactly("opened 7", "opened 8");
        assertThat(atB.heard)
                .containsExactlyInAnyOrder(
                        "accepted -1 from 127.0.0.1",
                        "1 by -1",
                        "closed -1",
                        "accepted -2 from 127.0.0.1")
                .containsSubsequence("1 by -1", "closed -1");
    }

    @Test
    void the_links_of_a_dead_process_are_closed_at_its_peers_and_its_place_is_free() {
        busA.open(7, B);
        busB.unplug();
        busB.send(-1, vote(1));
        assertThat(atA.heard).containsExactly("opened 7", "closed 7");
        var again = new Ear();
        exchange.plug(2, 12, again);
        busA.open(8, B);
        assertThat(again.heard).containsExactly("accepted -1 from 127.0.0.1");
    }

    @Test
    void a_node_can_reach_itself() {
        busA.open(7, A);
        busA.send(7, vote(1));
        assertThat(atA.heard).containsExactly("accepted -1 from 127.0.0.1", "opened 7", "1 by -1");
    }

    private static BusMessage vote(long epoch) {
        return new BusMessage.Vote(
                new Header(
                        new NodeId("a".repeat(40)),
                        epoch,
                        0,
                        0,
                        SlotSet.EMPTY,
                        null,
                        "",
                        1,
                        0,
                        11,
                        NodeFlags.MASTER,
                        true,
                        0));
    }

    private static final class Ear implements BusListener {

        private final List<String> heard = new ArrayList<>();

        @Override
        public void opened(long linkId) {
            heard.add("opened " + linkId);
        }

        @Override
        public void closed(long linkId) {
            heard.add("closed " + linkId);
        }

        @Override
        public void accepted(long linkId, String remoteIp) {
            heard.add("accepted " + linkId + " from " + remoteIp);
        }

        @Override
        public void received(long linkId, BusMessage message) {
            heard.add(message.header().currentEpoch() + " by " + linkId);
        }
    }
}
