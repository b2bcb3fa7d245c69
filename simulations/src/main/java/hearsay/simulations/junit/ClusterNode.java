package hearsay.simulations.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import hearsay.client.connection.Reply;
import hearsay.node.disk.AtomicFile;
import hearsay.node.disk.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// One node of a [Cluster], by its port: the same one through all its lives and roles.
public final class ClusterNode {

    static final String FOLDER = "/data";
    static final String NODES_CONF = FOLDER + "/nodes.conf";

    private static final int BUS_OFFSET = 10_000;

    private final Cluster cluster;
    private final int port;
    private volatile Disk disk = new MemoryDisk(FOLDER);
    private volatile @Nullable Life life;

    ClusterNode(Cluster cluster, int port) {
        this.cluster = cluster;
        this.port = port;
    }

    public String host() {
        return Life.HOST;
    }

    public int port() {
        return port;
    }

    /// `127.0.0.1:port`
    public String address() {
        return Life.HOST + ":" + port;
    }

    /// The forty digits by which CLUSTER NODES calls it.
    public String id() {
        return cluster.idOf(this);
    }

    /// Whether its process runs, be it paused.
    public boolean isUp() {
        return life != null;
    }

    public boolean isPaused() {
        var now = life;
        return now != null && now.isPaused();
    }

    /// Whether it takes itself for a master. False while it is down.
    public boolean isMaster() {
        var seen = view();
        return seen != null && seen.isMaster();
    }

    /// Sends it a command and waits for the answer, which may be an error: `call("CLUSTER",
    /// "NODES")`.
    ///
    /// @throws IllegalStateException it does not answer
    public Reply call(String... words) {
        return cluster.operator().call(this, words);
    }

    /// See [Cluster#kill].
    public void kill() {
        cluster.kill(this);
    }

    /// See [Cluster#restart].
    public void restart() {
        cluster.restart(this);
    }

    /// See [Cluster#pause].
    public void pause() {
        cluster.pause(this);
    }

    /// See [Cluster#resume].
    public void resume() {
        cluster.resume(this);
    }

    @Override
    public String toString() {
        return address();
    }

    String name() {
        return Integer.toString(port);
    }

    String loop() {
        return "hearsay-" + port;
    }

    int busPort() {
        return port + BUS_OFFSET;
    }

    Disk disk() {
        return disk;
    }

    /// What it thinks, null while it is down.
    @Nullable View view() {
        var now = life;
        return now == null ? null : now.view();
    }

    /// Whether it runs and does something.
    boolean isAwake() {
        return isUp() && !isPaused();
    }

    /// Gives it a new disk with nothing but a nodes.conf.
    void remember(String nodesConf) {
        disk = new MemoryDisk(FOLDER);
        try {
            new AtomicFile(disk, NODES_CONF).replace(nodesConf.getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    Life begin(Surroundings around, boolean fresh) {
        var begun = new Life(this, around, fresh);
        life = begun;
        return begun;
    }

    @Nullable Life life() {
        return life;
    }

    void end() {
        var over = life;
        life = null;
        if (over != null) over.kill();
    }

    void ended(Life which) {
        if (life == which) life = null;
    }
}
