package hearsay.simulations.junit;

import hearsay.node.disk.Disk;
import hearsay.simulations.disk.DiskContract;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A disk in memory is a disk")
final class MemoryDiskTest extends DiskContract {

    private final Disk disk = new MemoryDisk("/data");

    @Override
    protected Disk disk() {
        return disk;
    }

    @Override
    protected String folder() {
        return "/data";
    }
}
