package hearsay.node.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A small text file that is either the old one or the new one, whole, whenever the power fails:
/// nodes.conf.
///
/// ```
///   write nodes.conf.tmp   fsync it    rename to nodes.conf   fsync the folder
///   ------- old ---------------------------------|----- new, but the power may
///                                                       bring back the old one ---|-- new
/// ```
final class NodesFile {

    private NodesFile() {}

    /// @return the text, "" when there is no file
    static String read(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    static void write(Path file, String text) throws IOException {
        writeTemporary(file, text);
        replace(file);
    }

    /// The half before the rename, by which `file` has not changed.
    static void writeTemporary(Path file, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try (var channel =
                FileChannel.open(
                        temporary(file),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
    }

    private static void replace(Path file) throws IOException {
        Files.move(
                temporary(file),
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        try (var folder = FileChannel.open(folderOf(file), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }

    static Path temporary(Path file) {
        return file.resolveSibling(file.getFileName() + ".tmp");
    }
}
