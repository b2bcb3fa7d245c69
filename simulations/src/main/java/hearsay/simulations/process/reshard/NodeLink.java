package hearsay.simulations.process.reshard;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionFailure;
import hearsay.client.connection.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A connection to one node for those who wait for its replies, alone or many at once. May be used
/// by several threads.
public final class NodeLink implements AutoCloseable {

    /// The connection has its own limit for each reply; this one is for its own failures.
    private static final long LAST_RESORT_MINUTES = 10;

    private final String address;
    private final Connection connection;

    NodeLink(String address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    public String address() {
        return address;
    }

    /// @throws NodeTrouble if the reply is an error, or none comes
    public Reply call(String... words) throws NodeTrouble, InterruptedException {
        return call(bytes(words));
    }

    public Reply call(byte[]... words) throws NodeTrouble, InterruptedException {
        return succeeded(words, await(send(words)));
    }

    /// Sends them all before it waits for the first.
    ///
    /// @return their replies, none of which is an error
    public List<Reply> callAll(List<byte[][]> requests) throws NodeTrouble, InterruptedException {
        List<Reply> replies = askAll(requests);
        for (int i = 0; i < replies.size(); i++) succeeded(requests.get(i), replies.get(i));
        return replies;
    }

    /// The same, errors included.
    public List<Reply> askAll(List<byte[][]> requests) throws NodeTrouble, InterruptedException {
        List<CompletionStage<Reply>> stages = new ArrayList<>();
        for (byte[][] request : requests) stages.add(send(request));
        List<Reply> replies = new ArrayList<>();
        for (var stage : stages) replies.add(await(stage));
        return replies;
    }

    public CompletionStage<Reply> send(byte[]... words) {
        return connection.send(words);
    }

    /// @throws NodeTrouble if no reply comes
    public Reply await(CompletionStage<Reply> stage) throws NodeTrouble, InterruptedException {
        try {
            return stage.toCompletableFuture().get(LAST_RESORT_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String why =
                    cause instanceof ConnectionFailure failure
                            ? String.valueOf(failure.getMessage())
                            : String.valueOf(cause);
            throw NodeTrouble.silent(address, why);
        } catch (TimeoutException e) {
            throw NodeTrouble.silent(address, "no reply for ten minutes");
        }
    }

    Reply succeeded(byte[][] request, Reply reply) throws NodeTrouble {
        if (reply instanceof Reply.Failure failure) throw answered(request, failure.text());
        return reply;
    }

    NodeTrouble answered(byte[][] request, String error) {
        var command = new StringBuilder();
        for (int i = 0; i < Math.min(5, request.length); i++)
            command.append(i == 0 ? "" : " ")
                    .append(new String(request[i], StandardCharsets.UTF_8));
        return NodeTrouble.answered(address, command.toString(), error);
    }

    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void close() {
        connection.close();
    }

    public static byte[][] bytes(String... words) {
        var bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        return bytes;
    }
}
