package hearsay.node.disk;

import hearsay.node.disk.BackgroundIo.Step;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file that is replaced as a whole, and is either the old one or the new one whenever the power
/// fails: nodes.conf, redis.conf.
///
/// ```
///   write nodes.conf.tmp   sync it     rename to nodes.conf   sync the folder
///   ------- old ---------------------------------|----- new, but the power may
///                                                       bring back the old one ---|-- new
/// ```
///
/// Renaming is the one change that a file system makes all at once; that the new content stands in
/// the file before the file has the name, and that the folder remembers the name, it promises only
/// to those who sync.
public record AtomicFile(Disk disk, String path) {

    /// @return an empty array when there is no file
    public byte[] readIfThere() throws IOException {
        return disk.exists(path) ? disk.read(path) : new byte[0];
    }

    /// After the return the new content survives a power cut.
    ///
    /// @throws IOException and the old content is there, unless it was the folder's sync that
    ///   failed
    public void replace(byte[] content) throws IOException {
        for (var step : replacement(content)) step.take();
    }

    /// The same for someone who does not wait: to be taken one after the other until one fails.
    public List<Step> replacement(byte[] content) {
        var temporary = new Temporary(content);
        return List.of(
                temporary::write,
                temporary::sync,
                temporary::rename,
                () -> disk.syncFolder(Disk.folderOf(path)));
    }

    String temporaryPath() {
        return path + ".tmp";
    }

    /// The file beside it, on its way to become it.
    private final class Temporary {

        private final byte[] content;
        private @Nullable OpenFile file;

        Temporary(byte[] content) {
            this.content = content;
        }

        void write() throws IOException {
            orElseRemove(() -> {
                file = disk.create(temporaryPath());
                file.append(content);
            });
        }

        void sync() throws IOException {
            orElseRemove(() -> {
                if (file == null) throw new IllegalStateException("sync before write");
                file.sync();
                file.close();
                file = null;
            });
        }

        void rename() throws IOException {
            orElseRemove(() -> disk.rename(temporaryPath(), path));
        }

        /// What is of no use must not fill the disk.
        private void orElseRemove(Step step) throws IOException {
            try {
                step.take();
            } catch (IOException failed) {
                try {
                    if (file != null) file.close();
                    if (disk.exists(temporaryPath())) disk.delete(temporaryPath());
                } catch (IOException alsoFailed) {
                    failed.addSuppressed(alsoFailed);
                }
                throw failed;
            }
        }
    }
}
