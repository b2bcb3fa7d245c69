package hearsay.client.routing;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.client.routing.RefreshGate.Effect;
import org.junit.jupiter.api.Test;

class RefreshGateTest {

    private static final Effect ASK = Effect.Ask.ASK;
    private static final Effect NOTHING = Effect.Nothing.NOTHING;

    private final RefreshGate gate = new RefreshGate();

    @Test
    void one_refresh_is_under_way_however_many_want_it() {
        assertThat(gate.wanted(0)).isEqualTo(ASK);
        assertThat(gate.wanted(1)).isEqualTo(NOTHING);
        assertThat(gate.wanted(2)).isEqualTo(NOTHING);
    }

    @Test
    void what_was_wanted_meanwhile_is_done_once_and_not_at_once() {
        gate.wanted(0);
        gate.wanted(1);
        gate.wanted(2);
        assertThat(gate.answered(10)).isEqualTo(new Effect.WakeAt(50));
        assertThat(gate.wanted(20)).isEqualTo(NOTHING);
        assertThat(gate.tick(49)).isEqualTo(NOTHING);
        assertThat(gate.tick(50)).isEqualTo(ASK);
        assertThat(gate.answered(60)).isEqualTo(NOTHING);
    }

    @Test
    void a_later_wish_is_fulfilled_at_once() {
        gate.wanted(0);
        gate.answered(10);
        assertThat(gate.wanted(40)).isEqualTo(new Effect.WakeAt(50));
        assertThat(gate.tick(50)).isEqualTo(ASK);
        gate.answered(55);
        assertThat(gate.wanted(100)).isEqualTo(ASK);
    }
}
