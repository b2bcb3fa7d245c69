package hearsay.simulations.process;

import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Connection;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.NettyLoop;
import hearsay.client.connection.Ports;
import hearsay.client.connection.Reply;
import hearsay.client.routing.ClusterClient;
import hearsay.client.routing.Outcome;
import hearsay.client.routing.RequestFailed;
import hearsay.client.routing.RequestOptions;
import hearsay.client.routing.RetryPolicy;
import hearsay.simulations.check.Call;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Operation;
import hearsay.simulations.process.Overview.Row;
import hearsay.simulations.story.Story;
import hearsay.simulations.workload.Keys;
import hearsay.simulations.workload.Workload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The clients of a story on real connections, all on one thread of their own.
final class RealClients implements AutoCloseable {

    private static final String LOOP = "story-clients";
    private static final long LAST_ANSWER_SECONDS = 30;

    private final Ports ports = NettyLoop.ports(LOOP);
    private final List<Endpoint> seeds;
    private final History history;
    private final LongSupplier nanos;
    private final RandomGenerator chance;
    private final List<Client> clients = new ArrayList<>();
    private long lastValue;
    private volatile boolean stopping;

    private RealClients(
            List<Endpoint> seeds, History history, LongSupplier nanos, RandomGenerator chance) {
        this.seeds = seeds;
        this.history = history;
        this.nanos = nanos;
        this.chance = chance;
    }

    static RealClients start(
            Story story,
            Overview overview,
            History history,
            LongSupplier nanos,
            RandomGenerator chance)
            throws InterruptedException {
        List<Endpoint> seeds = new ArrayList<>();
        for (Row row : overview.rows())
            seeds.add(new Endpoint(row.member().host(), row.member().port()));
        var all = new RealClients(seeds, history, nanos, chance);
        for (Workload workload : story.workloads())
            for (int i = 0; i < workload.clients(); i++) all.add(workload);
        for (Client client : all.clients) client.begin();
        return all;
    }

    private void add(Workload workload) throws InterruptedException {
        clients.add(new Client(clients.size(), workload, open()));
    }

    private ClusterClient open() throws InterruptedException {
        try {
            return ClusterClient.open(
                            seeds, ConnectionSettings.DEFAULT, RetryPolicy.DEFAULT, chance, ports)
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new Refusal("No client finds its cluster: " + e.getCause());
        }
    }

    /// Returns when everybody has the last answer.
    void stop() throws InterruptedException {
        stopping = true;
        var over = new CountDownLatch(clients.size());
        for (Client client : clients) ports.loop().execute(() -> client.end(over));
        if (!over.await(LAST_ANSWER_SECONDS, TimeUnit.SECONDS))
            throw new Refusal("Clients wait for answers that do not come.");
    }

    /// Reads every key again, into the history.
    void readBack() throws InterruptedException {
        List<String> keys = history.keys();
        var left = new CountDownLatch(keys.size());
        ClusterClient client = open();
        ports.loop()
                .execute(() -> {
                    for (String key : keys) {
                        Call call = readOf(key);
                        ask(client, Operation.READ_BACK, key, call, 0, left::countDown);
                    }
                });
        if (!left.await(LAST_ANSWER_SECONDS, TimeUnit.SECONDS))
            throw new Refusal("What was written cannot be read back.");
        client.close();
    }

    @Override
    public void close() {
        for (Client client : clients) client.connection.close();
        NettyLoop.close(LOOP);
    }

    private static Call readOf(String key) {
        if (key.startsWith("lists:")) return Call.LRANGE;
        return key.startsWith("sets:") ? Call.SMEMBERS : Call.GET;
    }

    /// One of the clients.
    private final class Client {
        private final int number;
        private final Workload workload;
        private final ClusterClient connection;
        private final double intervalNanos;
        private double due;
        private int underWay;
        private List<CountDownLatch> waiting = new ArrayList<>();

        Client(int number, Workload workload, ClusterClient connection) {
            this.number = number;
            this.workload = workload;
            this.connection = connection;
            intervalNanos =
                    workload.rate() == 0
                            ? 0
                            : 1e9 * workload.clients() * workload.pipeline() / workload.rate();
            due = workload.begins().toNanos() + chance.nextDouble() * intervalNanos;
        }

