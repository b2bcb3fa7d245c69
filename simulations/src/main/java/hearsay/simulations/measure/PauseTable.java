package hearsay.simulations.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The longest that somebody else has to wait, while one client works with a lot of data.
final class PauseTable implements Measurement {

    private static final int DEPTH = 50;

    private final int keys;
    private final int members;

    PauseTable(int percent) {
        keys = 100_000 * percent;
        members = 50_000 * percent;
    }

    @Override
    public String title() {
        return "the longest wait for a PONG in ms, asked every millisecond";
    }

    @Override
    public List<String> rows() {
        return List.of(
                keys + " keys are set",
                keys / 2 + " of them are read",
                keys / 2 + " of them are set again",
                "a set gets " + members + " members",
                "UNLINK of the set",
                keys / 2 + " keys are deleted",
                "FLUSHALL ASYNC",
                "1000000 keys are set after it");
    }

    @Override
    public List<Double> of(Subject subject, Consumer<String> progress) {
        var waits = new ArrayList<Double>();
        try (var pipeline = new Pipeline(subject.port(), DEPTH);
                var heartbeat = new Heartbeat(subject.port())) {
            warmUp(pipeline);
            heartbeat.takeLongestMillis();
            for (int row = 0; row < rows().size(); row++) {
                progress.accept(rows().get(row));
                work(pipeline, row);
                pipeline.drain();
                rest();
                waits.add(heartbeat.takeLongestMillis());
            }
        }
        return waits;
    }

    private static void warmUp(Pipeline pipeline) {
        for (int i = 0; i < 300_000; i++) {
            pipeline.send("SET", "warm", "value");
            pipeline.send("SADD", "warmset", "member:" + i % 1000);
        }
        pipeline.call("FLUSHALL");
    }

    private void work(Pipeline pipeline, int row) {
        switch (row) {
            case 0 -> set(pipeline, keys, 1);
            case 1 -> {
                for (int i = 0; i < keys; i += 2) pipeline.send("GET", "key:" + i);
            }
            case 2 -> set(pipeline, keys, 2);
            case 3 -> {
                for (int i = 0; i < members; i++) pipeline.send("SADD", "set", "member:" + i);
            }
            case 4 -> pipeline.send("UNLINK", "set");
            case 5 -> {
                for (int i = 0; i < keys; i += 2) pipeline.send("DEL", "key:" + i);
            }
            case 6 -> pipeline.send("FLUSHALL", "ASYNC");
            default -> set(pipeline, 1_000_000, 1);
        }
    }

    private static void set(Pipeline pipeline, int count, int step) {
        for (int i = 0; i < count; i += step) pipeline.send("SET", "key:" + i, "value:" + i);
    }

    /// What a command leaves to be done in the background shows a little later.
    private static void rest() {
        try {
            Thread.sleep(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
