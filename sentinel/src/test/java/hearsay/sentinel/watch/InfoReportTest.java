package hearsay.sentinel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.sentinel.model.Role;
import hearsay.sentinel.watch.InfoReport.HostPort;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What an INFO says")
class InfoReportTest {

    @Test
    @DisplayName("D7.61: a master names its replicas, in the new form and the old")
    void of_a_master() {
        var report =
                InfoReport.parse(
                        "# Server\r\nredis_version:7.2.6\r\nrun_id:"
                                + "a".repeat(40)
                                + "\r\n\r\n# Replication\r\nrole:master\r\nconnected_slaves:2\r\n"
                                + "slave0:ip=10.0.0.2,port=6380,state=online,offset=5,lag=0\r\n"
                                + "slave1:::1,6381,online\r\n"
                                + "slave_expires_tracked_keys:0\r\nslavery:none\r\n"
                                + "master_repl_offset:5\r\n");
        assertThat(report.role()).isEqualTo(Role.MASTER);
        assertThat(report.runId()).isEqualTo("a".repeat(40));
        assertThat(report.replicas())
                .containsExactly(new HostPort("10.0.0.2", 6380), new HostPort("::1", 6381));
        assertThat(report.masterHost()).isNull();
    }

    @Test
    @DisplayName("D7.70: a replica tells of its master, its data, and whether it may be promoted")
    void of_a_replica() {
        var report =
                InfoReport.parse(
                        "role:slave\r\nmaster_host:10.0.0.1\r\nmaster_port:6379\r\n"
                                + "master_link_status:down\r\nslave_repl_offset:4567\r\n"
                                + "master_link_down_since_seconds:12\r\nslave_priority:50\r\n"
                                + "replica_announced:0\r\n");
        assertThat(report.role()).isEqualTo(Role.SLAVE);
        assertThat(report.masterHost()).isEqualTo("10.0.0.1");
        assertThat(report.masterPort()).isEqualTo(6379);
        assertThat(report.masterLinkUp()).isFalse();
        assertThat(report.masterLinkDownMillis()).isEqualTo(12_000);
        assertThat(report.offset()).isEqualTo(4567);
        assertThat(report.priority()).isEqualTo(50);
        assertThat(report.announced()).isFalse();
    }

    @Test
    @DisplayName("nonsense says nothing")
    void of_nobody() {
        var report = InfoReport.parse("hello\r\nrun_id:short\r\nrole:dancer\r\nslave0:x\r\n:\r\n");
        assertThat(report.role()).isNull();
        assertThat(report.runId()).isNull();
        assertThat(report.replicas()).isEmpty();
    }
}
