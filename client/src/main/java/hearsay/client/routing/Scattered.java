package hearsay.client.routing;

import hearsay.client.connection.Reply;
import hearsay.gossip.routing.HashSlot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// One request with keys in many slots as a request for each slot, sent together, and one reply
/// made of all: values in the order of the keys, counts summed up.
final class Scattered {

    /// How a command's replies are put together, and how many words go with each key.
    private enum Kind {
        VALUES,
        COUNT,
        OK;

        int stride() {
            return this == OK ? 2 : 1;
        }
    }

    private final byte[][] words;
    private final Kind kind;

    /// The places of a slot's keys among the words, by slot.
    private final Map<Integer, List<Integer>> places = new TreeMap<>();

    private Scattered(byte[][] words, Kind kind) {
        this.words = words;
        this.kind = kind;
        for (int i = 1; i < words.length; i += kind.stride())
            places.computeIfAbsent(HashSlot.of(words[i]), s -> new ArrayList<>()).add(i);
    }

    /// @throws IllegalArgumentException it cannot be divided
    static CompletionStage<Reply> send(
            RedisClient client, RequestOptions options, byte[]... words) {
        var kind = kind(words);
        if (words.length < 2 || (words.length - 1) % kind.stride() != 0)
            throw new IllegalArgumentException("wrong number of words for " + text(words[0]));
        return new Scattered(words, kind).send(client, options);
    }

    private static Kind kind(byte[][] words) {
        var command = words.length == 0 ? "" : text(words[0]);
        return switch (command) {
            case "MGET" -> Kind.VALUES;
            case "MSET" -> Kind.OK;
            case "DEL", "UNLINK", "EXISTS", "TOUCH" -> Kind.COUNT;
            default -> throw new IllegalArgumentException(command + " cannot be divided by slots");
        };
    }

    private CompletionStage<Reply> send(RedisClient client, RequestOptions options) {
        var pipeline = client.pipeline();
        places.forEach((slot, at) -> pipeline.add(options.inSlot(slot), part(at)));
        return pipeline.send().thenApply(this::gather);
    }

    private byte[][] part(List<Integer> at) {
        var part = new byte[1 + at.size() * kind.stride()][];
        int next = 0;
        part[next++] = words[0];
        for (int place : at)
            for (int i = 0; i < kind.stride(); i++) part[next++] = words[place + i];
        return part;
    }

    private Reply gather(List<Pipeline.Result> results) {
        var failure = failure(results);
        if (failure != null) throw failure;
        for (var result : results) if (result.reply() instanceof Reply.Failure error) return error;
        return switch (kind) {
            case OK -> new Reply.Status("OK");
            case COUNT -> new Reply.Int(results.stream().mapToLong(Scattered::count).sum());
            case VALUES -> values(results);
        };
    }

    private static long count(Pipeline.Result result) {
        return ((Reply.Int) result.reply()).value();
    }

    private Reply values(List<Pipeline.Result> results) {
        var values = new Reply[words.length - 1];
        int part = 0;
        for (var at : places.values()) {
            var items = results.get(part++).reply().items();
            for (int i = 0; i < at.size(); i++) values[at.get(i) - 1] = items.get(i);
        }
        return new Reply.Array(Arrays.asList(values));
    }

    /// What is done by halves is worth telling: DEL of two keys of which one is gone.
    private @Nullable RequestFailed failure(List<Pipeline.Result> results) {
        RequestFailed first = null;
        boolean maybeExecuted = false;
        int done = 0;
        int attempts = 0;
        for (var result : results) {
            if (result instanceof Pipeline.Result.Failed(RequestFailed failure)) {
                if (first == null) first = failure;
                maybeExecuted |= failure.maybeExecuted();
                attempts += failure.attempts();
            } else {
                done++;
            }
        }
        if (first == null) return null;
        var parts = done + " of " + results.size() + " parts were done; the first that was not: ";
        return new RequestFailed(parts + first.getMessage(), maybeExecuted || done > 0, attempts);
    }

    private static String text(byte[] word) {
        return new String(word, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
    }
}
