package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.diary.Happening.VoteGranted;
import hearsay.gossip.diary.Name;
import hearsay.gossip.model.NodeId;
import hearsay.node.server.Log;
import hearsay.simulations.check.Findings;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Laws;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Told;
import hearsay.simulations.process.Sight.Answers;
import hearsay.simulations.process.Sight.Condition;
import hearsay.simulations.story.StoryFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The laws from outside")
class OutsideLawsTest {

    private static final long SECOND = 1_000_000_000;

    private final List<Member> members = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    OutsideLawsTest() {
        for (int port = 7000; port < 7002; port++)
            members.add(new Member("127.0.0.1", port, NodeKind.HEARSAY, port, 0));
    }

    @Test
    void leave_out_what_only_the_inside_tells() {
        assertThat(Laws.names()).containsAll(OutsideLaws.INVISIBLE);
        assertThat(OutsideLaws.visible(Laws.names()))
                .hasSize(Laws.names().size() - OutsideLaws.INVISIBLE.size());
    }

    @Test
    void hold_while_each_master_claims_its_own() {
        look(1, claim(7000, 1, "0-8191"), claim(7001, 2, "8192-16383"));
        look(2, claim(7000, 1, "0-8191"), claim(7001, 2, "8192-16383"));
        assertThat(broken()).isEmpty();
    }

    @Test
    void two_masters_of_a_slot_in_one_epoch_are_seen_although_never_at_the_same_time() {
        look(1, claim(7000, 3, "0-8191"), "");
        look(2, "", claim(7001, 3, "8000-16383"));
        assertThat(broken()).contains("one-owner-per-slot");
    }

    @Test
    void an_epoch_that_goes_back_is_seen() {
        look(1, claim(7000, 9, "0-8191"), "");
        look(2, claim(7000, 4, "0-8191"), "");
        assertThat(broken()).contains("epochs-never-go-back");
    }

    @Test
    void two_votes_in_one_epoch_are_read_in_the_log() {
        vote(7001);
        vote(7000);
        assertThat(broken()).containsExactly("one-vote-per-epoch");
    }

    @Test
    void views_that_differ_when_all_should_be_quiet_are_seen() {
        look(40, claim(7000, 1, "0-8191"), claim(7001, 2, "8192-16383").replace("master", "fail"));
        assertThat(broken()).contains("views-converge");
    }

    private List<String> broken() {
        var story =
                StoryFile.read("about = x\nworld { masters = 2 }", "short.conf", new TreeMap<>());
        Findings findings =
                new OutsideLaws(story, Path.of("nowhere"), members)
                        .judge(looks, entries, SECOND, new History());
        return findings.verdicts().stream()
                .filter(Verdict.Broken.class::isInstance)
                .map(verdict -> verdict.law().name())
                .toList();
    }

    private void vote(int candidate) {
        var vote = new VoteGranted(new Name(id(candidate), ""), 7);
        entries.add(new Entry(SECOND, "7001", Log.Level.NOTICE, new Told(vote)));
    }

    /// @param lines what each node says of itself, "" if it does not answer
    private void look(long second, String... lines) {
        List<Sight> sights = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            Optional<Answers> answers = Optional.empty();
            if (!lines[i].isEmpty()) {
                List<NodeLine> nodes = new ArrayList<>(NodeLine.parse(lines[i]));
                for (int j = 0; j < lines.length; j++)
                    if (j != i) nodes.addAll(NodeLine.parse(lines[j].replace("myself,", "")));
                answers =
                        Optional.of(
                                new Answers(
                                        nodes,
                                        "ok",
                                        Map.of("role", "master"),
                                        NodeLine.parse(lines[i]).getFirst().configEpoch()));
            }
            sights.add(new Sight(members.get(i), Condition.RUNNING, answers, List.of()));
        }
        looks.add(new Look(second * SECOND, sights));
    }

    private static String claim(int port, long epoch, String slots) {
        return "%s 127.0.0.1:%d@%d myself,master - 0 0 %d connected %s"
                .formatted(id(port), port, port + 10_000, epoch, slots);
    }

    private static NodeId id(int port) {
        return new NodeId(Integer.toString(port).repeat(NodeId.LENGTH / 4));
    }
}
