package hearsay.simulations.junit;

import hearsay.node.config.ConfigFiles;
import java.io.IOException;
import java.util.List;

/// What a node's configuration may know of files: that it has a folder in memory.
record NoFiles() implements ConfigFiles {

    @Override
    public String home() {
        return ClusterNode.FOLDER;
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
        if (!path.equals(ClusterNode.FOLDER)) throw new IOException("No such file or directory");
        return path;
    }
}
