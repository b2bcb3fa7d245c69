package hearsay.node.command;

import hearsay.gossip.member.Member;
import hearsay.gossip.member.Member.Access;
import hearsay.gossip.routing.HashSlot;
import hearsay.gossip.routing.Redirect;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.resp.Arguments;
import hearsay.node.server.Session;
import org.jspecify.annotations.Nullable;

/// Sends a client to the node that owns the slot of its keys, or says why nobody can serve it.
///
/// All keys of a request must share one slot, and all requests of a transaction too.
///
/// Source: Redis Cluster specification, "MOVED Redirection", "Multiple keys operations".
final class ClusterRouting implements Routing {

    private static final int NONE = -1;
    private static final int SEVERAL = -2;

    private final Dispatcher dispatcher;
    private final Member member;
    private final Keyspace keyspace;

    ClusterRouting(Dispatcher dispatcher, Member member, Keyspace keyspace) {
        this.dispatcher = dispatcher;
        this.member = member;
        this.keyspace = keyspace;
    }

    @Override
    public @Nullable String redirect(Session session, Command command, Arguments request) {
        if (command.isExec()) return redirectTransaction(session, command);
        int slot = slotOf(command, request, NONE);
        if (slot == NONE) return null;
        if (slot == SEVERAL) return error(Redirect.CROSS_SLOT);
        var access = accessOf(command);
        if (member.hasOpenSlots() && member.isOpen(slot)) {
            var keys = new KeysOfRequest(keyspace);
            keys.add(command, request);
            boolean asking = session.isAsking() || command.is(Flag.ASKING);
            return error(
                    member.routeOpen(
                            slot, access, session.isReadOnly(), keys.here(asking, command)));
        }
        return error(member.route(slot, access, session.isReadOnly()));
    }

    private @Nullable String redirectTransaction(Session session, Command exec) {
        var transaction = session.transaction();
        if (transaction == null) return null;
        int slot = NONE;
        boolean writes = false;
        boolean speaks = false;
        for (var request : transaction.requests()) {
            var command = dispatcher.lookup(request);
            if (command == null) continue;
            slot = slotOf(command, request, slot);
            if (slot == SEVERAL) return error(Redirect.CROSS_SLOT);
            writes |= accessOf(command) == Access.WRITE;
            speaks |= command.is(Flag.PUBSUB);
        }
        if (slot == NONE) return null;
        var access = speaks ? Access.PUBSUB_SHARD : writes ? Access.WRITE : Access.READ;
        if (member.hasOpenSlots() && member.isOpen(slot)) {
            var keys = new KeysOfRequest(keyspace);
            for (var request : transaction.requests()) {
                var queued = dispatcher.lookup(request);
                if (queued != null) keys.add(queued, request);
            }
            boolean asking = session.isAsking();
            return error(
                    member.routeOpen(slot, access, session.isReadOnly(), keys.here(asking, exec)));
        }
        return error(member.route(slot, access, session.isReadOnly()));
    }

    /// The slot of the request's keys, given the slot of those before it.
    private static int slotOf(Command command, Arguments request, int before) {
        int simple = command.simpleKey();
        if (simple == 0) return before;
        if (simple > 0) return join(before, request, simple);
        var slots = new int[] {before};
        command.forEachKey(request, index -> slots[0] = join(slots[0], request, index));
        return slots[0];
    }

    private static int join(int before, Arguments request, int index) {
        int slot = HashSlot.of(request.buffer(), request.offset(index), request.length(index));
        return before == NONE || before == slot ? slot : SEVERAL;
    }

    private static Access accessOf(Command command) {
        if (command.is(Flag.PUBSUB)) return Access.PUBSUB_SHARD;
        return command.isWrite() || command.is(Flag.MAY_REPLICATE) ? Access.WRITE : Access.READ;
    }

    private static @Nullable String error(Redirect redirect) {
        return redirect instanceof Redirect.Serve ? null : redirect.error(false);
    }
}
