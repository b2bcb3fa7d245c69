package hearsay.simulations.network;

import java.util.LinkedHashMap;
import java.util.Map;

/// Addresses by which a machine is reached from outside, and as which it is seen there, while it
/// knows itself by another: a container behind its host, say.
public final class Nat {

    /// Where something really listens.
    record Target(String ip, int port) {}

    private final Map<Target, Target> forwards = new LinkedHashMap<>();
    private final Map<String, String> faces = new LinkedHashMap<>();

    Nat() {}

    /// Who asks for the outside address gets to the inside one. (Who asks for the inside one gets
    /// there as well.)
    public void forward(String outsideIp, int outsidePort, String insideIp, int insidePort) {
        forwards.put(new Target(outsideIp, outsidePort), new Target(insideIp, insidePort));
    }

    /// Others see what that machine opens come from another IP.
    public void masquerade(String insideIp, String outsideIp) {
        faces.put(insideIp, outsideIp);
    }

    Target target(String ip, int port) {
        var asked = new Target(ip, port);
        return forwards.isEmpty() ? asked : forwards.getOrDefault(asked, asked);
    }

    String seenAs(String ip) {
        return faces.isEmpty() ? ip : faces.getOrDefault(ip, ip);
    }
}
