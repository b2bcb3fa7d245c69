package hearsay.sentinel.script;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// The programs of this machine. They share the Sentinel's environment and standard output.
public final class MachinePrograms implements Programs {

    /// A process that a signal ended has this plus the signal's number as its exit value.
    private static final int SIGNALLED = 128;

    @Override
    public Running start(List<String> words, Consumer<Exit> ended) throws IOException {
        var process = new ProcessBuilder(words).inheritIO().start();
        var unused = process.onExit().thenAccept(over -> ended.accept(exit(over.exitValue())));
        return new Running() {
            @Override
            public long pid() {
                return process.pid();
            }

            @Override
            public void kill() {
                process.destroyForcibly();
            }
        };
    }

    private static Exit exit(int value) {
        return value > SIGNALLED ? new Exit(0, value - SIGNALLED) : new Exit(value, 0);
    }
}
