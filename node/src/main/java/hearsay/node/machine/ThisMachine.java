package hearsay.node.machine;

import hearsay.node.server.Machine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The JVM and what `/proc` tells of its process; where there is no `/proc`, what the JVM knows.
public final class ThisMachine implements Machine {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path STAT = Path.of("/proc/self/stat");

    /// The unit of times in `/proc/self/stat`: a hundredth of a second on every Linux of today.
    private static final long TICK_MICROS = 10_000;

    /// Places in `/proc/self/stat`, counted from the field after the program's name.
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final String multiplexing;
    private final int nodes;

    /// @param multiplexing see [Machine#multiplexing]
    /// @param nodes how many share the JVM: each has its part of the heap
    public ThisMachine(String multiplexing, int nodes) {
        this.multiplexing = multiplexing;
        this.nodes = nodes;
    }

    @Override
    public Memory memory() {
        var heap = memory.getHeapMemoryUsage();
        return new Memory(
                heap.getUsed(),
                heap.getCommitted(),
                Runtime.getRuntime().maxMemory() / nodes,
                resident(),
                installed());
    }

    @Override
    public void collectGarbage() {
        memory.gc();
    }

    @Override
    public String memoryReport() {
        var report = new StringBuilder();
        for (var pool : ManagementFactory.getMemoryPoolMXBeans()) {
            var usage = pool.getUsage();
            if (usage == null) continue;
            report.append(
                    "%s: used %d committed %d max %d\n"
                            .formatted(
                                    pool.getName(),
                                    usage.getUsed(),
                                    usage.getCommitted(),
                                    usage.getMax()));
        }
        for (var buffers : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            report.append(
                    "Buffers %s: count %d used %d\n"
                            .formatted(
                                    buffers.getName(),
                                    buffers.getCount(),
                                    buffers.getMemoryUsed()));
        }
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            report.append(
                    "%s: collections %d milliseconds %d\n"
                            .formatted(
                                    collector.getName(),
                                    collector.getCollectionCount(),
                                    collector.getCollectionTime()));
        }
        return report.toString();
    }

    @Override
    public Cpu cpu() {
        var stat = line(STAT, "");
        if (stat == null) {
            var system = operatingSystemBean();
            long micros = system == null ? 0 : system.getProcessCpuTime() / 1000;
            return new Cpu(0, micros);
        }
        // The name of the program may contain spaces; it ends with the last parenthesis.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new Cpu(
                Long.parseLong(fields[SYSTEM_TICKS]) * TICK_MICROS,
                Long.parseLong(fields[USER_TICKS]) * TICK_MICROS);
    }

    @Override
    public Cpu threadCpu() {
        if (!threads.isCurrentThreadCpuTimeSupported()) return Cpu.NONE;
        long all = threads.getCurrentThreadCpuTime() / 1000;
        long user = threads.getCurrentThreadUserTime() / 1000;
        return new Cpu(Math.max(0, all - user), user);
    }

    @Override
    public long processId() {
        return ProcessHandle.current().pid();
    }

    @Override
    public String operatingSystem() {
        var architecture = System.getProperty("os.arch");
        return System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + " "
                + (architecture.equals("amd64") ? "x86_64" : architecture);
    }

    @Override
    public int archBits() {
        return "32".equals(System.getProperty("sun.arch.data.model")) ? 32 : 64;
    }

    @Override
    public String executable() {
        return ProcessHandle.current().info().command().orElse("");
    }

    @Override
    public String allocator() {
        return "jvm-" + System.getProperty("java.vm.version");
    }

    @Override
    public String multiplexing() {
        return multiplexing;
    }

    @Override
    public void standStill(long micros) {
        try {
            TimeUnit.MICROSECONDS.sleep(micros);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long resident() {
        var line = line(STATUS, "VmRSS:");
        return line == null ? 0 : Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
    }

    private static long installed() {
        var system = operatingSystemBean();
        return system == null ? 0 : system.getTotalMemorySize();
    }

    private static com.sun.management.@Nullable OperatingSystemMXBean operatingSystemBean() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean bean
                ? bean
                : null;
    }

    private static @Nullable String line(Path file, String start) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElse(null);
        } catch (IOException notLinux) {
            return null;
        }
    }
}
