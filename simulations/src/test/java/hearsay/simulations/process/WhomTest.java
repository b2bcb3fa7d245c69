package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.Overview.Row;
import hearsay.simulations.process.Sight.Answers;
import hearsay.simulations.process.Sight.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a NODE on the command line means, and what is shown, as a cluster loses a master.
class WhomTest {

    private static final String BEFORE =
            """
            aaaa1 127.0.0.1:7000@17000 master - 0 0 1 connected 0-8191
            aaaa2 127.0.0.1:7001@17001 master - 0 0 2 connected 8192-16383 [8192->-aaaa1]
            bbbb1 127.0.0.1:7002@17002 slave aaaa1 0 0 1 connected
            bbbb2 127.0.0.1:7003@17003 slave aaaa2 0 0 2 connected
            cccc1 127.0.0.1:7004@17004 slave aaaa1 0 0 1 connected
            """;

    private static final String AFTER =
            """
            aaaa1 127.0.0.1:7000@17000 master,fail - 0 0 1 disconnected
            aaaa2 127.0.0.1:7001@17001 master - 0 0 2 connected 8192-16383
            bbbb1 127.0.0.1:7002@17002 master - 0 0 3 connected 0-8191
            bbbb2 127.0.0.1:7003@17003 slave aaaa2 0 0 2 connected
            cccc1 127.0.0.1:7004@17004 slave bbbb1 0 0 3 connected
            """;

    @Test
    void a_port_an_id_and_roles_name_nodes() {
        Overview cluster = look(BEFORE, 0);
        assertThat(ports(cluster, "7003")).containsExactly(7003);
        assertThat(ports(cluster, "bbbb2")).containsExactly(7003);
        assertThat(ports(cluster, "CC")).containsExactly(7004);
        assertThat(ports(cluster, "master-of:slot:8191")).containsExactly(7000);
        assertThat(ports(cluster, "master-of:slot:8192")).containsExactly(7001);
        assertThat(ports(cluster, "master-of:key:foo")).containsExactly(7001); // slot 12182
        assertThat(ports(cluster, "replica-of:slot:0")).containsExactly(7002);
        assertThat(ports(cluster, "replicas-of:slot:0")).containsExactly(7002, 7004);
        assertThat(ports(cluster, "all-masters")).containsExactly(7000, 7001);
        assertThat(ports(cluster, "all-replicas")).containsExactly(7002, 7003, 7004);
        assertThat(ports(cluster, "all")).hasSize(5);
    }

    @Test
    void after_a_failover_the_promoted_replica_is_the_master_of_its_slots() {
        Overview cluster = look(AFTER, 7000);
        assertThat(ports(cluster, "master-of:slot:0")).containsExactly(7002);
        assertThat(ports(cluster, "replica-of:slot:0")).containsExactly(7004);
        assertThat(ports(cluster, "aaaa1")).containsExactly(7000);
    }

    @Test
    void an_unknown_name_is_answered_with_those_that_are_known() {
        Overview cluster = look(BEFORE, 0);
        for (String name :
                List.of(
                        "7009",
                        "",
                        "dd",
                        "aaaa",
                        "master-of:slot:16384",
                        "master-of:x",
                        "replica-of:slot:",
                        "master-of:slot:-1"))
            assertThatThrownBy(() -> new Whom(cluster).named(name))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("7004")
                    .hasMessageContaining("all-replicas");
        assertThatThrownBy(() ->
                        new Whom(look(BEFORE.replace("slave aaaa2", "slave aaaa1"), 0))
                                .named("replica-of:slot:9000"))
                .hasMessageContaining("7001 has no replica");
    }

    @Test
    void the_table_shows_who_is_what_and_how() {
        assertThat(look(AFTER, 7000).table().toString())
                .isEqualTo(
                        """
                        port  pid  role             slots       id     health  lag
                        7000  -    master           -           aaaa1  down    -
                        7001  2    master           8192-16383  aaaa2  up      -
                        7002  3    master           0-8191      bbbb1  up      -
                        7003  4    replica of 7001  -           bbbb2  up      7 B
                        7004  5    replica of 7002  -           cccc1  up      7 B
                        """);
        assertThat(look(BEFORE, 0).isWell()).isTrue();
        assertThat(look(AFTER, 7000).isWell()).isFalse();
    }

