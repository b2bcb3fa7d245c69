package hearsay.simulations.process;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The heap of a node's JVM, and the collector that goes with it; the launcher's script chooses
/// likewise for `hearsay node --heap`.
///
/// A large heap needs another collector: the parallel one stops a node with ten million keys for
/// seconds. Shenandoah stops it for less than a millisecond; not every JDK has it. And who gives a
/// node much memory wants it to work rather than to start: the compilers wait no longer than usual.
public final class HeapSize {

    private static final long LARGE = 512L << 20;

    /// The JVM's own, against what jvm.options says.
    private static final List<String> COMPILE_AS_USUAL =
            List.of(
                    "-XX:Tier3InvocationThreshold=200",
                    "-XX:Tier3MinInvocationThreshold=100",
                    "-XX:Tier3CompileThreshold=2000",
                    "-XX:Tier4InvocationThreshold=5000",
                    "-XX:Tier4MinInvocationThreshold=600",
                    "-XX:Tier4CompileThreshold=15000",
                    "-XX:Tier4BackEdgeThreshold=40000");

    /// Its own are 1 and 10 ms, which costs a hundredth of a core in a node that does nothing.
    private static final List<String> LOOK_SELDOM =
            List.of(
                    "-XX:+UnlockExperimentalVMOptions",
                    "-XX:ShenandoahControlIntervalMin=20",
                    "-XX:ShenandoahControlIntervalMax=100");

    private HeapSize() {}

    /// @param size as `-Xmx` takes it: `256m`, `4g`
    public static List<String> options(String size) {
        List<String> options = new ArrayList<>(List.of("-Xmx" + size));
        if (bytes(size) < LARGE) return options;
        options.add("-Xms" + size);
        options.add("-XX:-UseParallelGC");
        options.addAll(COMPILE_AS_USUAL);
        if (Runtime.version().feature() >= NodeJvm.FIRST_WITH_AOT && hasShenandoah()) {
            options.add("-XX:+UseShenandoahGC");
            options.add("-XX:ShenandoahGCMode=generational");
            options.addAll(LOOK_SELDOM);
        } else {
            options.add("-XX:+UseG1GC");
            options.add("-XX:MaxGCPauseMillis=10");
        }
        return options;
    }

    /// 0 for what is no size: the JVM will say so.
    static long bytes(String size) {
        var text = size.toLowerCase(Locale.ROOT);
        if (!text.matches("[0-9]{1,12}[kmgt]?")) return 0;
        int digits = text.length();
        int shift =
                switch (text.charAt(digits - 1)) {
                    case 'k' -> 10;
                    case 'm' -> 20;
                    case 'g' -> 30;
                    case 't' -> 40;
                    default -> 0;
                };
        return Long.parseLong(shift == 0 ? text : text.substring(0, digits - 1)) << shift;
    }

    private static boolean hasShenandoah() {
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption("UseShenandoahGC");
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
