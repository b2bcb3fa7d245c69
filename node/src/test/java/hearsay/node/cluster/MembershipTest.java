package hearsay.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.Extensions;
import hearsay.gossip.bus.Gossip;
import hearsay.gossip.bus.Header;
import hearsay.gossip.bus.Payload;
import hearsay.gossip.member.Event;
import hearsay.gossip.member.Member;
import hearsay.gossip.member.NodesConf;
import hearsay.gossip.member.ReplicationStatus;
import hearsay.gossip.member.Settings;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import hearsay.node.bus.Bus;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A node's part in the cluster")
class MembershipTest {

    private static final long NOW = 1_700_000_000_000L;

    /// What the world has seen, in order.
    private final List<String> seen = new ArrayList<>();

    /// On every link.
    private long unsent;

    private final Member member = memberOf(null);
    private final Membership membership = membershipOf(member);

    private static Member memberOf(@Nullable NodesConf conf) {
        return new Member(
                Settings.DEFAULT,
                Address.of("127.0.0.1", 7000),
                RandomGeneratorFactory.of("L64X128MixRandom").create(1),
                conf,
                NOW);
    }

    private Membership membershipOf(Member its) {
        return new Membership(
                its,
                new SeenBus(),
                (sequence, conf) -> seen.add("save " + sequence),
                new SeenHands(),
                (level, line) -> {});
    }

    @Test
    @DisplayName("36. says nothing of what is not on disk yet")
    void says_nothing_before_it_is_saved() {
        membership.start(NOW);
        membership.perform(member.meet("127.0.0.1", 7001, 27001, NOW));
        membership.tick(NOW + 100);
        assertThat(seen).containsExactly("save 1");

        membership.saved(1, NOW + 100);
        assertThat(seen).startsWith("save 1", "open 1 27001");
    }

    @Nested
    @DisplayName("while it waits for its disk")
    class WhileSaving {

        private static final String ME = "a".repeat(40);
        private static final String OTHER = "b".repeat(40);
        private static final long T = 15_000;

        private final Member member = oneOfTwoMasters();
        private final Membership membership = membershipOf(member);
        private long now = NOW;
        private long saves;

        /// It serves, knows the other master, and is about to wait for the disk, with a question to
        /// the other one under way.
        @BeforeEach
        void begin() {
            membership.start(now);
            pass(100);
            membership.on(new Event.LinkOpened(1), now);
            for (int i = 0; i < 4; i++) {
                otherAnswers();
                pass(1_000);
                save();
            }
            otherAnswers();
            pass(T / 2 + 200);
            save();
            seen.clear();
            membership.perform(member.saveConfig(now));
            assertThat(member.isOk()).isTrue();
        }

        @Test
        void nobody_is_suspected_whose_answer_is_not_heard_yet() {
            pass(100);
            otherAnswers();
            pass(3 * T);
            assertThat(member.nodes(false)).doesNotContain("fail?");
            save();
            pass(100);
            assertThat(member.nodes(false)).doesNotContain("fail?");
        }

        @Test
        void who_gave_no_answer_is_suspected_afterwards() {
            pass(3 * T);
            assertThat(member.nodes(false)).doesNotContain("fail?");
            save();
            assertThat(member.nodes(false)).contains("fail?");
        }

        @Test
        void clients_are_served_for_one_node_timeout() {
            pass(T);
            assertThat(member.isOk()).isTrue();
            pass(300);
            assertThat(member.isOk()).isFalse();
            assertThat(seen).contains("routes changed");
        }

        @Test
        void and_again_once_it_has_been_back_for_another() {
            pass(T);
            otherAnswers();
            pass(300);
            save();
            pass(4_500);
            assertThat(member.isOk()).as("at most 5 s").isFalse();
            pass(600);
            assertThat(member.isOk()).isTrue();
        }

        @Test
        void many_saves_become_one() {
            for (int i = 0; i < 5; i++) membership.perform(member.saveConfig(now));
            membership.saved(++saves, now);
            membership.saved(++saves, now);
            assertThat(membership.isSaving()).isFalse();
        }

        @Test
        @DisplayName(
                "48: imports that end while one is being written are told together, after that one")
        void imports_that_end_together_are_told_together() {
            save();
            for (int slot = 9000; slot < 9032; slot++) setSlot(slot, "IMPORTING", OTHER);
            save();
            seen.clear();
            for (int slot = 9000; slot < 9032; slot++) setSlot(slot, "NODE", ME);
            save();
            assertThat(member.mySlots().size()).isEqualTo(8192 + 32);
            assertThat(seen.stream().filter("send 1 PONG"::equals)).hasSize(2);
        }

        private void setSlot(int slot, String action, String node) {
            var words = List.of(Integer.toString(slot), action, node);
            var order = member.readSetSlot(words, anySlot -> 0, false);
            membership.perform(member.setSlot(order, anySlot -> 0, false, now));
        }

