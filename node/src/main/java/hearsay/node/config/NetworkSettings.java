package hearsay.node.config;

import java.util.List;

/// What the node reads about its connections. Sizes in bytes; timeouts in seconds, 0 is never.
///
/// @param requirepass the password as a byte string; empty if none is asked for
public record NetworkSettings(
        int port,
        List<String> bind,
        boolean protectedMode,
        int tcpBacklog,
        int tcpKeepaliveSeconds,
        int timeoutSeconds,
        long maxclients,
        String requirepass,
        long protoMaxBulkLen,
        long clientQueryBufferLimit,
        OutputLimits outputLimits) {

    static NetworkSettings of(Settings settings) {
        return new NetworkSettings(
                settings.integer("port"),
                settings.value("bind"),
                settings.yes("protected-mode"),
                settings.integer("tcp-backlog"),
                settings.integer("tcp-keepalive"),
                settings.integer("timeout"),
                settings.number("maxclients"),
                settings.text("requirepass"),
                settings.number("proto-max-bulk-len"),
                settings.number("client-query-buffer-limit"),
                settings.value("client-output-buffer-limit"));
    }
}
