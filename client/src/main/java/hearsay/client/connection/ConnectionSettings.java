package hearsay.client.connection;

import java.util.function.Consumer;

/// How to connect: every connection of a client is made by the same settings.
///
/// @param protocol 2 or 3; 3 is asked for by HELLO
/// @param username "" for the default user
/// @param password "" for none
/// @param name shown by CLIENT LIST, "" for none
/// @param connectTimeoutMillis until TCP is established
/// @param commandTimeoutMillis from sending a request to its reply; blocking commands need more
/// @param inFlightMax requests of one connection that may be without a reply
/// @param onPush gets what the server sends unasked, on the connection's thread: must not block
public record ConnectionSettings(
        int protocol,
        String username,
        String password,
        String name,
        int connectTimeoutMillis,
        long commandTimeoutMillis,
        int inFlightMax,
        Consumer<Reply.Push> onPush) {

    /// RESP3, nobody to authenticate, a second to connect, two for a reply.
    public static final ConnectionSettings DEFAULT =
            new ConnectionSettings(3, "", "", "", 1_000, 2_000, 1 << 18, push -> {});

    public ConnectionSettings {
        if (protocol != 2 && protocol != 3)
            throw new IllegalArgumentException("RESP2 or RESP3, not " + protocol);
        if (connectTimeoutMillis < 1 || commandTimeoutMillis < 1 || inFlightMax < 1)
            throw new IllegalArgumentException("limits must be positive");
    }

    public ConnectionSettings withProtocol(int version) {
        return new ConnectionSettings(
                version,
                username,
                password,
                name,
                connectTimeoutMillis,
                commandTimeoutMillis,
                inFlightMax,
                onPush);
    }

    public ConnectionSettings withUser(String user, String secret) {
        return new ConnectionSettings(
                protocol,
                user,
                secret,
                name,
                connectTimeoutMillis,
                commandTimeoutMillis,
                inFlightMax,
                onPush);
    }

    public ConnectionSettings withName(String shown) {
        return new ConnectionSettings(
                protocol,
                username,
                password,
                shown,
                connectTimeoutMillis,
                commandTimeoutMillis,
                inFlightMax,
                onPush);
    }

    public ConnectionSettings withTimeouts(int connectMillis, long commandMillis) {
        return new ConnectionSettings(
                protocol,
                username,
                password,
                name,
                connectMillis,
                commandMillis,
                inFlightMax,
                onPush);
    }

    public ConnectionSettings withInFlightMax(int requests) {
        return new ConnectionSettings(
                protocol,
                username,
                password,
                name,
                connectTimeoutMillis,
                commandTimeoutMillis,
                requests,
                onPush);
    }

    public ConnectionSettings withPushes(Consumer<Reply.Push> listener) {
        return new ConnectionSettings(
                protocol,
                username,
                password,
                name,
                connectTimeoutMillis,
                commandTimeoutMillis,
                inFlightMax,
                listener);
    }
}
