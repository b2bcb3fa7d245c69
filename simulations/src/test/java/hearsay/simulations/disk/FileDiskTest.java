package hearsay.simulations.disk;

import hearsay.node.disk.Disk;
import hearsay.node.disk.FileDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The disk of this machine")
class FileDiskTest extends DiskContract {

    @TempDir Path temporary;

    @Override
    protected Disk disk() {
        return new FileDisk();
    }

    @Override
    protected String folder() {
        return temporary.toString();
    }
}
