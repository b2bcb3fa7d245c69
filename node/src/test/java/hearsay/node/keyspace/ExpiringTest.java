package hearsay.node.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ExpiringTest {

    /// Through several pieces and back to none.
    @Test
    void holds_those_that_were_added_and_not_removed_whatever_their_number() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        var expiring = new Expiring();
        var model = new ArrayList<Entry>();
        for (int i = 0; i < 400_000; i++) {
            boolean adds = random.nextInt(10) < (i < 200_000 ? 7 : 3);
            if (adds || model.isEmpty()) {
                var entry = new Entry(new byte[0], 0, StringValue.of(i));
                expiring.set(entry, 1);
                model.add(entry);
            } else {
                int at = random.nextInt(model.size());
                var gone = model.get(at);
                expiring.remove(gone);
                model.set(at, model.getLast());
                model.removeLast();
                assertThat(gone.expires()).isFalse();
            }
            assertThat(expiring.size()).isEqualTo(model.size());
        }
        for (int i = 0; i < model.size(); i++) {
            assertThat(expiring.get(i).expiresIndex).isEqualTo(i);
        }
        for (var entry : model) assertThat(expiring.get(entry.expiresIndex)).isSameAs(entry);
        for (var entry : model) expiring.remove(entry);
        assertThat(expiring.size()).isZero();
        assertThat(expiring.memory()).isLessThan(1000);
    }
}
