package hearsay.simulations.world;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.member.Member;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// 7003 is a replica of 7000, which has the key `b`.
@DisplayName("Nodes that leave their cluster")
class ForgetAndResetTest {

    private static final long SECOND = 1_000_000_000L;

    private final World world = new World(WorldPlan.of(3, 1, Duration.ofSeconds(2)), 1);
    private final Cli cli = new Cli(world);
    private final Host master = world.host(7000);
    private final Host replica = world.host(7003);

    @BeforeEach
    void begin() {
        world.runFor(10 * SECOND);
        assertThat(cli.ask(master, "SET b 1")).isEqualTo("+OK");
        world.runFor(SECOND);
        assertThat(cli.ask(replica, "DBSIZE")).isEqualTo(":1");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @DisplayName(
            "52: FORGET at one node is enough; who was forgotten runs on and does not come back")
    void is_forgotten_by_all() {
        var id = member(replica).myId().toString();
        assertThat(cli.ask(master, "CLUSTER FORGET " + id)).isEqualTo("+OK");
        world.runFor(5 * SECOND);
        for (int port : List.of(7000, 7001, 7002, 7004, 7005)) {
            assertThat(cli.ask(world.host(port), "CLUSTER NODES"))
                    .as("%d", port)
                    .doesNotContain(id);
        }
        world.runFor(120 * SECOND);
        for (int port : List.of(7000, 7001, 7002, 7004, 7005)) {
            assertThat(cli.ask(world.host(port), "CLUSTER NODES"))
                    .as("%d", port)
                    .doesNotContain(id);
            assertThat(member(world.host(port)).isOk()).isTrue();
        }
    }

    @Test
    @DisplayName("52: a replica forgets neither its master nor itself")
    void keeps_its_master() {
        var id = member(master).myId();
        assertThat(cli.ask(replica, "CLUSTER FORGET " + id))
                .isEqualTo("-ERR Can't forget my master!");
    }

    @Test
    @DisplayName(
            "52: RESET makes a replica an empty master that knows nobody; HARD gives it another name")
    void is_reset() {
        assertThat(cli.ask(master, "CLUSTER RESET"))
                .isEqualTo("-ERR CLUSTER RESET can't be called with master nodes containing keys");
        var id = member(replica).myId();
        assertThat(cli.ask(replica, "CLUSTER RESET SOFT")).isEqualTo("+OK");
        world.runFor(SECOND / 10);
        assertThat(cli.ask(replica, "DBSIZE")).isEqualTo(":0");
        assertThat(cli.ask(replica, "INFO replication")).contains("role:master");
        assertThat(member(replica).myId()).isEqualTo(id);
        assertThat(member(replica).currentEpoch()).isEqualTo(6);

        assertThat(cli.ask(replica, "CLUSTER RESET HARD")).isEqualTo("+OK");
        world.runFor(SECOND / 10);
        assertThat(member(replica).myId()).isNotEqualTo(id);
        assertThat(member(replica).currentEpoch()).isZero();
        assertThat(member(replica).nodes(false).lines()).hasSize(1);
    }

    @Test
    @DisplayName("53: who is met again may REPLICATE, and takes its master's shard and data")
    void comes_back() {
        cli.ask(master, "CLUSTER FORGET " + member(replica).myId());
        assertThat(cli.ask(replica, "CLUSTER RESET HARD")).isEqualTo("+OK");
        world.runFor(5 * SECOND);
        assertThat(cli.ask(master, "CLUSTER MEET " + replica.ip() + " 7003 17003"))
                .isEqualTo("+OK");
        world.runFor(5 * SECOND);
        var other = member(world.host(7004)).myId();
        assertThat(cli.ask(replica, "CLUSTER REPLICATE " + other))
                .isEqualTo("-ERR I can only replicate a master, not a replica.");
        assertThat(cli.ask(replica, "CLUSTER REPLICATE " + member(master).myId())).isEqualTo("+OK");
        world.runFor(10 * SECOND);
        assertThat(cli.ask(replica, "DBSIZE")).isEqualTo(":1");
        assertThat(member(replica).myShardId()).isEqualTo(member(master).myShardId());
        for (var host : world.hosts()) {
            assertThat(member(host).nodes(false).lines()).as(host.name()).hasSize(6);
        }
        assertThat(cli.ask(master, "CLUSTER REPLICATE " + member(world.host(7001)).myId()))
                .isEqualTo(
                        "-ERR To set a master the node must be empty and without assigned slots.");
    }

    private static Member member(Host host) {
        return Objects.requireNonNull(host.member());
    }
}
