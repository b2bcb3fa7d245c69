package hearsay.node.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ByIdTest {

    private static final int STEPS = 60_000;

    private final Footprint footprint = new Footprint();
    private final ById<Pending> list = new ById<>(footprint);
    private final TreeMap<StreamId, Pending> expected = new TreeMap<>();

    @Test
    void it_does_as_a_sorted_map_does_however_things_come_and_go() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        long next = 0;
        for (int i = 0; i < STEPS; i++) {
            boolean growing = i / 7000 % 2 == 0;
            switch (random.nextInt(4)) {
                case 0 -> add(new StreamId(next++ / 3, next % 5 - 2));
                case 1 -> add(someId(random, next));
                case 2 -> remove(someId(random, next));
                default -> {
                    if (growing) add(new StreamId(next++ / 3, -1));
                    else if (!expected.isEmpty()) remove(expected.firstKey());
                }
            }
            if (i % 50 == 0) look(someId(random, next));
            if (i % 5000 == 0) lookAtAll();
        }
        lookAtAll();
        while (!expected.isEmpty()) remove(expected.lastKey());
        assertThat(list.first()).isNull();
        list.release();
        assertThat(footprint.bytes()).isZero();
    }

    private static StreamId someId(RandomGenerator random, long last) {
        return new StreamId(random.nextLong(last / 3 + 1), random.nextInt(5) - 2);
    }

    private void add(StreamId id) {
        var one = new Pending(id.ms(), id.seq(), 0, 1);
        assertThat(list.add(one)).isEqualTo(expected.putIfAbsent(id, one) == null);
    }

    private void remove(StreamId id) {
        assertThat(list.remove(id.ms(), id.seq())).isSameAs(expected.remove(id));
        assertThat(list.size()).isEqualTo(expected.size());
    }

    private void look(StreamId id) {
        assertThat(list.find(id.ms(), id.seq())).isSameAs(expected.get(id));
        assertThat(list.floor(id.ms(), id.seq())).isSameAs(value(expected.floorEntry(id)));
        assertThat(list.ceiling(id.ms(), id.seq())).isSameAs(value(expected.ceilingEntry(id)));
        assertThat(list.higher(id.ms(), id.seq())).isSameAs(value(expected.higherEntry(id)));
        assertThat(list.lower(id.ms(), id.seq())).isSameAs(value(expected.lowerEntry(id)));
        assertThat(list.first()).isSameAs(value(expected.firstEntry()));
        assertThat(list.last()).isSameAs(value(expected.lastEntry()));
    }

    private void lookAtAll() {
        List<Pending> seen = new ArrayList<>();
        list.forEach(seen::add);
        assertThat(seen).containsExactlyElementsOf(expected.values());
    }

    private static @Nullable Pending value(Map.@Nullable Entry<StreamId, Pending> entry) {
        return entry == null ? null : entry.getValue();
    }
}
