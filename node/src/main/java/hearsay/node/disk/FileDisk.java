package hearsay.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// The disk of this machine.
///
/// A new content goes to a file beside the old one, is synced, and takes its name: renaming is the
/// one change that a file system makes all at once. Then the directory is synced too, for it is the
/// directory that knows the name.
public final class FileDisk implements Disk {

    @Override
    public boolean exists(String path) {
        return Files.exists(Path.of(path));
    }

    @Override
    public byte[] read(String path) throws IOException {
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (FileSystemException failed) {
            throw inTheSystemsWords(failed);
        }
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        var file = Path.of(path).toAbsolutePath();
        var temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            writeAndSync(temporary, content);
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            var directory = file.getParent();
            if (directory != null) sync(directory);
        } catch (FileSystemException failed) {
            throw inTheSystemsWords(failed);
        }
    }

    private static void writeAndSync(Path file, byte[] content) throws IOException {
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static IOException inTheSystemsWords(FileSystemException failed) {
        var reason =
                switch (failed) {
                    case NoSuchFileException missing -> "No such file or directory";
                    case AccessDeniedException denied -> "Permission denied";
                    default ->
                            failed.getReason() == null ? "Input/output error" : failed.getReason();
                };
        return new IOException(reason, failed);
    }
}
