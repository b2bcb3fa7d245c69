package hearsay.simulations.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import hearsay.gossip.member.Member;
import hearsay.gossip.member.NodesConf;
import hearsay.gossip.model.Address;
import hearsay.node.disk.AtomicFile;
import hearsay.node.server.Server;
import hearsay.sentinel.member.Sentinel;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.disk.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One machine of a world, with a clock and a disk, and the one Redis process that lives on it,
/// dies on it, and lives again.
public final class Host {

    static final String NODES_CONF = VirtualFiles.HOME + "/nodes.conf";

    /// Of a node without a cluster.
    static final String REDIS_CONF = VirtualFiles.HOME + "/redis.conf";

    static final String SENTINEL_CONF = VirtualFiles.HOME + "/sentinel.conf";

    private final World world;
    private final Address address;
    private final VirtualClock clock;
    private final RandomGenerator chance;
    private final boolean watches;
    private @Nullable Being life;
    private int lives;
    private boolean paused;
    private final SimulatedDisk disk;

    /// @param watches whether a Sentinel lives here
    Host(
            World world,
            Address address,
            boolean watches,
            RandomGenerator chance,
            RandomGenerator diskChance) {
        this.world = world;
        this.address = address;
        this.watches = watches;
        this.chance = chance;
        clock = new VirtualClock(world.agenda());
        disk = new SimulatedDisk(world.agenda(), diskChance).withFolder(VirtualFiles.HOME);
    }

    /// Its port, which no other host of the world has.
    public int port() {
        return address.port();
    }

    /// How it is called wherever somebody reads: by its port, as on a launcher's page.
    public String name() {
        return Integer.toString(address.port());
    }

    public String ip() {
        return address.ip();
    }

    public Address address() {
        return address;
    }

    public VirtualClock clock() {
        return clock;
    }

    /// Whether there is a process, be it paused.
    public boolean isUp() {
        return life != null;
    }

    public boolean isPaused() {
        return paused;
    }

    /// How often a process was started here.
    public int lives() {
        return lives;
    }

    /// The inside of the process, null while there is none. Only to look at.
    public @Nullable Server server() {
        return life == null ? null : life.server();
    }

    /// Its part in the cluster, null while there is no process. Only to look at.
    public @Nullable Member member() {
        return life == null ? null : life.member();
    }

    /// The inside of the Sentinel, null while there is no process or if it is none. Only to look
    /// at.
    public @Nullable Sentinel sentinel() {
        return life == null ? null : life.sentinel();
    }

    /// Starts the process, unless it runs.
    public void start() {
        if (life != null) return;
        lives++;
        try {
            life = watches ? new SentinelLife(world, this, chance) : new Life(world, this, chance);
        } catch (IOException unreadable) {
            world.note(this, Deed.of(Deed.GAVE_UP, String.valueOf(unreadable.getMessage())));
        } catch (NodesConf.Corrupt corrupt) {
            world.note(
                    this,
                    Deed.of(
                            Deed.GAVE_UP,
                            "Unrecoverable error: corrupted cluster config file: "
                                    + corrupt.getMessage()));
        }
    }

    /// kill -9: the machine stays, and its kernel tells the peers.
    public void crash() {
        end(false);
    }

    /// The machine goes dark. Its disk keeps what was synced, and nobody is told anything.
    public void powerCut() {
        end(true);
        disk.powerCut();
    }

    private void end(boolean abruptly) {
        var over = life;
        if (over == null) return;
        life = null;
        paused = false;
        over.end(abruptly);
    }

    /// SIGSTOP, or a very long collection of garbage: the process does nothing, its connections
    /// stay.
    public void pause() {
        if (life == null || paused) return;
        paused = true;
        life.pause();
    }

    public void resume() {
        if (life == null || !paused) return;
        paused = false;
        life.resume();
    }

    /// Its disk, to look at and to do harm to.
    public SimulatedDisk disk() {
        return disk;
    }

    /// Somebody removed a file of the process: `nodes.conf`, `dump.rdb`.
    public void lose(String file) {
        disk.lose(VirtualFiles.HOME + "/" + file);
    }

    /// The machine has a new, empty disk. To be done while the process is down.
    public void loseAll() {
        disk.replace();
    }

    /// Gives it a file before it is started.
    void remember(String path, String text) {
        try {
            new AtomicFile(disk, path).replace(text.getBytes(UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The process ended by itself.
    void ended(Being which) {
        if (life != which) return;
        life = null;
        paused = false;
    }

    @Override
    public String toString() {
        return name();
    }
}