    @Test
    void a_paused_node_is_known_by_what_the_others_say() {
        List<Sight> sights = new ArrayList<>(sights(BEFORE, 0));
        Sight first = sights.getFirst();
        sights.set(0, new Sight(first.member(), Condition.PAUSED, Optional.empty(), List.of()));
        Overview cluster = Overview.of(sights);
        assertThat(cluster.rows().getFirst().health()).isEqualTo("paused");
        assertThat(ports(cluster, "master-of:slot:0")).containsExactly(7000);
    }

    @Test
    void when_nobody_answers_it_is_known_what_they_wrote_down() {
        List<Sight> sights =
                sights(BEFORE, 0).stream()
                        .map(s ->
                                new Sight(
                                        s.member(),
                                        Condition.GONE,
                                        Optional.empty(),
                                        s.answers().orElseThrow().nodes()))
                        .toList();
        assertThat(ports(Overview.of(sights), "replicas-of:slot:0")).containsExactly(7002, 7004);
    }

    @Test
    void what_is_done_to_a_node_is_done_once_to_its_jvm_and_says_who_else_is_in_it() {
        // 7000 and 7003 in one JVM, 7001 and 7002 in another, 7004 alone.
        Map<Integer, Long> pids = new LinkedHashMap<>();
        List<Long> each = List.of(11L, 12L, 12L, 11L, 13L);
        for (int i = 0; i < each.size(); i++) pids.put(7000 + i, each.get(i));
        Overview cluster =
                Overview.of(
                        sights(BEFORE, 0).stream()
                                .map(s ->
                                        new Sight(
                                                with(s.member(), pids),
                                                s.condition(),
                                                s.answers(),
                                                s.remembered()))
                                .toList());
        assertThat(described(cluster, "7003"))
                .containsExactly(
                        "7003 (replica of 7001, pid 11), and in the same JVM 7000 (master)");
        assertThat(described(cluster, "7004")).containsExactly("7004 (replica of 7000, pid 13)");
        assertThat(described(cluster, "all")).hasSize(3);
        assertThat(Member.onePerProcess(cluster.rows().stream().map(Row::member).toList()))
                .extracting(Member::port)
                .containsExactly(7000, 7001, 7004);
    }

    private static Member with(Member member, Map<Integer, Long> pids) {
        long pid = pids.getOrDefault(member.port(), 0L);
        return new Member(member.host(), member.port(), member.kind(), pid, 0);
    }

    private static List<String> described(Overview cluster, String name) {
        return Target.of(new Whom(cluster).named(name), cluster).stream()
                .map(Target::describe)
                .toList();
    }

    private static List<Integer> ports(Overview cluster, String name) {
        return new Whom(cluster).named(name).stream().map(row -> row.member().port()).toList();
    }

    private static Overview look(String clusterNodes, int dead) {
        return Overview.of(sights(clusterNodes, dead));
    }

    /// What every node says if all of them say the same.
    private static List<Sight> sights(String clusterNodes, int dead) {
        List<Sight> sights = new ArrayList<>();
        for (NodeLine line : NodeLine.parse(clusterNodes)) {
            int port = line.port();
            String own = clusterNodes.replace("@1" + port + " ", "@1" + port + " myself,");
            Map<String, String> replication = new LinkedHashMap<>();
            replication.put("role", line.isMaster() ? "master" : "slave");
            replication.put("master_link_status", "up");
            replication.put("master_repl_offset", "107");
            replication.put("slave_repl_offset", "100");
            var member = new Member("127.0.0.1", port, NodeKind.HEARSAY, port - 6999, 0);
            sights.add(
                    port == dead
                            ? new Sight(member, Condition.GONE, Optional.empty(), List.of())
                            : new Sight(
                                    member,
                                    Condition.RUNNING,
                                    Optional.of(
                                            new Answers(NodeLine.parse(own), "ok", replication, 6)),
                                    List.of()));
        }
        return sights;
    }
}
