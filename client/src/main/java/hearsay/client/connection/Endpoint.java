package hearsay.client.connection;

import hearsay.gossip.model.Address;

/// Where a client connects to: a name or a numeric IP, and the port for clients.
///
/// @param host an IPv6 address stands here without brackets
public record Endpoint(String host, int port) {

    public Endpoint {
        if (host.isEmpty()) throw new IllegalArgumentException("an endpoint without a host");
        if (port < 1 || port > 65535) throw new IllegalArgumentException("no port: " + port);
    }

    /// The place where clients reach a node in plain TCP.
    public static Endpoint of(Address address) {
        return new Endpoint(
                address.ip().isEmpty() ? address.hostname() : address.ip(), address.port());
    }

    /// Reads `host:port`, the last colon being the one that counts, as in MOVED and ASK.
    ///
    /// @param home the host meant by an empty one: that of the node which sent the text; and the
    ///   best guess where there is a `?`, since a host name was wanted and is not known
    /// @throws IllegalArgumentException it is not of this form
    public static Endpoint parse(String text, String home) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) throw new IllegalArgumentException("not host:port: " + text);
        var host = text.substring(0, colon);
        boolean told = !host.isEmpty() && !host.equals("?");
        return new Endpoint(told ? host : home, Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
