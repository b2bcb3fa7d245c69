package hearsay.sentinel.member;

import hearsay.gossip.diary.Level;
import hearsay.sentinel.watch.Instance;
import hearsay.sentinel.watch.Master;
import hearsay.sentinel.watch.Tilt;
import hearsay.sentinel.watch.Tilt.Tilted;
import java.util.ArrayList;

/// What is done ten to twenty times a second: watch, then act, unless in TILT.
final class Cron {

    /// The frequency is another one after each tick, so that Sentinels that were started together
    /// do not ask for votes together, again and again, and split them.
    private static final int HZ = 10;

    private static final long SECOND = 1_000;

    private final Core core;
    private final Connections connections;
    private final Pulse pulse;
    private final Suspicions suspicions;
    private final Failovers failovers;
    private long lastTick;

    Cron(
            Core core,
            Connections connections,
            Pulse pulse,
            Suspicions suspicions,
            Failovers failovers) {
        this.core = core;
        this.connections = connections;
        this.pulse = pulse;
        this.suspicions = suspicions;
        this.failovers = failovers;
        lastTick = core.now;
    }

    void tick() {
        core.outbox.saveWhatWaits();
        checkClock();
        for (var master : core.mastersNow()) {
            handle(master);
            new ArrayList<>(master.replicas.values()).forEach(this::handle);
            new ArrayList<>(master.sentinels.values()).forEach(this::handle);
        }
        core.mastersNow().forEach(failovers::finish);
        wakeLater();
    }

    void wakeLater() {
        core.outbox.add(new Effect.WakeAfter(SECOND / (HZ + core.random.nextInt(HZ))));
    }

    private void checkClock() {
        if (Tilt.isTriggered(core.now - lastTick, core.periods.tiltTrigger())) {
            core.tilt = new Tilted(core.now);
            core.outbox.add(new Effect.Announce(Level.WARNING, "+tilt", "#tilt mode entered"));
        }
        lastTick = core.now;
    }

    private void handle(Instance instance) {
        connections.reconnect(instance);
        pulse.beat(instance);
        if (core.tilt instanceof Tilted(long since)) {
            if (core.now - since < core.periods.tilt()) return;
            core.tilt = Tilt.CALM;
            core.outbox.add(new Effect.Announce(Level.WARNING, "-tilt", "#tilt mode exited"));
        }
        suspicions.judge(instance);
        if (instance instanceof Master master) act(master);
    }

    private void act(Master master) {
        suspicions.judgeTogether(master);
        if (failovers.startIfDue(master)) suspicions.ask(master, true);
        failovers.step(master);
        suspicions.ask(master, false);
    }
}
