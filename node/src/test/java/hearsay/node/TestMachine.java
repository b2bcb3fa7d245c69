package hearsay.node;

import hearsay.node.server.Machine;
import java.util.function.LongConsumer;

/// A machine that a test makes up: always the same sizes and times.
///
/// @param standStill what is done when the node is to stand still for so many microseconds
/// @param heapLimit bytes, or `Long.MAX_VALUE`
public record TestMachine(LongConsumer standStill, long heapLimit) implements Machine {

    @Override
    public Memory memory() {
        return new Memory(2_000_000, 8_000_000, heapLimit, 90_000_000, 4L << 30);
    }

    @Override
    public void collectGarbage() {}

    @Override
    public String memoryReport() {
        return "Imagined: used 2000000\n";
    }

    @Override
    public Cpu cpu() {
        return new Cpu(1_500_000, 12_345_678);
    }

    @Override
    public Cpu threadCpu() {
        return new Cpu(500_000, 2_000_001);
    }

    @Override
    public long processId() {
        return 4242;
    }

    @Override
    public String operatingSystem() {
        return "Imagined 1.0 x86_64";
    }

    @Override
    public int archBits() {
        return 64;
    }

    @Override
    public String executable() {
        return "/opt/hearsay/node";
    }

    @Override
    public String allocator() {
        return "imagined-1.0";
    }

    @Override
    public String multiplexing() {
        return "none";
    }

    @Override
    public void standStill(long micros) {
        standStill.accept(micros);
    }
}
