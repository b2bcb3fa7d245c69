package hearsay.simulations.nemesis;

import hearsay.simulations.diary.Deed;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.fault.Text;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import java.util.LinkedHashMap;
import java.util.Map;

/// What goes wrong with one process, or its clock. Each method tells the diary, does it, and gives
/// what takes it back.
///
/// Faults overlap: a node that was killed again in the meantime stays down until the later one is
/// over, and one that is paused twice goes on after the longer pause.
final class HostFaults {

    private static final double MILLION = 1e6;
    private static final Runnable NOTHING = () -> {};

    private final World world;
    private final Map<Host, Pauses> pauses = new LinkedHashMap<>();

    /// How many pauses one life of a node suffers at present.
    private static final class Pauses {
        final int life;
        int count;

        Pauses(int life) {
            this.life = life;
        }
    }

    HostFaults(World world) {
        this.world = world;
    }

    Runnable crash(Host host) {
        if (!host.isUp()) return NOTHING;
        note(host, Deed.CRASH, "killed");
        host.crash();
        return startAgain(host);
    }

    Runnable powerCut(Host host) {
        if (!host.isUp()) return NOTHING;
        note(host, Deed.POWER_CUT, "the machine goes dark");
        host.powerCut();
        return startAgain(host);
    }

    private Runnable startAgain(Host host) {
        int life = host.lives();
        return () -> {
            if (host.lives() == life) start(host);
        };
    }

    void start(Host host) {
        if (host.isUp()) return;
        note(host, Deed.START, "started");
        host.start();
    }

    Runnable pause(Host host) {
        if (!host.isUp()) return NOTHING;
        var mine = pauses.get(host);
        if (mine == null || mine.life != host.lives()) mine = new Pauses(host.lives());
        pauses.put(host, mine);
        mine.count++;
        if (!host.isPaused()) {
            note(host, Deed.PAUSE, "stands still");
            host.pause();
        }
        var counted = mine;
        return () -> {
            if (--counted.count == 0 && host.lives() == counted.life) resume(host);
        };
    }

    void resume(Host host) {
        if (!host.isPaused()) return;
        note(host, Deed.RESUME, "goes on");
        host.resume();
    }

    Runnable jump(Host host, Fault.ClockJump fault) {
        note(host, Deed.FAULT, "the clock is set by " + Text.of(fault.by()));
        host.clock().jump(fault.by().toNanos());
        return () -> {
            note(host, Deed.FAULT, "over: the clock is set by " + Text.of(fault.by()));
            host.clock().jump(-fault.by().toNanos());
        };
    }

    Runnable drift(Host host, Fault.ClockDrift fault) {
        double before = host.clock().drift();
        String text = "the clock is %s ppm too fast".formatted(fault.partsPerMillion());
        note(host, Deed.FAULT, text);
        host.clock().drift(fault.partsPerMillion() / MILLION);
        return () -> {
            note(host, Deed.FAULT, "over: " + text);
            host.clock().drift(before);
        };
    }

    private void note(Host host, String word, String text) {
        world.diary().note(host.name(), Deed.of(word, text));
    }
}
