package hearsay.client.routing;

import hearsay.client.connection.Endpoint;
import org.jspecify.annotations.Nullable;

/// To whom a request is to be sent.
public sealed interface Target {

    /// The master of a slot by the slot map as it is when the request is sent; any node if the map
    /// has none, since that one's MOVED will tell.
    record OwnerOf(int slot) implements Target {}

    /// Somebody who has a slot's data, though rather not the one that failed a moment ago.
    record ReaderOf(int slot, ReadFrom from, @Nullable Endpoint but) implements Target {}

    /// Any master, though rather not the one that failed a moment ago.
    record Anyone(@Nullable Endpoint but) implements Target {}

    record Exactly(Endpoint endpoint) implements Target {}

    /// The same, but not there where it has just failed, if there is a choice.
    default Target butNot(Endpoint unfit) {
        return switch (this) {
            case Anyone anyone -> new Anyone(unfit);
            case ReaderOf(int slot, ReadFrom from, Endpoint but) -> new ReaderOf(slot, from, unfit);
            case OwnerOf owner -> owner;
            case Exactly exactly -> exactly;
        };
    }
}
