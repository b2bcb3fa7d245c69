package hearsay.sentinel.host;

import hearsay.sentinel.member.Environment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The resolver and the programs of this machine. A Sentinel waits for the resolver, as Redis does.
public final class ThisHost implements Environment {

    @Override
    public @Nullable String resolve(String hostname) {
        try {
            return InetAddress.getByName(hostname).getHostAddress();
        } catch (UnknownHostException unknown) {
            return null;
        }
    }

    @Override
    public boolean isExecutable(String path) {
        return Files.isExecutable(Path.of(path));
    }
}
