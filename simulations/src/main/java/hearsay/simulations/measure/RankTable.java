package hearsay.simulations.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// How much processor time ZADD and ZRANK take a node, by the size of the sorted set.
final class RankTable implements Measurement {

    private static final int DEPTH = 200;
    private static final int ASKED = 400_000;
    private static final List<String> COMMANDS = List.of("ZADD", "ZRANK", "ZADD again", "ZRANGE");

    private final List<Integer> sizes = new ArrayList<>();

    RankTable(int percent) {
        for (int size = 10_000; size <= 100_000 * percent; size *= 10) sizes.add(size);
    }

    @Override
    public String title() {
        return "microseconds of processor time per command, all of the node's threads";
    }

    @Override
    public List<String> rows() {
        var rows = new ArrayList<String>();
        for (int size : sizes) {
            for (var command : COMMANDS) rows.add(command + " at " + size);
        }
        return rows;
    }

    @Override
    public List<Double> of(Subject subject, Consumer<String> progress) {
        var times = new ArrayList<Double>();
        try (var pipeline = new Pipeline(subject.port(), DEPTH)) {
            progress.accept("warming up");
            fill(pipeline, "warm", 20_000);
            ask(pipeline, "warm", 20_000);
            int filled = 0;
            for (int size : sizes) {
                progress.accept("a sorted set of " + size);
                int last = Math.min(size - filled, ASKED);
                for (int i = filled; i < size - last; i++) add(pipeline, "sorted", i);
                pipeline.drain();
                int from = size - last;
                times.add(time(subject, pipeline, last, i -> add(pipeline, "sorted", from + i)));
                times.add(
                        time(
                                subject,
                                pipeline,
                                ASKED,
                                i ->
                                        pipeline.send(
                                                "ZRANK", "sorted", member(Ranks.score(i) % size))));
                // A member gets another score: out at one place, in at another.
                times.add(
                        time(
                                subject,
                                pipeline,
                                ASKED,
                                i -> {
                                    int m = Ranks.score(i) % size;
                                    pipeline.send(
                                            "ZADD",
                                            "sorted",
                                            Integer.toString(Ranks.score(m + i)),
                                            member(m));
                                }));
                times.add(
                        time(
                                subject,
                                pipeline,
                                ASKED,
                                i -> {
                                    var rank = Integer.toString(Ranks.score(i) % size);
                                    pipeline.send("ZRANGE", "sorted", rank, rank);
                                }));
                filled = size;
            }
        }
        return times;
    }

    private static double time(Subject subject, Pipeline pipeline, int count, IntConsumer command) {
        double before = subject.cpuSeconds();
        for (int i = 0; i < count; i++) command.accept(i);
        pipeline.drain();
        return (subject.cpuSeconds() - before) / count * 1e6;
    }

    private static void fill(Pipeline pipeline, String key, int count) {
        for (int i = 0; i < count; i++) add(pipeline, key, i);
    }

    private static void ask(Pipeline pipeline, String key, int size) {
        for (int i = 0; i < 10 * size; i++) {
            pipeline.send("ZRANK", key, member(i % size));
            pipeline.send("ZADD", key, Integer.toString(Ranks.score(i)), member(i % size));
            pipeline.send("ZRANGE", key, Integer.toString(i % size), Integer.toString(i % size));
        }
        pipeline.drain();
    }

    private static void add(Pipeline pipeline, String key, int i) {
        pipeline.send("ZADD", key, Integer.toString(Ranks.score(i)), member(i));
    }

    private static String member(int i) {
        return "member:" + i;
    }
}
