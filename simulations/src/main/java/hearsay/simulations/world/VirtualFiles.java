package hearsay.simulations.world;

import hearsay.node.config.ConfigFiles;
import hearsay.node.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a process' configuration may know of the file system of a virtual machine: its directory,
/// and what is on its disk. A node of a cluster is configured by directives, not by files.
record VirtualFiles(Disk disk) implements ConfigFiles {

    static final String HOME = "/data";

    @Override
    public String home() {
        return HOME;
    }

    @Override
    public String read(String path) throws IOException {
        return new String(disk.read(path), StandardCharsets.ISO_8859_1);
    }

    @Override
    public List<String> matching(String pattern) {
        return List.of();
    }

    @Override
    public String standardInput() {
        return "";
    }

    @Override
    public String directory(String path) throws IOException {
        if (!path.equals(HOME)) throw new IOException("No such file or directory");
        return path;
    }
}
