package hearsay.simulations.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Slot 0 is 7000's, slot 16383 7002's; 7003 is 7000's replica. All settings are changed while the
/// nodes run.
@DisplayName("What a node says of where it is")
class AddressesTest {

    private static final long SECOND = 1_000_000_000L;

    private final World world = new World(WorldPlan.of(3, 1, Duration.ofSeconds(2)), 1);
    private final Cli cli = new Cli(world);
    private final Host first = world.host(7000);
    private final Host other = world.host(7002);
    private final Host replica = world.host(7003);

    /// Until the replicas have their data.
    @BeforeEach
    void begin() {
        world.runFor(10 * SECOND);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @DisplayName("22, 59: another announced IP reaches all, and its replica follows it there")
    void moves_to_another_address() {
        world.network().nat().forward("192.168.9.9", 7000, first.ip(), 7000);
        world.network().nat().forward("192.168.9.9", 17000, first.ip(), 17000);
        set(first, "cluster-announce-ip", "192.168.9.9");
        world.runFor(8 * SECOND);
        for (var host : world.hosts()) {
            assertThat(nodes(host)).as(host.name()).contains(" 192.168.9.9:7000@17000 ");
            assertThat(member(host).isOk()).isTrue();
        }
        assertThat(cli.ask(other, "GET b")).isEqualTo("-MOVED 3300 192.168.9.9:7000");
        assertThat(cli.ask(replica, "INFO replication"))
                .contains("master_host:192.168.9.9")
                .contains("master_link_status:up");
        set(first, "cluster-announce-ip", "");
        world.runFor(8 * SECOND);
        assertThat(cli.ask(other, "GET b")).isEqualTo("-MOVED 3300 " + first.ip() + ":7000");
    }

    @Test
    @DisplayName("59: announced ports are what clients and nodes are told")
    void announces_other_ports() {
        world.network().nat().forward(first.ip(), 5000, first.ip(), 7000);
        world.network().nat().forward(first.ip(), 6000, first.ip(), 17000);
        set(first, "cluster-announce-port", "5000");
        set(first, "cluster-announce-bus-port", "6000");
        world.runFor(8 * SECOND);
        for (var host : world.hosts()) {
            assertThat(nodes(host)).as(host.name()).contains(" " + first.ip() + ":5000@6000 ");
        }
        assertThat(cli.ask(other, "GET b")).isEqualTo("-MOVED 3300 " + first.ip() + ":5000");
        assertThat(cli.ask(replica, "INFO replication")).contains("master_port:5000");
    }

    @Test
    @DisplayName(
            "4, 56, 57, 59: hostnames are endpoints where they are preferred, \"?\" where none is known")
    void prefers_hostnames() {
        set(first, "cluster-announce-hostname", "first.example.com");
        world.runFor(4 * SECOND);
        assertThat(nodes(other)).contains(":7000@17000,first.example.com ");
        assertThat(cli.ask(other, "CLUSTER SLOTS"))
                .contains("$" + first.ip().length() + "\r\n" + first.ip() + "\r\n:7000")
                .contains("*2\r\n$8\r\nhostname\r\n$17\r\nfirst.example.com");
        assertThat(cli.ask(other, "CLUSTER SHARDS"))
                .contains("$8\r\nhostname\r\n$17\r\nfirst.example.com");

        set(other, "cluster-preferred-endpoint-type", "hostname");
        assertThat(cli.ask(other, "GET b")).isEqualTo("-MOVED 3300 first.example.com:7000");
        assertThat(cli.ask(other, "GET c")).isEqualTo("-MOVED 7365 ?:7001");
        assertThat(cli.ask(other, "CLUSTER SLOTS"))
                .contains("*4\r\n$17\r\nfirst.example.com\r\n:7000")
                .contains("*4\r\n$1\r\n?\r\n:7001")
                .contains("*2\r\n$2\r\nip\r\n$" + first.ip().length() + "\r\n" + first.ip());
        assertThat(cli.ask(other, "CLUSTER SHARDS"))
                .contains("$8\r\nendpoint\r\n$17\r\nfirst.example.com")
                .contains("$8\r\nendpoint\r\n$1\r\n?");
        set(first, "cluster-announce-hostname", "");
        world.runFor(4 * SECOND);
        assertThat(cli.ask(other, "GET b")).isEqualTo("-MOVED 3300 ?:7000");
    }

    @Test
    @DisplayName("4, 56, 57, 59: an unknown endpoint is NULL in lists and nothing in MOVED")
    void hides_endpoints() {
        set(first, "cluster-announce-hostname", "first.example.com");
        set(other, "cluster-preferred-endpoint-type", "unknown-endpoint");
        world.runFor(4 * SECOND);
        assertThat(cli.ask(other, "GET b")).isEqualTo("-MOVED 3300 :7000");
        assertThat(cli.ask(other, "CLUSTER SLOTS"))
                .contains("*4\r\n$-1\r\n:7000")
                .contains("$2\r\nip\r\n")
                .contains("$8\r\nhostname\r\n$17\r\nfirst.example.com");
        assertThat(cli.ask(other, "CLUSTER SHARDS")).contains("$8\r\nendpoint\r\n$0\r\n\r\n");
    }

    @Test
    @DisplayName("59: a human node name is for logs and nodes.conf, not for clients")
    void has_a_name_for_people() {
        set(first, "cluster-announce-human-nodename", "anna-1");
        world.runFor(4 * SECOND);
        assertThat(nodes(other)).doesNotContain("anna-1");
        assertThat(member(other).conf().text()).contains("nodename=anna-1");
        first.crash();
        world.runFor(8 * SECOND);
        assertThat(world.diary().entries())
                .anySatisfy(entry ->
                        assertThat(entry.toString()).contains("MarkedFailed").contains("anna-1"));
    }

    @Test
    @DisplayName("59: what is announced is checked")
    void refuses_nonsense() {
        assertThat(cli.ask(first, "CONFIG SET cluster-announce-hostname under_score"))
                .startsWith("-ERR CONFIG SET failed")
                .contains("Hostnames may only contain alphanumeric characters, hyphens or dots");
        assertThat(cli.ask(first, "CONFIG SET cluster-announce-human-nodename not;this"))
                .startsWith("-ERR CONFIG SET failed");
        for (var name : List.of("cluster-announce-port", "cluster-announce-bus-port")) {
            assertThat(cli.ask(first, "CONFIG SET " + name + " 65536"))
                    .startsWith("-ERR CONFIG SET failed");
        }
        assertThat(cli.ask(first, "CONFIG SET cluster-preferred-endpoint-type none"))
                .startsWith("-ERR CONFIG SET failed");
    }

    private void set(Host host, String directive, String value) {
        var word = value.isEmpty() ? "\"\"" : value;
        assertThat(cli.ask(host, "CONFIG SET " + directive + " " + word)).isEqualTo("+OK");
    }

    private String nodes(Host host) {
        return cli.ask(host, "CLUSTER NODES");
    }

    private static hearsay.gossip.member.Member member(Host host) {
        return Objects.requireNonNull(host.member());
    }
}
