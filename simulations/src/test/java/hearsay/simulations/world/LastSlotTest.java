package hearsay.simulations.world;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.member.Member;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// 7000 has slots 0 to 5460 and a replica, 7003. An operator gives all of them to 7001, as a
/// resharding does in the end.
@DisplayName("A master that loses its last slot")
class LastSlotTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    @DisplayName("39: becomes a replica of who got it, and so does its own replica")
    void becomes_a_replica() {
        try (var world = new World(WorldPlan.of(3, 1, Duration.ofSeconds(2)), 1)) {
            var cli = new Cli(world);
            world.runFor(12 * SECOND);
            assertThat(cli.ask(world.host(7000), "SET b 1")).isEqualTo("+OK");
            giveAllAway(world, cli, "0 5460");
            var taker = member(world, 7001).myId();
            for (int port : new int[] {7000, 7003}) {
                assertThat(member(world, port).isMaster()).as("%d", port).isFalse();
                assertThat(member(world, port).master()).as("%d", port).isEqualTo(taker);
                assertThat(cli.ask(world.host(port), "INFO replication"))
                        .contains("master_port:7001", "master_link_status:up");
                assertThat(cli.ask(world.host(port), "DBSIZE")).isEqualTo(":0");
            }
        }
    }

    @Test
    @DisplayName("39, 54: stays an empty master where cluster-allow-replica-migration says no")
    void stays_a_master_if_told_to() {
        try (var world = new World(WorldPlan.of(3, 1, Duration.ofSeconds(2)), 1)) {
            var cli = new Cli(world);
            world.runFor(12 * SECOND);
            for (var host : world.hosts()) {
                cli.ask(host, "CONFIG SET cluster-allow-replica-migration no");
            }
            giveAllAway(world, cli, "0 5460");
            assertThat(member(world, 7000).isMaster()).isTrue();
            assertThat(member(world, 7000).mySlots().isEmpty()).isTrue();
            assertThat(member(world, 7003).master()).isEqualTo(member(world, 7000).myId());
        }
    }

    @Test
    @DisplayName("40: of slots that it loses while it keeps others, the keys go")
    void keeps_no_key_of_a_lost_slot() {
        try (var world = new World(WorldPlan.of(3, 1, Duration.ofSeconds(2)), 1)) {
            var cli = new Cli(world);
            world.runFor(12 * SECOND);
            assertThat(cli.ask(world.host(7000), "SET b 1")).isEqualTo("+OK"); // slot 3300
            assertThat(cli.ask(world.host(7000), "SET f 1")).isEqualTo("+OK"); // slot 3168
            giveAllAway(world, cli, "3300 3300");
            assertThat(member(world, 7000).isMaster()).isTrue();
            for (int port : new int[] {7000, 7003}) {
                assertThat(cli.ask(world.host(port), "DBSIZE")).as("%d", port).isEqualTo(":1");
            }
        }
    }

    private static void giveAllAway(World world, Cli cli, String range) {
        var taker = world.host(7001);
        assertThat(cli.ask(taker, "CLUSTER DELSLOTSRANGE " + range)).isEqualTo("+OK");
        assertThat(cli.ask(taker, "CLUSTER ADDSLOTSRANGE " + range)).isEqualTo("+OK");
        assertThat(cli.ask(taker, "CLUSTER BUMPEPOCH")).startsWith("+BUMPED");
        world.runFor(12 * SECOND);
    }

    private static Member member(World world, int port) {
        return Objects.requireNonNull(world.host(port).member());
    }
}
