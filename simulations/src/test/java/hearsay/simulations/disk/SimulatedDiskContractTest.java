package hearsay.simulations.disk;

import hearsay.node.disk.Disk;
import hearsay.simulations.runtime.Agenda;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A disk in virtual time")
class SimulatedDiskContractTest extends DiskContract {

    @Override
    protected Disk disk() {
        return new SimulatedDisk(new Agenda(), new SplittableRandom(1))
                .withFolder("/data/7000")
                .process();
    }

    @Override
    protected String folder() {
        return "/data/7000";
    }
}
