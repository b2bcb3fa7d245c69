package hearsay.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The disk of this machine.
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
    public List<String> list(String folder) throws IOException {
        try (var files = Files.list(Path.of(folder))) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        } catch (FileSystemException failed) {
            throw inTheSystemsWords(failed);
        }
    }

    @Override
    public OpenFile create(String path) throws IOException {
        try {
            return new Channel(
                    FileChannel.open(
                            Path.of(path),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING));
        } catch (FileSystemException failed) {
            throw inTheSystemsWords(failed);
        }
    }

    @Override
    public OpenFile append(String path) throws IOException {
        try {
            var channel =
                    FileChannel.open(
                            Path.of(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.position(channel.size());
            return new Channel(channel);
        } catch (FileSystemException failed) {
            throw inTheSystemsWords(failed);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        try {
            Files.move(
                    Path.of(from),
                    Path.of(to),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException failed) {
            throw inTheSystemsWords(failed);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        try {
            Files.delete(Path.of(path));
        } catch (FileSystemException failed) {
            throw inTheSystemsWords(failed);
        }
    }

    @Override
    public void syncFolder(String folder) throws IOException {
        try (var channel = FileChannel.open(Path.of(folder), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (FileSystemException failed) {
            throw inTheSystemsWords(failed);
        }
    }

    private record Channel(FileChannel channel) implements OpenFile {

        @Override
        public void append(byte[] bytes, int offset, int length) throws IOException {
            var left = ByteBuffer.wrap(bytes, offset, length);
            while (left.hasRemaining()) channel.write(left);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static IOException inTheSystemsWords(FileSystemException failed) {
        var reason =
                switch (failed) {
                    case NoSuchFileException missing -> "No such file or directory";
                    case AccessDeniedException denied -> "Permission denied";
                    case NotDirectoryException file -> "Not a directory";
                    case DirectoryNotEmptyException full -> "Directory not empty";
                    default ->
                            failed.getReason() == null ? "Input/output error" : failed.getReason();
                };
        return new IOException(reason, failed);
    }
}
