package hearsay.simulations.process;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionFailure;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import hearsay.client.connection.Reply;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.Writer.Acknowledged;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Reads acknowledged writes again and tells which are gone.
///
/// Only a nil is a loss. An error, or silence, ends the experiment: nobody knows then.
final class ReadBack {

    private static final int AT_ONCE = 1_000;
    private static final ConnectionSettings SETTINGS =
            ConnectionSettings.DEFAULT.withProtocol(2).withTimeouts(1_000, 10_000);

    private final Endpoint owner;
    private final Ports ports;

    ReadBack(Endpoint owner, Ports ports) {
        this.owner = owner;
        this.ports = ports;
    }

    /// Those that are gone, in the given order.
    List<Acknowledged> missing(String keyPrefix, List<Acknowledged> all)
            throws InterruptedException {
        List<Acknowledged> missing = new ArrayList<>();
        try (Connection connection = ShardClient.await(Connection.open(owner, SETTINGS, ports))) {
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                List<Acknowledged> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
                List<CompletionStage<Reply>> replies = new ArrayList<>();
                for (Acknowledged write : some)
                    replies.add(connection.send("GET", Writer.key(keyPrefix, write.sequence())));
                for (int i = 0; i < some.size(); i++) {
                    Reply reply = ShardClient.await(replies.get(i));
                    if (!isThere(reply, some.get(i))) missing.add(some.get(i));
                }
            }
        } catch (ConnectionFailure e) {
            throw new Refusal("Cannot read back what was written: " + e.getMessage());
        }
        return missing;
    }

    private boolean isThere(Reply reply, Acknowledged write) {
        if (reply instanceof Reply.Nil) return false;
        if (reply instanceof Reply.Bulk bulk && bulk.text().equals(Long.toString(write.sequence())))
            return true;
        throw new Refusal(
                "%s answers for write %d: %s".formatted(owner, write.sequence(), reply.pretty()));
    }
}
