package hearsay.simulations.runtime;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/// The classes that everybody has, and of the resources only what a system in virtual time needs.
///
/// When a system starts, Akka reads the manifest of every jar, to compare versions, and holds its
/// configuration against the defaults of every module there is: remoting, clustering, streams. Both
/// together are most of what a fresh world would cost.
final class BareResources extends ClassLoader {

    private static final List<String> STRANGERS =
            List.of(
                    "akka-remote",
                    "akka-cluster",
                    "akka-distributed-data",
                    "akka-coordination",
                    "akka-stream",
                    "akka-pki",
                    "akka-protobuf",
                    "ssl-config");

    BareResources(ClassLoader all) {
        super(all);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return switch (name) {
            case "META-INF/MANIFEST.MF" -> Collections.emptyEnumeration();
            case "reference.conf" -> needed(super.getResources(name));
            default -> super.getResources(name);
        };
    }

    private static Enumeration<URL> needed(Enumeration<URL> all) {
        return Collections.enumeration(
                Collections.list(all).stream()
                        .filter(url -> STRANGERS.stream().noneMatch(url.getPath()::contains))
                        .toList());
    }
}
