package hearsay.sentinel.member;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.sentinel.harness.Stage;
import hearsay.sentinel.model.Milestone;
import java.util.TreeMap;

/// What must hold of every story.
final class Laws {

    private Laws() {}

    /// At most one leader per epoch and master name, who was elected by enough, and each Sentinel's
    /// one vote per epoch.
    static void oneLeaderPerEpoch(Stage stage) {
        var leaders = new TreeMap<String, String>();
        for (var sentinel : stage.sentinels) {
            var votes = new TreeMap<String, String>();
            for (var milestone : sentinel.milestones) {
                String key = milestone.master() + " " + milestone.epoch();
                if (milestone instanceof Milestone.Elected elected && !elected.forced()) {
                    String other = leaders.putIfAbsent(key, sentinel.toString());
                    assertThat(other).as("leader of " + key).isIn(null, sentinel.toString());
                    assertThat(elected.votes()).isGreaterThan(elected.voters() / 2);
                    assertThat(elected.votes()).isGreaterThanOrEqualTo(elected.quorum());
                }
                if (milestone instanceof Milestone.Voted voted) {
                    String other = votes.putIfAbsent(key, voted.leader());
                    assertThat(other)
                            .as("vote of " + sentinel + " in " + key)
                            .isIn(null, voted.leader());
                }
            }
        }
    }
}
