package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.gossip.member.NodesConf;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.topology.Plan;
import hearsay.simulations.topology.Plan.Seat;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Which nodes share a JVM, and with it the bus port.
class SpreadTest {

    private static final Plan SIX = new Plan(3, 1, 7000, true);

    @Test
    void nodes_go_to_the_jvms_in_turn_but_no_replica_to_its_master() {
        assertThat(ports(SIX, 2))
                .containsExactly(List.of(7000, 7002, 7004), List.of(7001, 7003, 7005));
        assertThat(ports(SIX, 3))
                .containsExactly(List.of(7000, 7005), List.of(7001, 7003), List.of(7002, 7004));
        assertThat(ports(SIX, 4))
                .containsExactly(
                        List.of(7000, 7004), List.of(7001, 7005), List.of(7002), List.of(7003));
    }

    @Test
    void in_a_single_jvm_all_are_together() {
        assertThat(ports(SIX, 1)).containsExactly(List.of(7000, 7001, 7002, 7003, 7004, 7005));
    }

    @Test
    void every_node_has_its_place_beside_its_master_never_and_no_jvm_is_empty() {
        for (int masters = 1; masters <= 5; masters++) {
            for (int replicas = 0; replicas <= 3; replicas++) {
                var plan = new Plan(masters, replicas, 7000, true);
                for (int jvms = 2; jvms <= plan.size(); jvms++) {
                    List<List<Seat>> groups = new Spread(plan, NodeKind.HEARSAY, jvms).groups();
                    assertThat(groups).hasSize(jvms);
                    assertThat(groups.stream().flatMap(List::stream))
                            .containsExactlyInAnyOrderElementsOf(plan.seats());
                    for (int i = 0; i < jvms; i++) {
                        List<Integer> ports = groups.get(i).stream().map(Seat::port).toList();
                        assertThat(ports).isSorted().startsWith(7000 + i);
                        for (Seat seat : groups.get(i))
                            seat.masterPort()
                                    .ifPresent(master -> assertThat(ports).doesNotContain(master));
                    }
                }
            }
        }
    }

    @Test
    void the_nodes_of_a_jvm_share_the_bus_port_of_the_first() {
        var spread = new Spread(SIX, NodeKind.HEARSAY, 3);
        assertThat(spread.busPorts()).containsExactly(27000, 27001, 27002);
        assertThat(SIX.seats().stream().map(spread::busPort))
                .containsExactly(27000, 27001, 27002, 27001, 27002, 27000);
        assertThat(SIX.seats().stream().map(spread::ownsBus))
                .containsExactly(true, true, true, false, false, false);
        assertThat(SIX.seats()).allMatch(spread::isShared);
    }

    @Test
    void alone_each_has_its_own() {
        for (NodeKind kind : NodeKind.NODES) {
            Spread spread = Spread.alone(SIX, kind);
            for (Seat seat : SIX.seats()) {
                assertThat(spread.busPort(seat)).isEqualTo(kind.busPort(seat.port()));
                assertThat(spread.ownsBus(seat)).isTrue();
                assertThat(spread.isShared(seat)).isFalse();
            }
        }
    }

    @Test
    void the_blueprint_tells_every_node_the_bus_port_of_every_jvm() {
        var blueprint =
                new Spread(SIX, NodeKind.HEARSAY, 2)
                        .blueprint("127.0.0.1", RandomGenerator.of("L64X128MixRandom"));
        for (Seat seat : SIX.seats()) {
            List<NodesConf.Entry> entries = blueprint.of(seat.port()).nodes();
            assertThat(entries.stream().map(entry -> entry.address().port()))
                    .containsExactly(7000, 7001, 7002, 7003, 7004, 7005);
            assertThat(entries.stream().map(entry -> entry.address().busPort()))
                    .containsExactly(27000, 27001, 27000, 27001, 27000, 27001);
            assertThat(entries.stream().filter(NodesConf.Entry::isMyself))
                    .singleElement()
                    .satisfies(me -> assertThat(me.address().port()).isEqualTo(seat.port()));
        }
    }

    @Test
    void a_jvm_is_started_with_the_configurations_of_all_its_nodes() {
        assertThat(NodeJvm.arguments(List.of(Path.of("/a"), Path.of("/b"), Path.of("/c"))))
                .containsExactly("/a", "--and", "/b", "--and", "/c");
        assertThat(NodeJvm.arguments(List.of(Path.of("/a")))).containsExactly("/a");
    }

    @Test
    void what_cannot_be_is_refused() {
        assertThatThrownBy(() -> new Spread(SIX, NodeKind.HEARSAY, 0)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Spread(SIX, NodeKind.HEARSAY, 7))
                .hasMessageContaining("--jvms 7 for 6");
        assertThatThrownBy(() -> new Spread(SIX, NodeKind.REDIS_SERVER, 2))
                .hasMessageContaining("redis-server");
        assertThat(new Spread(SIX, NodeKind.REDIS_SERVER, 6).groups()).hasSize(6);
    }

    private static List<List<Integer>> ports(Plan plan, int jvms) {
        return new Spread(plan, NodeKind.HEARSAY, jvms)
                .groups().stream().map(group -> group.stream().map(Seat::port).toList()).toList();
    }
}
