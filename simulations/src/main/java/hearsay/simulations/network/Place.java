package hearsay.simulations.network;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A machine as the network knows it: what stays when processes come and go.
final class Place {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int FIRST_EPHEMERAL_PORT = 32_768;

    private final String ip;
    private final int number;
    private @Nullable Path[] paths = new Path[8];
    private @Nullable Station station;
    private boolean dark = true;
    private long freeNanos;
    private int nextPort = FIRST_EPHEMERAL_PORT;

    Place(String ip, int number) {
        this.ip = ip;
        this.number = number;
    }

    String ip() {
        return ip;
    }

    int number() {
        return number;
    }

    @Nullable Station station() {
        return station;
    }

    /// Whether there is no machine, or one without power: then nobody even refuses.
    boolean isDark() {
        return dark;
    }

    void plugged(Station newStation) {
        station = newStation;
        dark = false;
    }

    void unplugged(boolean withoutPower) {
        station = null;
        dark = withoutPower;
    }

    /// How long what is to be sent now waits for its turn, and takes to get out.
    long queue(int size, long bytesPerSecond, long nowNanos) {
        freeNanos =
                Math.max(nowNanos, freeNanos) + (long) (size * NANOS_PER_SECOND / bytesPerSecond);
        return freeNanos - nowNanos;
    }

    int nextPort() {
        int port = nextPort;
        nextPort = port == 65_535 ? FIRST_EPHEMERAL_PORT : port + 1;
        return port;
    }

    @Nullable Path pathTo(Place to) {
        return to.number < paths.length ? paths[to.number] : null;
    }

    Stream<Path> paths() {
        return Arrays.stream(paths).filter(Objects::nonNull);
    }

    void add(Path path) {
        int index = path.to().number;
        if (index >= paths.length) {
            paths = Arrays.copyOf(paths, Math.max(index + 1, paths.length * 2));
        }
        paths[index] = path;
    }

    @Override
    public String toString() {
        return ip;
    }
}
