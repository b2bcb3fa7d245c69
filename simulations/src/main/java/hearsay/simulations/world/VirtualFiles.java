package hearsay.simulations.world;

import hearsay.node.config.ConfigFiles;
import java.io.IOException;
import java.util.List;

/// What a node's configuration may know of the file system of a virtual machine: its directory. A
/// node of a simulation is configured by directives, not by files.
record VirtualFiles() implements ConfigFiles {

    static final String HOME = "/data";

    @Override
    public String home() {
        return HOME;
    }

    @Override
    public String read(String path) throws IOException {
        throw new IOException("No such file or directory");
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
