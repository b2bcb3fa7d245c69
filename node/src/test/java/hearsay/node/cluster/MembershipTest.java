package hearsay.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.Payload;
import hearsay.gossip.member.Event;
import hearsay.gossip.member.Member;
import hearsay.gossip.member.ReplicationStatus;
import hearsay.gossip.member.Settings;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import hearsay.node.bus.Bus;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A node's part in the cluster")
class MembershipTest {

    private static final long NOW = 1_700_000_000_000L;

    /// What the world has seen, in order.
    private final List<String> seen = new ArrayList<>();

    private final Member member =
            new Member(
                    Settings.DEFAULT,
                    Address.of("127.0.0.1", 7000),
                    RandomGeneratorFactory.of("L64X128MixRandom").create(1),
                    null,
                    NOW);
    private final Membership membership =
            new Membership(
                    member,
                    new SeenBus(),
                    (sequence, conf) -> seen.add("save " + sequence),
                    new SeenHands(),
                    (level, line) -> {});

    @Test
    @DisplayName("36. says nothing of what is not on disk yet")
    void says_nothing_before_it_is_saved() {
        membership.start(NOW);
        membership.perform(member.meet("127.0.0.1", 7001, 27001, NOW));
        membership.tick(NOW + 100);
        assertThat(seen).containsExactly("save 1");

        membership.saved(1);
        assertThat(seen).startsWith("save 1", "open 1 27001");
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
    void slots_that_change_hands_are_told_to_those_who_wait_for_keys() {
        saveAtOnce();
        membership.perform(member.addSlots(List.of(new SlotRange(0, 16383)), NOW));
        saveAtOnce();
        assertThat(seen).contains("routes changed");
    }

    private void saveAtOnce() {
        if (seen.isEmpty()) membership.start(NOW);
        for (long save = 1; save <= 16; save++) {
            if (seen.contains("save " + save)) membership.saved(save);
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
