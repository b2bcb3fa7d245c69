package hearsay.node.server;

import hearsay.node.info.InfoText;
import java.util.function.ToLongFunction;

/// INFO's section about who is connected.
final class ClientsInfo {

    private final Server server;

    ClientsInfo(Server server) {
        this.server = server;
    }

    void write(InfoText text) {
        text.line("connected_clients", count(session -> session.isReplica() ? 0 : 1));
        text.gauge("cluster_connections");
        text.line("maxclients", server.settings().network().maxclients());
        text.line("client_recent_max_input_buffer", max(ClientsInfo::input));
        text.line("client_recent_max_output_buffer", max(ClientsInfo::output));
        text.line("blocked_clients", server.waiting().count());
        text.gauge("tracking_clients");
        text.line("clients_in_timeout_table", count(session -> hasDeadline(session) ? 1 : 0));
        text.line("total_blocking_keys", server.awaitedKeys().count());
        text.line("total_blocking_keys_on_nokey", server.awaitedKeys().countAlsoGone());
    }

    /// Bytes of what a session has sent and has yet to be sent.
    static long buffers(Session session) {
        return input(session) + output(session);
    }

    private static long input(Session session) {
        return session.requests().pending();
    }

    private static long output(Session session) {
        return session.replies().length() + session.link().unsent();
    }

    private static boolean hasDeadline(Session session) {
        var blocked = session.blocked();
        return blocked != null && blocked.deadlineMillis() != Blocked.FOREVER;
    }

    private long count(ToLongFunction<Session> one) {
        return server.sessions().all().stream().mapToLong(one).sum();
    }

    private long max(ToLongFunction<Session> size) {
        return server.sessions().all().stream().mapToLong(size).max().orElse(0);
    }
}
