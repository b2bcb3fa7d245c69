package hearsay.simulations.workload;

import hearsay.simulations.check.History;
import hearsay.simulations.check.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All clients of a story at work, by the real client code, in a virtual world or before real
/// processes. Every operation goes into the history when its outcome is known.
///
/// Clients are numbered from 0 on, those of a workload one after the other. A workload of pub/sub
/// has as many subscribers as publishers, one of streams as many readers of its group as writers;
/// their numbers follow.
///
/// Everything happens on the loop of the clients' ports; these methods too are to be called there.
public final class Traffic {

    private final List<Workload> workloads;
    private final Surroundings surroundings;
    private final Supplier<RandomGenerator> chance;
    private final History history;
    private final List<Job> jobs = new ArrayList<>();
    private final List<Participant> clients = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private int numbers;
    private @Nullable ReadBack readBack;

    /// @param chance gives every client its own
    public Traffic(
            List<Workload> workloads,
            Surroundings surroundings,
            Supplier<RandomGenerator> chance,
            History history) {
        this.workloads = List.copyOf(workloads);
        this.surroundings = surroundings;
        this.chance = chance;
        this.history = history;
    }

    /// Begins: the times of the workloads count from now.
    public void begin() {
        long now =
                surroundings.ports().apply(Operation.READ_BACK).loop().nanoTime()
                        - surroundings.originNanos();
        var values = new Values();
        var opening = new ArrayList<Participant>();
        Map<Workload.Kind, Integer> alike = new EnumMap<>(Workload.Kind.class);
        for (var workload : workloads) {
            int before = alike.merge(workload.kind(), 1, Integer::sum) - 1;
            var suffix = before == 0 ? "" : "-" + (before + 1);
            var job = Job.of(workload, values, suffix);
            jobs.add(job);
            long begin = now + workload.begins().toNanos();
            long end = now + workload.ends().toNanos();
            opening.add(addClients(workload, job, begin, end));
            switch (workload.kind()) {
                case PUBSUB -> addSubscribers(workload, suffix, end);
                case STREAMS -> opening.addAll(addReaders(workload, suffix, begin, end));
                case COUNTERS, REGISTERS, LISTS, SETS, TRANSFERS -> {}
            }
        }
        for (var client : opening) client.open();
        for (var subscriber : subscribers) subscriber.open();
    }

    /// Whether everybody has ended, nothing being under way any more.
    public boolean isOver() {
        for (var client : clients) if (!client.isOver()) return false;
        for (var subscriber : subscribers) if (!subscriber.isOver()) return false;
        return true;
    }

    /// How many clients there are, readers and subscribers included.
    public int clients() {
        return numbers;
    }

    /// Ends what is still under way: it enters the history as without an answer.
    public void end() {
        for (var client : clients) client.end();
        for (var subscriber : subscribers) subscriber.end();
        if (readBack != null) readBack.end();
    }

    /// Reads every key of the history again, once all is quiet, as the client
    /// [Operation#READ_BACK].
    ///
    /// @param done when all is read; without a cluster to ask, never
    public void readBack(Runnable done) {
        var reader = new ReadBack(jobs, surroundings, history, chance.get(), chance.get(), done);
        readBack = reader;
        reader.open();
    }

    /// The first one prepares the ground; the others come when that is done.
    private Client addClients(Workload workload, Job job, long begin, long end) {
        var others = new ArrayList<Client>();
        var first = client(workload, job, () -> others.forEach(Client::open), begin, end);
        for (int i = 1; i < workload.clients(); i++)
            others.add(client(workload, job, null, begin, end));
        return first;
    }

    private Client client(
            Workload workload, Job job, @Nullable Runnable prepared, long begin, long end) {
        var client =
                new Client(
                        numbers++,
                        workload,
                        job,
                        prepared,
                        begin,
                        end,
                        surroundings,
                        history,
                        chance.get(),
                        chance.get());
        clients.add(client);
        return client;
    }

    private void addSubscribers(Workload workload, String suffix, long end) {
        var channels = keys(Job.names(workload, suffix));
        for (int i = 0; i < workload.clients(); i++)
            subscribers.add(
                    new Subscriber(numbers++, channels, end, surroundings, history, chance.get()));
    }

    /// Each stream has a reader, and each reader a stream, but otherwise they share the work.
    private List<GroupReader> addReaders(Workload workload, String suffix, long begin, long end) {
        var streams = keys(Job.names(workload, suffix));
        int count = workload.clients();
        var readers = new ArrayList<GroupReader>();
        for (int i = 0; i < count; i++) {
            var own = new ArrayList<byte[]>();
            for (int s = i; s < streams.size(); s += count) own.add(streams.get(s));
            if (own.isEmpty()) own.add(streams.get(i % streams.size()));
            readers.add(
                    new GroupReader(
                            numbers++,
                            own,
                            begin,
                            end,
                            surroundings,
                            history,
                            chance.get(),
                            chance.get()));
        }
        clients.addAll(readers);
        return readers;
    }

    private static List<byte[]> keys(KeyNames names) {
        var keys = new ArrayList<byte[]>();
        for (int i = 0; i < names.size(); i++) keys.add(names.bytes(i));
        return keys;
    }
}
