package hearsay.node.server;

import hearsay.node.info.InfoText;
import java.nio.charset.StandardCharsets;

/// INFO's sections about the process: Server and CPU.
///
/// Left out, because there is nothing true to say: `gcc_version`.
final class ProcessInfo {

    private static final int LRU_CLOCK_BITS = 24;
    private static final long DAY_SECONDS = 24 * 3600;

    private final Server server;
    private final Machine machine;

    ProcessInfo(Server server) {
        this.server = server;
        machine = server.environment().machine();
    }

    void server(InfoText text) {
        var settings = server.settings();
        long uptime = (server.nowMillis() - server.startedMillis()) / 1000;
        text.line("redis_version", Version.REDIS);
        text.line("redis_git_sha1", "00000000");
        text.line("redis_git_dirty", 0);
        text.line("redis_build_id", "0");
        text.line("hearsay_version", Version.HEARSAY);
        text.line("redis_mode", server.mode());
        text.line("os", machine.operatingSystem());
        text.line("arch_bits", machine.archBits());
        text.line("monotonic_clock", "JVM nanoTime");
        text.line("multiplexing_api", machine.multiplexing());
        text.line("atomicvar_api", "java-varhandle");
        text.line("process_id", machine.processId());
        text.line("process_supervised", "no");
        text.line("run_id", server.runId());
        text.line("tcp_port", settings.network().port());
        text.line("server_time_usec", server.nowMicros());
        text.line("uptime_in_seconds", uptime);
        text.line("uptime_in_days", uptime / DAY_SECONDS);
        text.line("hz", settings.server().hz());
        text.line("configured_hz", settings.server().hz());
        text.line("lru_clock", server.nowMillis() / 1000 & (1 << LRU_CLOCK_BITS) - 1);
        text.line("executable", machine.executable());
        text.line("config_file", asText(server.configFile().orElse("")));
        text.line("io_threads_active", 0);
        if (server.shutdown().isUnderWay()) {
            long left = server.shutdown().deadlineMillis() - server.nowMillis();
            text.line("shutdown_in_milliseconds", left);
        }
        listeners(text);
    }

    private void listeners(InfoText text) {
        var network = server.settings().network();
        if (network.port() == 0) return;
        var line = new StringBuilder("name=tcp");
        for (var address : network.bind()) line.append(",bind=").append(address);
        text.line("listener0", line.append(",port=").append(network.port()).toString());
    }

    void cpu(InfoText text) {
        var process = machine.cpu();
        var thread = machine.threadCpu();
        text.seconds("used_cpu_sys", process.systemMicros());
        text.seconds("used_cpu_user", process.userMicros());
        // There are no children: nothing here forks.
        text.seconds("used_cpu_sys_children", 0);
        text.seconds("used_cpu_user_children", 0);
        text.seconds("used_cpu_sys_main_thread", thread.systemMicros());
        text.seconds("used_cpu_user_main_thread", thread.userMicros());
    }

    /// A path, kept as a byte string, as the text that it is for people.
    private static String asText(String byteString) {
        return new String(byteString.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
