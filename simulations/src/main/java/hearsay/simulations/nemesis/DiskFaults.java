package hearsay.simulations.nemesis;

import hearsay.simulations.diary.Deed;
import hearsay.simulations.disk.DiskSpeed;
import hearsay.simulations.fault.Latency;
import hearsay.simulations.network.Sampler;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;

/// What goes wrong with one disk. Each method tells the diary, does it, and gives what takes it
/// back.
final class DiskFaults {

    private final World world;

    DiskFaults(World world) {
        this.world = world;
    }

    Runnable slow(Host host, Latency sync) {
        String text = "an fsync takes " + sync;
        note(host, text);
        var sampler = new Sampler(sync);
        host.disk().slowDown(new DiskSpeed(sampler::draw, DiskSpeed.SSD.nanosPerByte()));
        return () -> {
            note(host, "over: " + text);
            host.disk().speedUp();
        };
    }

    Runnable fill(Host host) {
        note(host, "the disk is full");
        host.disk().limit(host.disk().used());
        return () -> {
            note(host, "over: the disk is full");
            host.disk().limit(Long.MAX_VALUE);
        };
    }

    Runnable lose(Host host, String file) {
        note(host, "the file " + file + " is lost");
        host.lose(file);
        return () -> {};
    }

    void wipe(Host host) {
        note(host, "the disk is lost");
        host.loseAll();
    }

    private void note(Host host, String text) {
        world.diary().note(host.name(), Deed.of(Deed.FAULT, text));
    }
}
