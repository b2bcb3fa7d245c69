package hearsay.simulations.real;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Free ports for nodes: such that the bus port, 20000 above, is free as well.
///
/// Both lie below the range that the system takes the ports of outgoing connections from (32768 and
/// above), so that none of those can get in between the choice and its use.
final class Ports {

    private static final int FROM = 10_500;
    private static final int TO = 12_700;
    private static final int TO_BUS = 20_000;

    /// Given out in this JVM before, perhaps not listened to yet.
    private static final Set<Integer> TAKEN = new LinkedHashSet<>();

    private Ports() {}

    static synchronized int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            if (isFree(port) && isFree(port + TO_BUS) && TAKEN.add(port)) return port;
        }
    }

    /// Whether nobody listens there, on any of the loopback addresses that tests use.
    static boolean isFree(int port) {
        return isFree("127.0.0.1", port) && isFree("127.0.0.2", port);
    }

    private static boolean isFree(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