        void begin() {
            ports.loop().schedule((long) due - nanos.getAsLong(), this::turn);
        }

        void end(CountDownLatch over) {
            if (underWay == 0) over.countDown();
            else waiting.add(over);
        }

        private void turn() {
            if (stopping || nanos.getAsLong() >= workload.ends().toNanos()) return;
            due += intervalNanos;
            underWay = workload.pipeline();
            for (int i = 0; i < workload.pipeline(); i++) one();
        }

        private void one() {
            String key =
                    workload.kind().name().toLowerCase(java.util.Locale.ROOT) + ":" + keyNumber();
            boolean reads = chance.nextDouble() < workload.reads();
            Call call =
                    switch (workload.kind()) {
                        case COUNTERS -> reads ? Call.GET : Call.INCR;
                        case LISTS -> reads ? Call.LRANGE : Call.RPUSH;
                        case SETS -> reads ? Call.SMEMBERS : Call.SADD;
                        default -> reads ? Call.GET : Call.SET;
                    };
            long argument = reads ? 0 : call == Call.INCR ? 1 : ++lastValue;
            ask(connection, number, key, call, argument, this::answered);
        }

        private int keyNumber() {
            int keys = workload.keys();
            if (workload.distribution() instanceof Keys.Hot(double fraction)
                    && chance.nextDouble() < fraction) return 0;
            return chance.nextInt(keys);
        }

        private void answered() {
            if (--underWay > 0) return;
            for (CountDownLatch over : waiting) over.countDown();
            waiting = new ArrayList<>();
            if (stopping) return;
            ports.loop().schedule((long) due - nanos.getAsLong(), this::turn);
        }
    }

    private void ask(
            ClusterClient client, int who, String key, Call call, long argument, Runnable then) {
        long invoked = nanos.getAsLong();
        client.send(
                new Outcome() {
                    @Override
                    public void answered(Connection from, Reply reply) {
                        note(outcome(reply));
                    }

                    @Override
                    public void failed(RequestFailed failure) {
                        String why = String.valueOf(failure.getMessage());
                        note(
                                failure.maybeExecuted()
                                        ? new hearsay.simulations.check.Outcome.Unknown(why)
                                        : new hearsay.simulations.check.Outcome.Refused(why));
                    }

                    private void note(hearsay.simulations.check.Outcome outcome) {
                        boolean known =
                                !(outcome instanceof hearsay.simulations.check.Outcome.Unknown);
                        history.add(
                                new Operation(
                                        who,
                                        key,
                                        call,
                                        argument,
                                        invoked,
                                        known ? nanos.getAsLong() : Operation.NEVER,
                                        outcome,
                                        ""));
                        then.run();
                    }
                },
                RequestOptions.NONE,
                words(key, call, argument));
    }

    private static hearsay.simulations.check.Outcome outcome(Reply reply) {
        return switch (reply) {
            case Reply.Failure failure ->
                    new hearsay.simulations.check.Outcome.Refused(failure.text());
            case Reply.Int number -> hearsay.simulations.check.Outcome.Ok.number(number.value());
            case Reply.Status ok -> hearsay.simulations.check.Outcome.Ok.DONE;
            case Reply.Bulk text ->
                    hearsay.simulations.check.Outcome.Ok.number(Long.parseLong(text.text()));
            case Reply.Nil nil -> hearsay.simulations.check.Outcome.Ok.NIL;
            default ->
                    hearsay.simulations.check.Outcome.Ok.numbers(
                            reply.items().stream()
                                    .mapToLong(item -> Long.parseLong(item.text()))
                                    .toArray());
        };
    }

    private static byte[][] words(String key, Call call, long argument) {
        List<String> words = new ArrayList<>(List.of(call.name(), key));
        if (call == Call.LRANGE) words.addAll(List.of("0", "-1"));
        if (call == Call.SET || call == Call.RPUSH || call == Call.SADD)
            words.add(Long.toString(argument));
        var bytes = new byte[words.size()][];
        for (int i = 0; i < bytes.length; i++)
            bytes[i] = words.get(i).getBytes(StandardCharsets.UTF_8);
        return bytes;
    }
}
