package hearsay.node.remote;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keeps two nodes from sharing one nodes.conf. Held from before the file is first read until the
/// node has ended; the kernel lets go of it when the process dies.
///
/// The lock is on `nodes.conf.lock` beside it, since each save replaces the file itself and a lock
/// stays with the file it was taken on. redis-server locks by `flock` and does not see this lock,
/// nor this lock its.
public final class NodesLock implements AutoCloseable {

    /// What Redis says before it exits.
    public static final class AlreadyUsed extends IOException {
        AlreadyUsed(Path file) {
            super(
                    "Sorry, the cluster configuration file "
                            + file.getFileName()
                            + " is already used by a different Redis Cluster node. Please make sure"
                            + " that different nodes use different cluster configuration files.");
        }
    }

    /// The locks of this process. POSIX drops a process's lock as soon as the process closes *any*
    /// descriptor of that file: a second attempt in the same JVM must not even open it.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path lockFile;
    private final FileChannel channel;

    private NodesLock(Path lockFile, FileChannel channel) {
        this.lockFile = lockFile;
        this.channel = channel;
    }

    /// @param file nodes.conf itself, which need not exist; its folder must
    /// @throws AlreadyUsed when another node holds it, in this process or another
    /// @throws IOException when the folder is missing or not writable
    public static NodesLock of(Path file) throws IOException {
        Path folder = folderOf(file).toRealPath();
        Path lockFile = folder.resolve(file.getFileName() + ".lock");
        if (!HELD.add(lockFile)) throw new AlreadyUsed(file);
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) throw new AlreadyUsed(file);
            return new NodesLock(lockFile, channel);
        } catch (IOException e) {
            HELD.remove(lockFile);
            if (channel != null) channel.close();
            throw e;
        }
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(lockFile);
    }
}
