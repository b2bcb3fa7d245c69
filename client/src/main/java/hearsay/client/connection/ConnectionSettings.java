package hearsay.client.connection;

import java.util.function.Consumer;

/// How to connect: every connection of a client is made by the same settings.
///
/// @param protocol 2 or 3; 3 is asked for by HELLO
/// @param username "" for the default user
/// @param password "" for none
/// @param name shown by CLIENT LIST, "" for none
/// @param library what CLIENT SETINFO tells of the program that asks, "" for nothing; a Redis
///   before 7.2 does not know it, which does no harm
/// @param libraryVersion likewise
/// @param connectTimeoutMillis until TCP is established, and TLS if it is wanted
/// @param commandTimeoutMillis from sending a request to its reply; commands that block have
///   another
/// @param inFlightMax requests of one connection that may be without a reply
/// @param ownMax connections to one node for those who need one alone
/// @param onPush gets what the server sends unasked, on the connection's thread: must not block
public record ConnectionSettings(
        int protocol,
        String username,
        String password,
        String name,
        String library,
        String libraryVersion,
        int connectTimeoutMillis,
        long commandTimeoutMillis,
        int inFlightMax,
        int ownMax,
        Consumer<Reply.Push> onPush) {

    /// RESP3, nobody to authenticate, a second to connect, two for a reply.
    public static final ConnectionSettings DEFAULT =
            new ConnectionSettings(3, "", "", "", "", "", 1_000, 2_000, 1 << 18, 64, push -> {});

    public ConnectionSettings {
        if (protocol != 2 && protocol != 3)
            throw new IllegalArgumentException("RESP2 or RESP3, not " + protocol);
        if (connectTimeoutMillis < 1 || commandTimeoutMillis < 1 || inFlightMax < 1 || ownMax < 1)
            throw new IllegalArgumentException("limits must be positive");
    }

    public ConnectionSettings withProtocol(int version) {
        return new ConnectionSettings(
                version,
                username,
                password,
                name,
                library,
                libraryVersion,
                connectTimeoutMillis,
                commandTimeoutMillis,
                inFlightMax,
                ownMax,
                onPush);
    }

    public ConnectionSettings withUser(String user, String secret) {
        return new ConnectionSettings(
                protocol,
                user,
                secret,
                name,
                library,
                libraryVersion,
                connectTimeoutMillis,
                commandTimeoutMillis,
                inFlightMax,
                ownMax,
                onPush);
    }

    public ConnectionSettings withName(String shown) {
        return new ConnectionSettings(
                protocol,
                username,
                password,
                shown,
                library,
                libraryVersion,
                connectTimeoutMillis,
                commandTimeoutMillis,
                inFlightMax,
                ownMax,
                onPush);
    }

    /// What CLIENT LIST shows as `lib-name` and `lib-ver`.
    public ConnectionSettings withLibrary(String program, String version) {
        return new ConnectionSettings(
                protocol,
                username,
                password,
                name,
                program,
                version,
                connectTimeoutMillis,
                commandTimeoutMillis,
                inFlightMax,
                ownMax,
                onPush);
    }

    public ConnectionSettings withTimeouts(int connectMillis, long commandMillis) {
        return new ConnectionSettings(
                protocol,
                username,
                password,
                name,
                library,
                libraryVersion,
                connectMillis,
                commandMillis,
                inFlightMax,
                ownMax,
                onPush);
    }

    public ConnectionSettings withInFlightMax(int requests) {
        return new ConnectionSettings(
                protocol,
                username,
                password,
                name,
                library,
                libraryVersion,
                connectTimeoutMillis,
                commandTimeoutMillis,
                requests,
                ownMax,
                onPush);
    }

    public ConnectionSettings withOwnMax(int connections) {
        return new ConnectionSettings(
                protocol,
                username,
                password,
                name,
                library,
                libraryVersion,
                connectTimeoutMillis,
                commandTimeoutMillis,
                inFlightMax,
                connections,
                onPush);
    }

    public ConnectionSettings withPushes(Consumer<Reply.Push> listener) {
        return new ConnectionSettings(
                protocol,
                username,
                password,
                name,
                library,
                libraryVersion,
                connectTimeoutMillis,
                commandTimeoutMillis,
                inFlightMax,
                ownMax,
                listener);
    }
}
