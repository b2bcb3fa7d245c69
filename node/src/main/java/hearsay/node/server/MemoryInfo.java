package hearsay.node.server;

import hearsay.node.info.InfoText;

/// INFO's section about memory.
///
/// `used_memory` is [our own count][MemoryUse]. Where Redis tells of its allocator, the JVM's heap
/// answers: allocated is what objects take, garbage included; active and resident is what the heap
/// has been given of the machine's memory. What the process holds beyond it — code, threads,
/// buffers of the network — is `rss_overhead`. Fields of our own begin with `hearsay_`.
final class MemoryInfo {

    private final Server server;
    private final Machine machine;

    MemoryInfo(Server server) {
        this.server = server;
        machine = server.environment().machine();
    }

    void write(InfoText text) {
        var memory = server.memory();
        var heap = machine.memory();
        long used = memory.used();
        long peak = memory.peak();
        text.memory("used_memory", used);
        text.memory("used_memory_rss", heap.resident());
        text.memory("used_memory_peak", peak);
        text.percent("used_memory_peak_perc", 100.0 * used / peak);
        text.line("used_memory_overhead", memory.overhead());
        text.line("used_memory_startup", memory.startup());
        text.line("used_memory_dataset", memory.dataset());
        text.percent("used_memory_dataset_perc", memory.datasetPercent());
        text.line("allocator_allocated", heap.used());
        text.line("allocator_active", heap.committed());
        text.line("allocator_resident", heap.committed());
        text.line("hearsay_heap_limit", heap.limit());
        text.memory("total_system_memory", heap.installed());
        scripts(text);
        text.memory("maxmemory", server.settings().memory().maxmemory());
        text.line("maxmemory_policy", server.settings().memory().policy().text());
        fragmentation(text, heap, used);
        text.line("mem_not_counted_for_evict", memory.notCountedForEviction());
        text.line("mem_replication_backlog", memory.backlog());
        text.line("mem_total_replication_buffers", memory.backlog() + memory.replicas());
        text.line("mem_clients_slaves", memory.replicas());
        text.line("mem_clients_normal", memory.clients());
        var part = server.membership();
        text.line(
                "mem_cluster_links",
                part == null ? 0 : part.buffers().bytes(part.member().links()));
        text.gauges("mem_aof_buffer");
        text.line("mem_allocator", machine.allocator());
        text.gauges("active_defrag_running", "lazyfree_pending_objects");
        text.line("lazyfreed_objects", server.lazyFreeing().freed());
    }

    private static void fragmentation(InfoText text, Machine.Memory heap, long used) {
        text.decimal("allocator_frag_ratio", ratio(heap.committed(), heap.used()));
        text.line("allocator_frag_bytes", heap.committed() - heap.used());
        text.decimal("allocator_rss_ratio", 1);
        text.line("allocator_rss_bytes", 0);
        text.decimal("rss_overhead_ratio", ratio(heap.resident(), heap.committed()));
        text.line("rss_overhead_bytes", heap.resident() - heap.committed());
        text.decimal("mem_fragmentation_ratio", ratio(heap.resident(), used));
        text.line("mem_fragmentation_bytes", heap.resident() - used);
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

    static double ratio(long a, long b) {
        return b == 0 ? 0 : (double) a / b;
    }
}
