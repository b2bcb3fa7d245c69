package hearsay.simulations.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What data takes, as the node itself counts it: used_memory with the data and without.
final class MemoryTable implements Measurement {

    private static final int DEPTH = 500;
    private static final double MB = 1024 * 1024;

    private final int count;

    MemoryTable(int percent) {
        count = 10_000 * percent;
    }

    @Override
    public String title() {
        return "used_memory in MB";
    }

    @Override
    public List<String> rows() {
        return List.of(
                count + " strings of 16 bytes",
                count + " hashes of 10 fields",
                "a sorted set of " + count,
                "a list of " + count,
                "a set of " + count,
                "a hash of " + count);
    }

    @Override
    public List<Double> of(Subject subject, Consumer<String> progress) {
        var sizes = new ArrayList<Double>();
        for (int kind = 0; kind < rows().size(); kind++) {
            progress.accept(rows().get(kind));
            subject.call("FLUSHALL", "SYNC");
            long before = subject.info("used_memory");
            try (var pipeline = new Pipeline(subject.port(), DEPTH)) {
                for (int i = 0; i < count; i++) add(pipeline, kind, i);
                pipeline.drain();
            }
            sizes.add((subject.info("used_memory") - before) / MB);
        }
        return sizes;
    }

    private static void add(Pipeline pipeline, int kind, int i) {
        switch (kind) {
            case 0 -> pipeline.send("SET", "key:" + i, "value:%010d".formatted(i));
            case 1 -> {
                var words = new String[22];
                words[0] = "HSET";
                words[1] = "hash:" + i;
                for (int f = 0; f < 10; f++) {
                    words[2 + 2 * f] = "field" + f;
                    words[3 + 2 * f] = "value:" + (i + f);
                }
                pipeline.send(words);
            }
            case 2 ->
                    pipeline.send(
                            "ZADD", "sorted", Integer.toString(Ranks.score(i)), "member:" + i);
            case 3 -> pipeline.send("RPUSH", "list", "element:" + i);
            case 4 -> pipeline.send("SADD", "set", "member:" + i);
            default -> pipeline.send("HSET", "hash", "field:" + i, "value:" + i);
        }
    }
}
