package hearsay.simulations.world;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.member.Member;
import hearsay.gossip.model.NodeId;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What becomes of a node with its disk")
class HostDiskTest {

    private static final long SECOND = 1_000_000_000L;

    private final World world = new World(WorldPlan.of(3, 1, Duration.ofSeconds(2)), 1);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void after_a_power_cut_a_node_is_who_it_was_and_its_cluster_takes_it_back() {
        var host = world.host(7001);
        world.runFor(SECOND);
        var before = idOf(host);
        host.powerCut();
        world.runFor(10 * SECOND);
        host.start();
        assertThat(host.isUp()).isTrue();
        world.runFor(15 * SECOND);
        assertThat(idOf(host)).isEqualTo(before);
        assertThat(member(host).isOk()).isTrue();
        for (var each : world.hosts()) {
            assertThat(member(each).nodes(false)).doesNotContain("fail");
        }
    }

    @Test
    void what_an_election_changed_survives_a_power_cut_of_all_machines() {
        world.runFor(20 * SECOND); // Until the replica has its data, it cannot be elected.
        world.host(7000).crash();
        world.runFor(10 * SECOND);
        long epoch = member(world.host(7003)).myConfigEpoch();
        assertThat(member(world.host(7003)).isMaster()).isTrue();
        assertThat(epoch).isGreaterThan(3);
        world.host(7001).crash();
        for (var host : world.hosts()) host.powerCut();
        world.runFor(SECOND);
        for (var host : world.hosts()) host.start();
        world.runFor(10 * SECOND);
        assertThat(member(world.host(7003)).isMaster()).isTrue();
        assertThat(member(world.host(7003)).myConfigEpoch()).isEqualTo(epoch);
        assertThat(member(world.host(7000)).isMaster()).isFalse();
        assertThat(member(world.host(7000)).isOk()).isTrue();
    }

    @Test
    void whose_nodes_conf_is_lost_comes_back_as_a_stranger() {
        var host = world.host(7001);
        var before = idOf(host);
        host.crash();
        host.disk().lose(Host.NODES_CONF);
        host.start();
        world.runFor(SECOND);
        assertThat(idOf(host)).isNotEqualTo(before);
        assertThat(host.disk().exists(Host.NODES_CONF)).isTrue();
        assertThat(member(world.host(7000)).nodes(false)).doesNotContain(idOf(host).toString());
    }

    @Test
    void who_cannot_save_what_it_must_gives_up() {
        world.runFor(SECOND);
        world.host(7002).disk().limit(0);
        world.host(7000).crash();
        world.runFor(20 * SECOND);
        assertThat(world.host(7001).isUp()).isTrue();
        assertThat(world.host(7002).isUp()).isFalse();
        world.host(7002).disk().heal();
        world.host(7002).start();
        world.runFor(SECOND);
        assertThat(world.host(7002).isUp()).isTrue();
    }

    @Test
    void a_process_does_not_start_while_its_nodes_conf_cannot_be_read() {
        var host = world.host(7001);
        host.crash();
        host.disk().failReading(Host.NODES_CONF);
        host.start();
        assertThat(host.isUp()).isFalse();
        host.disk().heal();
        host.start();
        assertThat(host.isUp()).isTrue();
    }

    private static NodeId idOf(Host host) {
        return member(host).myId();
    }

    private static Member member(Host host) {
        return Objects.requireNonNull(host.member(), host.name() + " is down");
    }
}
