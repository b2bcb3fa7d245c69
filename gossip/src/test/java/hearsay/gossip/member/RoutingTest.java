package hearsay.gossip.member;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.harness.Cluster;
import hearsay.gossip.harness.Host;
import hearsay.gossip.member.Member.Access;
import hearsay.gossip.member.Settings.Announce;
import hearsay.gossip.member.Settings.PreferredEndpoint;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.routing.Redirect;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A command on the keys of a slot")
class RoutingTest {

    private static final Settings SETTINGS = Settings.DEFAULT.withNodeTimeoutMillis(1_000);
    private static final int MINE = 0;
    private static final int OTHERS = 16383;

    private final Cluster cluster = Cluster.formed(1, 3, 1, SETTINGS);
    private final Host master = cluster.hosts.get(0);
    private final Host replica = cluster.hosts.get(3);

    @Test
    @DisplayName("4: is served by the owner, and by nobody else")
    void is_served_by_the_owner() {
        assertThat(route(master, MINE, Access.WRITE, false)).isSameAs(Redirect.SERVE);
        assertThat(text(route(master, OTHERS, Access.READ, true)))
                .isEqualTo("MOVED 16383 10.0.0.3:6379");
        assertThat(text(route(replica, MINE, Access.READ, false)))
                .isEqualTo("MOVED 0 10.0.0.1:6379");
    }

    @Test
    @DisplayName("9: on a replica is served if it reads and its client said READONLY")
    void may_be_read_from_a_replica() {
        assertThat(route(replica, MINE, Access.READ, true)).isSameAs(Redirect.SERVE);
        assertThat(route(replica, MINE, Access.PUBSUB_SHARD, false)).isSameAs(Redirect.SERVE);
        assertThat(text(route(replica, MINE, Access.WRITE, true))).startsWith("MOVED 0 ");
        assertThat(text(route(replica, OTHERS, Access.READ, true))).startsWith("MOVED 16383 ");
    }

    @Test
    @DisplayName("3: on a slot that is nobody's is refused")
    void needs_an_owner() {
        master.carryOut(
                master.member().deleteSlots(List.of(new SlotRange(MINE, MINE)), cluster.now()));
        assertThat(text(route(master, MINE, Access.READ, false)))
                .isEqualTo("CLUSTERDOWN Hash slot not served");
    }

    @Test
    @DisplayName("3, 12: is refused while the cluster is down, unless reads are allowed")
    void is_refused_while_the_cluster_is_down() {
        cluster.isolate(master);
        cluster.mustReach("state fail", 5_000, () -> !master.member().isOk());
        assertThat(text(route(master, MINE, Access.READ, false)))
                .isEqualTo("CLUSTERDOWN The cluster is down");
        assertThat(route(master, MINE, Access.PUBSUB_SHARD, false)).isSameAs(Redirect.SERVE);
        master.carryOut(
                master.member().configure(SETTINGS.withCoverage(true, true), cluster.now()));
        assertThat(route(master, MINE, Access.READ, false)).isSameAs(Redirect.SERVE);
        assertThat(text(route(master, OTHERS, Access.READ, false))).startsWith("MOVED");
        assertThat(text(route(master, MINE, Access.WRITE, false)))
                .isEqualTo("CLUSTERDOWN The cluster is down and only accepts read commands");
    }

    @Test
    @DisplayName("12: is served without full coverage if that is not required")
    void needs_no_full_coverage_if_not_required() {
        var relaxed = SETTINGS.withCoverage(false, false);
        master.carryOut(master.member().configure(relaxed, cluster.now()));
        cluster.crash(cluster.hosts.get(1));
        cluster.crash(cluster.hosts.get(4));
        cluster.run(5_000);
        assertThat(cluster.hosts.get(2).member().isOk()).isFalse();
        assertThat(route(master, MINE, Access.WRITE, false)).isSameAs(Redirect.SERVE);
    }

    @Test
    @DisplayName("4, 59: names the endpoint that is preferred")
    void names_the_preferred_endpoint() {
        var announce = new Announce("", 0, 0, 0, "", "");
        configure(SETTINGS.withAnnounce(PreferredEndpoint.UNKNOWN_ENDPOINT, announce));
        assertThat(text(route(master, OTHERS, Access.READ, false))).isEqualTo("MOVED 16383 :6379");
        configure(SETTINGS.withAnnounce(PreferredEndpoint.HOSTNAME, announce));
        assertThat(text(route(master, OTHERS, Access.READ, false))).isEqualTo("MOVED 16383 ?:6379");
        var third = cluster.hosts.get(2);
        var named = new Announce("", 0, 0, 0, "c.example", "carol");
        third.carryOut(
                third.member()
                        .configure(
                                SETTINGS.withAnnounce(PreferredEndpoint.IP, named), cluster.now()));
        cluster.run(2_000);
        assertThat(text(route(master, OTHERS, Access.READ, false)))
                .isEqualTo("MOVED 16383 c.example:6379");
    }

    @Test
    @DisplayName("10: that blocks is sent away when its slot goes, or the cluster fails")
    void that_blocks_is_sent_away() {
        assertThat(master.member().routeBlocked(MINE, false)).isSameAs(Redirect.SERVE);
        assertThat(replica.member().routeBlocked(MINE, true)).isSameAs(Redirect.SERVE);
        assertThat(text(replica.member().routeBlocked(MINE, false))).startsWith("MOVED 0 ");
        cluster.isolate(master);
        cluster.mustReach("state fail", 5_000, () -> !master.member().isOk());
        assertThat(text(master.member().routeBlocked(MINE, false)))
                .isEqualTo("CLUSTERDOWN The cluster is down");
    }

    @Test
    @DisplayName("2, 5: the texts of the redirections that others decide on")
    void has_redis_texts() {
        assertThat(text(Redirect.CROSS_SLOT))
                .isEqualTo("CROSSSLOT Keys in request don't hash to the same slot");
        assertThat(text(Redirect.TRY_AGAIN))
                .isEqualTo("TRYAGAIN Multiple keys request during rehashing of slot");
        assertThat(new Redirect.Ask(5, "::1", 7000, 7100).error(true)).isEqualTo("ASK 5 ::1:7100");
    }

    private void configure(Settings settings) {
        master.carryOut(master.member().configure(settings, cluster.now()));
    }

    private static Redirect route(Host host, int slot, Access access, boolean readonly) {
        return host.member().route(slot, access, readonly);
    }

    private static String text(Redirect redirect) {
        return redirect.error(false);
    }
}
