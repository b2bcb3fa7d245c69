package hearsay.simulations.process.reshard;

import hearsay.client.connection.Reply;
import hearsay.simulations.reshard.SeenNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/// Carries the keys of open slots from one node to another by MIGRATE.
final class KeyCarrier {

    private final Reach reach;
    private final SlotMover.Settings settings;
    private final SlotMover.Watch watch;
    private final AtomicLong moved = new AtomicLong();

    KeyCarrier(Reach reach, SlotMover.Settings settings, SlotMover.Watch watch) {
        this.reach = reach;
        this.settings = settings;
        this.watch = watch;
    }

    long moved() {
        return moved.get();
    }

    /// A MIGRATE.
    private record Batch(byte[][] request, int keys) {}

    private record Sent(Batch batch, NodeLink by, CompletionStage<Reply> reply, int attempt) {
        static Sent of(Batch batch, NodeLink by, int attempt) {
            return new Sent(batch, by, by.send(batch.request()), attempt);
        }
    }

    /// Returns once the source has no key of any of the slots.
    ///
    /// @param slots both nodes have them open
    /// @param first the first keys of each slot
    void carryAll(List<Integer> slots, SeenNode from, SeenNode to, List<Reply> first)
            throws NodeTrouble, InterruptedException {
        List<Integer> left = slots;
        List<Reply> replies = first;
        while (true) {
            List<Integer> notEmpty = new ArrayList<>();
            List<Batch> migrates = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                List<Reply> keys = replies.get(i).items();
                if (keys.isEmpty()) continue;
                notEmpty.add(left.get(i));
                migrates.add(new Batch(migrate(to, keys, true), keys.size()));
            }
            if (migrates.isEmpty()) return;
            send(from, migrates);
            replies = reach.link(from).callAll(getKeys(notEmpty));
            left = notEmpty;
        }
    }

    /// Asks for the first keys of each slot.
    List<byte[][]> getKeys(List<Integer> slots) {
        List<byte[][]> questions = new ArrayList<>();
        for (int slot : slots)
            questions.add(
                    NodeLink.bytes(
                            "CLUSTER",
                            "GETKEYSINSLOT",
                            Integer.toString(slot),
                            Integer.toString(settings.keysPerMigrate())));
        return questions;
    }

    /// Carries the keys of one slot to its owner, which may have keys of the same name. If both are
    /// equal there is one afterwards; if not, it is as the caller prefers.
    ///
    /// @param from has the slot open, so that it may be asked for its keys
    /// @return the keys that differ and were left in both places
    List<String> carryBack(int slot, SeenNode from, SeenNode owner, Prefer prefer)
            throws NodeTrouble, InterruptedException {
        NodeLink source = reach.link(from);
        String number = Integer.toString(slot);
        String count = source.call("CLUSTER", "COUNTKEYSINSLOT", number).text();
        List<Reply> keys = source.call("CLUSTER", "GETKEYSINSLOT", number, count).items();
        List<String> undecided = new ArrayList<>();
        for (int i = 0; i < keys.size(); i += settings.keysPerMigrate()) {
            List<Reply> some =
                    keys.subList(i, Math.min(keys.size(), i + settings.keysPerMigrate()));
            byte[][] request = migrate(owner, some, false);
            Reply reply = source.await(source.send(request));
            if (!(reply instanceof Reply.Failure failure)) count(some.size());
            else if (failure.text().contains("BUSYKEY"))
                for (Reply key : some) carryOne(key, from, owner, prefer, undecided);
            else throw source.answered(request, failure.text());
        }
        return undecided;
    }

    private void carryOne(
            Reply key, SeenNode from, SeenNode owner, Prefer prefer, List<String> undecided)
            throws NodeTrouble, InterruptedException {
        NodeLink source = reach.link(from);
        byte[][] request = migrate(owner, List.of(key), false);
        Reply reply = source.await(source.send(request));
        if (!(reply instanceof Reply.Failure failure)) {
            count(1);
            return;
        }
        if (!failure.text().contains("BUSYKEY")) throw source.answered(request, failure.text());
        byte[] name = ((Reply.Bulk) key).bytes();
        if (prefer == Prefer.COPY || isSame(name, source, reach.link(owner))) {
            source.call(migrate(owner, List.of(key), true));
            count(1);
        } else if (prefer == Prefer.OWNER) {
            source.callAll(List.of(NodeLink.bytes("ASKING"), new byte[][] {utf8("DEL"), name}));
        } else {
            undecided.add(new String(name, StandardCharsets.UTF_8));
        }
    }

    /// By Redis' digest of the value, which knows no order where there is none; by its serialized
    /// form where DEBUG is not allowed.
    private static boolean isSame(byte[] key, NodeLink source, NodeLink owner)
            throws NodeTrouble, InterruptedException {
        byte[][] digest = {utf8("DEBUG"), utf8("DIGEST-VALUE"), key};
        Reply here = source.await(source.send(digest));
        Reply there = owner.await(owner.send(digest));
        if (!(here instanceof Reply.Failure) && !(there instanceof Reply.Failure))
            return here.equals(there);
        byte[][] dump = {utf8("DUMP"), key};
        List<Reply> asked = source.askAll(List.of(NodeLink.bytes("ASKING"), dump));
        return asked.getLast().equals(owner.await(owner.send(dump)));
    }

    /// A few at a time, each by a connection of its own: a node that can serve others meanwhile
    /// moves them together.
    private void send(SeenNode from, List<Batch> migrates)
            throws NodeTrouble, InterruptedException {
        List<NodeLink> links =
                reach.linksTogether(from, Math.min(settings.migratesInFlight(), migrates.size()));
        Deque<Sent> underWay = new ArrayDeque<>();
        for (Batch batch : migrates) {
            NodeLink free =
                    underWay.size() < links.size()
                            ? links.get(underWay.size())
                            : settle(underWay.removeFirst());
            underWay.add(Sent.of(batch, free, 1));
        }
        while (!underWay.isEmpty()) settle(underWay.removeFirst());
    }

    /// @return the connection that is free now
    private NodeLink settle(Sent sent) throws NodeTrouble, InterruptedException {
        NodeLink link = sent.by();
        Reply reply = link.await(sent.reply());
        if (!(reply instanceof Reply.Failure failure)) {
            count(sent.batch().keys());
            return link;
        }
        if (!SlotMover.mayTryAgain(failure.text(), sent.attempt()))
            throw link.answered(sent.batch().request(), failure.text());
        return settle(Sent.of(sent.batch(), link, sent.attempt() + 1));
    }

    private void count(int keys) {
        moved.addAndGet(keys);
        watch.keys(keys);
    }

    /// MIGRATE host port "" 0 timeout [REPLACE] [AUTH ...] KEYS key ...
    byte[][] migrate(SeenNode to, List<Reply> keys, boolean replace) {
        List<byte[]> words = new ArrayList<>();
        for (String word :
                List.of(
                        "MIGRATE",
                        to.host(),
                        Integer.toString(to.port()),
                        "",
                        "0",
                        Long.toString(settings.timeoutMillis()))) words.add(utf8(word));
        if (replace) words.add(utf8("REPLACE"));
        Reach.Access access = reach.access();
        if (!access.password().isEmpty()) {
            words.add(utf8(access.user().isEmpty() ? "AUTH" : "AUTH2"));
            if (!access.user().isEmpty()) words.add(utf8(access.user()));
            words.add(utf8(access.password()));
        }
        words.add(utf8("KEYS"));
        for (Reply key : keys) words.add(((Reply.Bulk) key).bytes());
        return words.toArray(byte[][]::new);
    }

    private static byte[] utf8(String word) {
        return word.getBytes(StandardCharsets.UTF_8);
    }
}
