package hearsay.sentinel.harness;

import hearsay.client.connection.Reply;
import hearsay.sentinel.member.Effect.LinkKind;
import hearsay.sentinel.member.Event;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/// A connection from a Sentinel to a machine: ordered both ways, a millisecond long. What a cut or
/// a pause holds up arrives afterwards, as with TCP.
final class Wire {

    /// One direction.
    private final class Pipe {
        private final ArrayDeque<Runnable> content = new ArrayDeque<>();
        private final BooleanSupplier blocked;
        private boolean pumping;

        Pipe(BooleanSupplier blocked) {
            this.blocked = blocked;
        }

        void put(Runnable what) {
            content.add(what);
            if (pumping) return;
            pumping = true;
            stage.after(DELAY, this::pump);
        }

        private void pump() {
            pumping = false;
            while (!content.isEmpty() && !blocked.getAsBoolean()) content.remove().run();
            if (!open) content.clear();
            if (content.isEmpty() || pumping) return;
            pumping = true;
            stage.after(RETRY, this::pump);
        }
    }

    private static final long DELAY = 1;
    private static final long RETRY = 20;

    private final Stage stage;
    final SentinelHost owner;
    final int life;
    final long link;
    final Machine peer;
    final LinkKind kind;
    boolean open = true;
    private final Pipe there;
    private final Pipe back;

    Wire(SentinelHost owner, long link, Machine peer, LinkKind kind) {
        stage = owner.stage;
        this.owner = owner;
        this.life = owner.life;
        this.link = link;
        this.peer = peer;
        this.kind = kind;
        there = new Pipe(() -> stage.isCut(owner, peer) || peer.standsStill());
        back = new Pipe(() -> stage.isCut(owner, peer) || owner.standsStill());
    }

    /// The first thing on the way: a kernel that answers, or not. It answers also for a process
    /// that stands still.
    void connect() {
        stage.after(DELAY, this::knock);
    }

    private void knock() {
        if (!open) return;
        if (stage.isCut(owner, peer) || peer.dark) {
            stage.after(RETRY, this::knock);
        } else if (peer.up) {
            peer.wires.add(this);
            tell(new Event.LinkOpened(link, owner.ip));
        } else {
            tell(new Event.LinkClosed(link, "Connection refused"));
            open = false;
        }
    }

    void request(long request, java.util.List<String> words) {
        there.put(() -> {
            if (peer.wires.contains(this)) peer.request(this, request, words);
            else if (open && !peer.up) breakOff();
        });
    }

    void answer(long request, Reply reply) {
        tell(new Event.Answered(link, request, reply));
    }

    void say(String channel, String message) {
        tell(new Event.Said(link, channel, message));
    }

    private void tell(Event event) {
        back.put(() -> {
            if (owner.up && owner.life == life && owner.wireOf(link) == this) owner.hear(event);
        });
    }

    /// The owner closed it. What was sent before still arrives, unless something is in its way.
    void close() {
        open = false;
        there.put(() -> peer.wires.remove(this));
    }

    /// The peer closed it.
    void breakOff() {
        if (!open) return;
        peer.wires.remove(this);
        tell(new Event.LinkClosed(link, null));
        open = false;
    }
}
