package hearsay.sentinel.model;

/// Where a Redis or a Sentinel is reached.
///
/// @param host as it was written: a name, or a numeric address
/// @param ip numeric, "" while a name could not be resolved
/// @param port 0 for an address that is known to be wrong
public record Address(String host, String ip, int port) {

    public static Address of(String ip, int port) {
        return new Address(ip, ip, port);
    }

    /// Whether both are the same place: by address, or by name while that cannot be resolved.
    public boolean samePlace(Address other) {
        return port == other.port && (ip.equals(other.ip) || host.equalsIgnoreCase(other.host));
    }

    /// How it is told to others.
    public String announced(boolean asHostname) {
        return asHostname ? host : ip;
    }

    /// The name of a replica: `127.0.0.1:6380`, `[::1]:6380`.
    public String name(boolean asHostname) {
        String told = announced(asHostname);
        return told.indexOf(':') >= 0 ? "[" + told + "]:" + port : told + ":" + port;
    }
}
