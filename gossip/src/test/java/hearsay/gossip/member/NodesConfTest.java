package hearsay.gossip.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.SlotSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("50. nodes.conf")
class NodesConfTest {

    private static final String ME = "07c37dfeb235213a872192d90877d0cd55635b91";
    private static final String SHARD = "69bc080733d1355567173199cff4a6a039a2f024";
    private static final String OTHER = "67ed2db8d677e59ec4a4cefb06858cf2a1a89fa1";
    private static final String REPLICA = "292f8b365bb7edb5e285caf0b7e6ddc7265d2f4f";

    private static final String FILE =
            """
            %s 127.0.0.1:7000@17000,,tls-port=0,shard-id=%s myself,master - 0 0 1 connected 0-5460 5462
            %s 127.0.0.1:7001@17001,host-1,tls-port=7101,nodename=bob,shard-id=%s master,fail? - 1426238316232 1426238316000 2 disconnected 5461
            %s 127.0.0.1:7002@17002,,tls-port=0,shard-id=%s slave,nofailover %s 0 1426238317741 1 connected
            vars currentEpoch 6 lastVoteEpoch 5
            """
                    .formatted(ME, SHARD, OTHER, OTHER, REPLICA, SHARD, ME);

    @Test
    void is_read_and_written_as_redis_7_2_does() throws Exception {
        var conf = NodesConf.parse(FILE);
        assertThat(conf.currentEpoch()).isEqualTo(6);
        assertThat(conf.lastVoteEpoch()).isEqualTo(5);
        var other = conf.nodes().get(1);
        assertThat(other.address())
                .isEqualTo(new Address("127.0.0.1", 7001, 7101, 17001, "host-1"));
        assertThat(other.nodename()).isEqualTo("bob");
        assertThat(other.flags()).isEqualTo(NodeFlags.MASTER | NodeFlags.PFAIL);
        assertThat(conf.nodes().get(0).slots()).isEqualTo(SlotSet.range(0, 5460).with(5462));
        // A replica's epoch is its master's: not read, and written anew.
        assertThat(conf.text()).isEqualTo(FILE.replace("1426238317741 1 c", "1426238317741 0 c"));
    }

    @Test
    void is_what_a_member_remembers_across_a_restart() throws Exception {
        var conf = NodesConf.parse(FILE);
        var member = member(conf);
        assertThat(member.myId()).hasToString(ME);
        assertThat(member.myShardId()).hasToString(SHARD);
        assertThat(member.currentEpoch()).isEqualTo(6);
        assertThat(member.myConfigEpoch()).isEqualTo(1);
        assertThat(member.ownerOf(5461)).hasToString(OTHER);
        var again = NodesConf.parse(member.conf().text());
        assertThat(again.lastVoteEpoch()).isEqualTo(5);
        assertThat(again.nodes()).hasSize(3);
        assertThat(again.text())
                .contains(REPLICA + " 127.0.0.1:7002@17002,,tls-port=0,shard-id=" + SHARD)
                .contains("slave,nofailover " + ME);
    }

    @Test
    void of_older_versions_has_no_fields_behind_the_address() throws Exception {
        var conf =
                NodesConf.parse(
                        """
                        %s 10.0.0.1:7000 myself,slave %s 0 0 4 connected
                        %s :0@0 master,noaddr - 0 0 9 disconnected 0-99 [7-<-%s]

                        vars currentEpoch 3 lastVoteEpoch 0 newVariable 7
                        """
                                .formatted(ME, OTHER, OTHER, ME));
        assertThat(conf.nodes().getFirst().address().busPort()).isEqualTo(17000);
        var member = member(conf);
        assertThat(member.master()).hasToString(OTHER);
        assertThat(member.currentEpoch()).isEqualTo(9); // hand-edited: never below an epoch in use
    }

    @Test
    void keeps_open_slots() throws Exception {
        var file =
                """
                %s 10.0.0.1:7000@17000,,tls-port=0,shard-id=%s myself,master - 0 0 1 connected 0-9 [5->-%s] [77-<-%s]
                vars currentEpoch 1 lastVoteEpoch 0
                """
                        .formatted(ME, SHARD, OTHER, OTHER);
        assertThat(NodesConf.parse(file).text()).isEqualTo(file);
        assertThat(member(NodesConf.parse(file)).nodes(false))
                .contains("connected 0-9 [5->-" + OTHER + "] [77-<-" + OTHER + "]\n");
    }

    @Test
    void is_refused_when_corrupt_with_the_line_and_what_was_expected() {
        refused(FILE.replace(ME + " 127", "oops 127"), 1, "expected a node id, found \"oops\"");
        refused(FILE.replace("fail? -", "fail!"), 2, "unknown flag \"fail!\"");
        refused(FILE.replace("0-5460", "0-16384"), 1, "expected a slot, found \"16384\"");
        refused(FILE.replace("tls-port=7101", "tls-port=71010"), 2, "expected a port");
        refused(FILE.replace("nodename=bob", "colour=red"), 2, "unknown field \"colour\"");
        refused(FILE.replace("currentEpoch 6", "currentEpoch"), 4, "expected names and values");
        refused(FILE.replace("myself,", ""), 5, "one node must be flagged as \"myself\"");
        refused(FILE.replace("2 disconnected 5461", "2"), 2, "expected at least 8 fields, found 7");
        refused(
                FILE.replace("shard-id=" + SHARD + " slave", "shard-id=" + OTHER + " slave"),
                3,
                "expected the shard id of its master");
        refused(FILE.replace(OTHER + " 127", ME + " 127"), 2, "node " + ME + " appears twice");
    }

    private static void refused(String file, int line, String expected) {
        assertThatThrownBy(() -> NodesConf.parse(file))
                .isInstanceOf(NodesConf.Corrupt.class)
                .hasMessageStartingWith("line " + line + ": ")
                .hasMessageContaining(expected);
    }

    private static Member member(NodesConf conf) {
        return new Member(
                Settings.DEFAULT,
                new Address("", 7000, 0, 17000, ""),
                new SplittableRandom(1),
                conf,
                1_700_000_000_000L);
    }
}
