package hearsay.node.server;

import hearsay.node.info.InfoText;
import java.nio.charset.StandardCharsets;

/// INFO's sections about the process: Server, Memory, CPU.
///
/// Left out, because there is nothing true to say: `gcc_version`, `used_memory_overhead`,
/// `used_memory_dataset` and their percentage (a garbage-collected heap does not know whose its
/// objects are), `allocator_resident` with what is computed from it (resident memory is known only
/// of the whole JVM), `mem_not_counted_for_evict` (nothing is evicted).
final class ProcessInfo {

    private static final int LRU_CLOCK_BITS = 24;
    private static final long DAY_SECONDS = 24 * 3600;

    private final Server server;
    private final Machine machine;
    private final long memoryAtStart;

    ProcessInfo(Server server) {
        this.server = server;
        machine = server.environment().machine();
        memoryAtStart = machine.memory().used();
    }

    void server(InfoText text) {
        var settings = server.settings();
        long uptime = (server.nowMillis() - server.startedMillis()) / 1000;
        text.line("redis_version", Version.REDIS);
        text.line("redis_git_sha1", "00000000");
        text.line("redis_git_dirty", 0);
        text.line("redis_build_id", "0");
        text.line("hearsay_version", Version.HEARSAY);
        text.line("redis_mode", settings.cluster().enabled() ? "cluster" : "standalone");
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

    void memory(InfoText text) {
        var memory = machine.memory();
        long peak = server.statistics().peakMemory(memory.used());
        text.memory("used_memory", memory.used());
        text.memory("used_memory_rss", memory.resident());
        text.memory("used_memory_peak", peak);
        text.percent("used_memory_peak_perc", 100.0 * memory.used() / peak);
        text.line("used_memory_startup", memoryAtStart);
        text.line("allocator_allocated", memory.used());
        text.line("allocator_active", memory.committed());
        text.memory("total_system_memory", memory.installed());
        scripts(text);
        text.memory("maxmemory", server.settings().server().maxmemory());
        text.line("maxmemory_policy", server.settings().server().maxmemoryPolicy());
        text.decimal("allocator_frag_ratio", ratio(memory.committed(), memory.used()));
        text.line("allocator_frag_bytes", memory.committed() - memory.used());
        text.decimal("mem_fragmentation_ratio", ratio(memory.resident(), memory.used()));
        text.line("mem_fragmentation_bytes", memory.resident() - memory.used());
        text.gauges("mem_replication_backlog", "mem_total_replication_buffers");
        text.line("mem_clients_slaves", buffers(true));
        text.line("mem_clients_normal", buffers(false));
        text.gauges("mem_cluster_links", "mem_aof_buffer");
        text.line("mem_allocator", machine.allocator());
        text.gauges("active_defrag_running", "lazyfree_pending_objects", "lazyfreed_objects");
    }

    private static void scripts(InfoText text) {
        text.gauges("used_memory_lua", "used_memory_vm_eval");
        text.line("used_memory_lua_human", InfoText.human(0));
        text.gauges(
                "used_memory_scripts_eval",
                "number_of_cached_scripts",
                "number_of_functions",
                "number_of_libraries",
                "used_memory_vm_functions",
                "used_memory_vm_total");
        text.line("used_memory_vm_total_human", InfoText.human(0));
        text.gauges("used_memory_functions", "used_memory_scripts");
        text.line("used_memory_scripts_human", InfoText.human(0));
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

    private long buffers(boolean replicas) {
        return server.sessions().all().stream()
                .filter(session -> session.isReplica() == replicas)
                .mapToLong(ClientsInfo::buffers)
                .sum();
    }

    private static double ratio(long a, long b) {
        return b == 0 ? 0 : (double) a / b;
    }

    /// A path, kept as a byte string, as the text that it is for people.
    private static String asText(String byteString) {
        return new String(
                byteString.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
