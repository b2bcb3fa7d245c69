package hearsay.node.command;

import hearsay.gossip.member.KeysHere;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.resp.Arguments;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Counts which keys of a request, or of all requests of a transaction, are here: asked only where
/// a slot is on its way. Channels have slots and are no keys; they stay where the slot is owned.
final class KeysOfRequest {

    private final Keyspace keyspace;
    private int present;
    private int missing;
    private @Nullable Arguments first;
    private int firstIndex;
    private boolean several;

    KeysOfRequest(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    void add(Command command, Arguments request) {
        if (!command.is(Flag.PUBSUB)) command.forEachKey(request, index -> add(request, index));
    }

    private void add(Arguments request, int index) {
        if (present + missing == 0) {
            first = request;
            firstIndex = index;
        } else if (first != null && !isSame(first, firstIndex, request, index)) {
            several = true;
        }
        var key = keyspace.peek(request.buffer(), request.offset(index), request.length(index));
        if (key == null) missing++;
        else present++;
    }

    private static boolean isSame(Arguments one, int i, Arguments other, int j) {
        int from = one.offset(i);
        int to = other.offset(j);
        return Arrays.equals(
                one.buffer(), from, from + one.length(i), other.buffer(), to, to + other.length(j));
    }

    KeysHere here(boolean asking, Command command) {
        return new KeysHere(present, missing, several, asking, command.isMigrate());
    }
}
