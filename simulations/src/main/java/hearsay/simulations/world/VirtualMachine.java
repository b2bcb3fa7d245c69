package hearsay.simulations.world;

import hearsay.node.server.Machine;
import java.util.function.LongConsumer;

/// What a node sees of the machine it runs on: a small one, always the same, on which nothing takes
/// any time.
///
/// @param processId a new one for each life of the process
/// @param pause what is done when the node is to do nothing for so many microseconds
record VirtualMachine(long processId, LongConsumer pause) implements Machine {

    private static final long MEBI = 1024 * 1024;

    @Override
    public Memory memory() {
        return new Memory(2 * MEBI, 8 * MEBI, Long.MAX_VALUE, 16 * MEBI, 1024 * MEBI);
    }

    @Override
    public void collectGarbage() {}

    @Override
    public String memoryReport() {
        return "A machine of a simulation keeps no account of its memory.\n";
    }

    @Override
    public Cpu cpu() {
        return Cpu.NONE;
    }

    @Override
    public Cpu threadCpu() {
        return Cpu.NONE;
    }

    @Override
    public String operatingSystem() {
        return "Hearsay simulation";
    }

    @Override
    public int archBits() {
        return 64;
    }

    @Override
    public String executable() {
        return "/usr/bin/hearsay";
    }

    @Override
    public String allocator() {
        return "jvm";
    }

    @Override
    public String multiplexing() {
        return "simulated";
    }

    @Override
    public void standStill(long micros) {
        pause.accept(micros);
    }
}
