package hearsay.simulations.network;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.model.Address;
import hearsay.node.bus.Bus;
import hearsay.simulations.runtime.Agenda;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The bus over the simulated network")
class BusTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Address A = Address.of("10.0.0.1", 7000);
    private static final Address B = Address.of("10.0.0.2", 7001);

    private final Agenda agenda = new Agenda();
    private final Network network = new Network(agenda, new SplittableRandom(1));
    private final Station a = network.plug("10.0.0.1");
    private final Station b = network.plug("10.0.0.2");
    private final Ear atA = new Ear(agenda);
    private final Ear atB = new Ear(agenda);
    private final Bus busA = a.bus(A, atA);
    private final Bus busB = b.bus(B, atB);

    @Test
    void a_link_is_opened_by_one_and_used_by_both() {
        open();
        assertThat(atA.take()).containsExactly("200 opened 7");
        assertThat(atB.take()).containsExactly("300 accepted -1 from 10.0.0.1");
        busA.send(7, Wires.vote(1));
        busA.send(7, Wires.vote(2));
        pass(SECOND);
        busB.send(-1, Wires.vote(3));
        pass(SECOND);
        assertThat(atB.takeWords()).containsExactly("auth-ack 1 by -1", "auth-ack 2 by -1");
        assertThat(atA.takeWords()).containsExactly("auth-ack 3 by 7");
    }

    @Test
    @DisplayName("23: what has not arrived is known, of each link by itself")
    void knows_what_is_under_way() {
        open();
        busA.send(7, Wires.vote(1));
        busA.send(7, Wires.vote(2));
        assertThat(busA.unsentBytes(7)).isEqualTo(2 * 2256);
        assertThat(busB.unsentBytes(-1)).isZero();
        pass(SECOND);
        assertThat(busA.unsentBytes(7)).isZero();
        assertThat(busA.unsentBytes(8)).isZero();
    }

    @Test
    void a_link_to_where_nobody_listens_is_closed() {
        busA.open(1, Address.of("10.0.0.2", 9));
        busA.open(2, Address.NONE);
        busA.open(3, Address.of("10.0.0.9", 7000));
        assertThat(atA.take()).isEmpty();
        pass(2 * SECOND);
        assertThat(atA.take()).containsExactly("0 closed 2", "200 closed 1", "1400000 closed 3");
    }

    @Test
    void the_peer_hears_of_a_close_and_the_closer_nothing_more() {
        open();
        atA.take();
        atB.take();
        busB.send(-1, Wires.vote(1));
        busA.close(7);
        busA.close(7);
        busA.close(99);
        busA.send(7, Wires.vote(2));
        pass(SECOND);
        assertThat(atA.take()).isEmpty();
        assertThat(atB.takeWords()).containsExactly("closed -1");
    }

    @Test
    void a_link_that_is_closed_before_it_opened_leaves_no_trace() {
        busA.open(7, B);
        agenda.after(250_000, () -> busA.close(7));
        busA.open(8, B);
        busA.close(8);
        pass(SECOND);
        assertThat(atA.takeWords()).containsExactly("opened 7");
        assertThat(atB.takeWords()).containsExactly("accepted -1 from 10.0.0.1", "closed -1");
    }

    @Test
    void a_message_on_a_link_that_is_not_open_is_lost() {
        busA.open(7, B);
        busA.send(7, Wires.vote(1));
        busA.send(8, Wires.vote(2));
        pass(SECOND);
        assertThat(atB.takeWords()).containsExactly("accepted -1 from 10.0.0.1");
    }

    @Test
    void a_paused_peer_accepts_and_hears_later() {
        b.pause();
        open();
        busA.send(7, Wires.vote(1));
        pass(SECOND);
        assertThat(atA.takeWords()).containsExactly("opened 7");
        assertThat(atB.take()).isEmpty();
        b.resume();
        pass(SECOND);
        assertThat(atB.takeWords())
                .containsExactly("accepted -1 from 10.0.0.1", "auth-ack 1 by -1");
    }

    @Test
    void the_links_of_a_dead_process_are_closed_at_its_peers() {
        open();
        atA.take();
        b.unplug(false);
        pass(SECOND);
        assertThat(atA.takeWords()).containsExactly("closed 7");
    }

    @Test
    void a_node_can_reach_itself() {
        busA.open(7, A);
        pass(SECOND);
        busA.send(7, Wires.vote(1));
        pass(SECOND);
        assertThat(atA.takeWords())
                .containsExactly("opened 7", "accepted -1 from 10.0.0.1", "auth-ack 1 by -1");
    }

    private void open() {
        busA.open(7, B);
        pass(SECOND);
    }

    private void pass(long nanos) {
        long end = agenda.nanos() + nanos;
        agenda.at(end, () -> {});
        while (agenda.nextDue() <= end) agenda.next();
    }
}