        private void pass(long millis) {
            for (long end = now + millis; now < end; ) {
                now += 100;
                membership.tick(now);
            }
        }

        private void save() {
            while (membership.isSaving()) membership.saved(++saves, now);
        }

        private void otherAnswers() {
            var header =
                    new Header(
                            new NodeId(OTHER),
                            2,
                            2,
                            0,
                            SlotSet.range(8192, 16383),
                            null,
                            "127.0.0.1",
                            7001,
                            0,
                            17001,
                            NodeFlags.MASTER,
                            true,
                            0);
            var pong = new BusMessage.Pong(header, Gossip.NONE, Extensions.NONE);
            membership.on(new Event.Received(1, pong), now);
        }

        private static Member oneOfTwoMasters() {
            var text =
                    ME
                            + " 127.0.0.1:7000@17000 myself,master - 0 0 1 connected 0-8191\n"
                            + OTHER
                            + " 127.0.0.1:7001@17001 master - 0 0 2 connected 8192-16383\n"
                            + "vars currentEpoch 2 lastVoteEpoch 0\n";
            try {
                return memberOf(NodesConf.parse(text));
            } catch (NodesConf.Corrupt e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void what_is_sent_on_a_link_that_still_opens_waits_for_it() {
        saveAtOnce();
        membership.perform(member.meet("127.0.0.1", 7001, 27001, NOW));
        membership.tick(NOW + 100);
        saveAtOnce();
        assertThat(seen).contains("open 1 27001").noneMatch(line -> line.startsWith("send"));

        membership.on(new Event.LinkOpened(1), NOW + 200);
        saveAtOnce();
        assertThat(seen).contains("send 1 MEET");
    }

    @Test
    @DisplayName("23: a link with more to send than cluster-link-sendbuf-limit is opened anew")
    void closes_a_link_that_is_too_full() {
        saveAtOnce();
        membership.perform(member.meet("127.0.0.1", 7001, 27001, NOW));
        membership.tick(NOW + 100);
        saveAtOnce();
        membership.on(new Event.LinkOpened(1), NOW + 200);
        saveAtOnce();
        membership.buffers().limit(10_000);
        unsent = 10_000;
        membership.tick(NOW + 300);
        assertThat(seen).doesNotContain("close 1");

        unsent = 10_001;
        membership.tick(NOW + 400);
        assertThat(seen).contains("close 1", "open 2 27001");
        assertThat(membership.buffers().exceeded()).isEqualTo(1);

        membership.buffers().limit(0);
        membership.on(new Event.LinkOpened(2), NOW + 500);
        membership.tick(NOW + 500);
        assertThat(seen).doesNotContain("close 2");
    }

    @Test
    void slots_that_change_hands_are_told_to_those_who_wait_for_keys() {
        saveAtOnce();
        membership.perform(member.addSlots(List.of(new SlotRange(0, 16383)), NOW));
        saveAtOnce();
        assertThat(seen).contains("routes changed");
    }

    private void saveAtOnce() {
        if (seen.isEmpty()) membership.start(NOW);
        for (long save = 1; save <= 16; save++) {
            if (seen.contains("save " + save)) membership.saved(save, NOW);
        }
    }

    private final class SeenBus implements Bus {

        @Override
        public void open(long linkId, Address peer) {
            seen.add("open " + linkId + " " + peer.busPort());
        }

        @Override
        public void close(long linkId) {
            seen.add("close " + linkId);
        }

        @Override
        public long unsentBytes(long linkId) {
            return unsent;
        }

        @Override
        public void send(long linkId, BusMessage message) {
            seen.add("send " + linkId + " " + message.type());
        }
    }

    private final class SeenHands implements Hands {

        @Override
        public ReplicationStatus replication() {
            return ReplicationStatus.master(0);
        }

        @Override
        public void replicateFrom(String ip, int port) {
            seen.add("replicate " + port);
        }

        @Override
        public void becomeMaster() {
            seen.add("become master");
        }

        @Override
        public void dropKeys(SlotSet slots) {
            seen.add("drop keys");
        }

        @Override
        public void dropAllKeys() {
            seen.add("drop all keys");
        }

        @Override
        public void pauseWrites(long untilMillis) {
            seen.add("pause");
        }

        @Override
        public boolean isSettled() {
            return true;
        }

        @Override
        public void resumeWrites() {
            seen.add("resume");
        }

        @Override
        public void publish(Payload channel, Payload message, boolean sharded) {
            seen.add("publish");
        }

        @Override
        public void slotsChanged(SlotSet slots) {
            seen.add("slots changed: " + slots.size());
        }

        @Override
        public void routesChanged() {
            seen.add("routes changed");
        }

        @Override
        public void cannotSave(String reason) {
            seen.add("cannot save");
        }
    }
}
