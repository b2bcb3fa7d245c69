package hearsay.gossip.scale;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.member.Settings;
import java.lang.management.ManagementFactory;

/// Prints how many virtual seconds pass per second of one core, and what a member weighs, for the
/// numbers of nodes given: `6 100 300 1000`. Nothing fails and nobody asks.
public final class ScaleMeasurement {

    private static final double NANOS = 1e9;

    /// More than half a node timeout, after which pings come in waves.
    private static final int STRETCH_MILLIS = 8_000;

    private ScaleMeasurement() {}

    public static void main(String[] args) {
        double cpuSeconds = Double.parseDouble(System.getProperty("seconds", "4"));
        System.out.printf(
                "%6s %14s %12s %12s %12s %10s %10s%n",
                "nodes", "best vs/s", "messages/vs", "entries/vs", "start s", "KB/member", "ok");
        for (String arg : args) measure(Integer.parseInt(arg), cpuSeconds);
    }

    private static void measure(int size, double cpuSeconds) {
        long before = used();
        long began = cpuNanos();
        var world = new ScaleWorld(1, size, Settings.DEFAULT.withNodeTimeoutMillis(15_000));
        world.run(20_000);
        double start = (cpuNanos() - began) / NANOS;
        long messages = world.messages;
        long entries = world.entries;
        long from = world.now;
        double best = Double.MAX_VALUE;
        for (double spent = 0; spent < cpuSeconds; ) {
            began = cpuNanos();
            world.run(STRETCH_MILLIS);
            double took = (cpuNanos() - began) / NANOS * 1_000 / STRETCH_MILLIS;
            best = Math.min(best, took);
            spent += took * STRETCH_MILLIS / 1_000;
        }
        double virtual = (world.now - from) / 1e3;
        System.out.printf(
                "%6d %14.2f %12.0f %12.0f %12.1f %10d %10d",
                size,
                1 / best,
                (world.messages - messages) / virtual,
                (world.entries - entries) / virtual,
                start,
                (used() - before) / 1024 / size,
                world.countOk());
        System.out.printf(
                "   %.0f virtual s, %d saves, %d lines", virtual, world.saves, world.diaryLines);
        for (BusMessage.Type type : BusMessage.Type.values()) {
            long count = world.byType[type.code()];
            if (count > 0) System.out.printf(", %d %s", count, type.word());
        }
        System.out.println();
    }

    /// Time of this thread on a core: others may be at work on the machine.
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long used() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
