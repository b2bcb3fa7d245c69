package hearsay.simulations.junit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Ports of 127.0.0.1 that nobody uses: below those that the system itself gives to connections, so
/// that a node that was killed finds its port free when it comes back.
final class FreePorts {

    private static final int FIRST = 10_000;
    private static final int LAST = 32_000;

    private FreePorts() {}

    /// @return as many ports in a row
    static List<Integer> take(int count) {
        var chance = RandomGenerator.getDefault();
        while (true) {
            int first = chance.nextInt(FIRST, LAST - count);
            var ports = new ArrayList<Integer>();
            for (int port = first; port < first + count && isFree(port); port++) ports.add(port);
            if (ports.size() == count) return ports;
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(Life.HOST), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
