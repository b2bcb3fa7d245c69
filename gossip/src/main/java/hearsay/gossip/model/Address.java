package hearsay.gossip.model;

/// Where a node is reached: by clients on `port` (or `tlsPort`), by its peers on `busPort`.
///
/// @param ip numeric, "" while unknown (a node learns its own from the first MEET that it gets)
/// @param port for clients in plain TCP, 0 for none
/// @param tlsPort for clients with TLS, 0 for none
/// @param busPort for the cluster bus, by convention `port` + 10000
/// @param hostname announced to clients, "" for none
public record Address(String ip, int port, int tlsPort, int busPort, String hostname) {

    /// How far the bus port is from the client port unless configured otherwise.
    public static final int BUS_PORT_OFFSET = 10_000;

    public static final Address NONE = new Address("", 0, 0, 0, "");

    public static Address of(String ip, int port) {
        return new Address(ip, port, 0, port + BUS_PORT_OFFSET, "");
    }

    public Address withIp(String newIp) {
        return new Address(newIp, port, tlsPort, busPort, hostname);
    }

    public Address withHostname(String newHostname) {
        return new Address(ip, port, tlsPort, busPort, newHostname);
    }

    /// Whether both are the same place, whatever the host is called.
    public boolean samePlace(String otherIp, int otherPort, int otherTlsPort, int otherBusPort) {
        return port == otherPort
                && tlsPort == otherTlsPort
                && busPort == otherBusPort
                && ip.equalsIgnoreCase(otherIp);
    }

    /// `ip:port@busPort`, the head of the second field of CLUSTER NODES.
    @Override
    public String toString() {
        return ip + ":" + port + "@" + busPort;
    }
}
