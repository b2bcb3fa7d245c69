package hearsay.node.server;

/// What a node can know of the process it runs in and of the machine under it, and the one thing
/// that it can do to both: stand still.
///
/// Sizes in bytes. What is not known is 0, or the empty string.
public interface Machine {

    /// What the memory is used for.
    ///
    /// @param used by objects, garbage not yet collected included
    /// @param committed what the process holds for them
    /// @param limit as much as objects may ever take; `Long.MAX_VALUE` if nobody knows
    /// @param resident all of the process that is in the machine's memory
    /// @param installed the machine's memory
    record Memory(long used, long committed, long limit, long resident, long installed) {}

    /// Processor time, in microseconds.
    record Cpu(long systemMicros, long userMicros) {

        public static final Cpu NONE = new Cpu(0, 0);
    }

    Memory memory();

    /// Looks for garbage at once and gives back what it leaves, which may take a while.
    void collectGarbage();

    /// What is known of how objects are kept: areas and collectors, a line each.
    String memoryReport();

    /// Of the whole process.
    Cpu cpu();

    /// Of the thread that asks.
    Cpu threadCpu();

    long processId();

    /// Name, release and architecture: `Linux 6.1.0 x86_64`.
    String operatingSystem();

    int archBits();

    /// What the process was started from.
    String executable();

    /// What allocates the memory, for `mem_allocator`.
    String allocator();

    /// What waits for the network, for `multiplexing_api`.
    String multiplexing();

    /// The node does nothing at all for so long, and whoever sends it something waits. In the real
    /// world the thread sleeps; a simulation holds back what comes and goes.
    void standStill(long micros);
}
