package hearsay.simulations.network;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.model.Address;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LinkTableTest {

    @Test
    void it_finds_what_was_added_and_not_removed() {
        var wires = new Wires(1);
        var station = wires.machine(1).station;
        var ear = wires.machine(1).ear;
        var bus = (SimulatedBus) station.bus(Address.of("10.0.0.1", 7001), ear);
        var path = wires.network.path(station.place(), station.place());
        var chance = new SplittableRandom(1);
        var table = new LinkTable();
        var expected = new TreeMap<Long, BusSocket>();
        for (int i = 0; i < 20_000; i++) {
            long id = chance.nextLong(-300, 300) * (chance.nextBoolean() ? 1 : 1L << 40);
            if (expected.containsKey(id)) {
                assertThat(table.remove(id)).isSameAs(expected.remove(id));
            } else {
                assertThat(table.remove(id)).isNull();
                var socket = new BusSocket(bus, station, path, id, 17000);
                table.add(socket);
                expected.put(id, socket);
            }
            if (i % 100 != 0) continue;
            for (var each : new ArrayList<>(expected.keySet()))
                assertThat(table.get(each)).isSameAs(expected.get(each));
        }
        assertThat(table.get(1L << 50)).isNull();
    }
}
