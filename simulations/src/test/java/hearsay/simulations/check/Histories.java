package hearsay.simulations.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes histories up: of clients that really ran against one key, and of such that cannot have.
final class Histories {

    /// The operations of each type of key.
    enum Kind {
        REGISTER(Call.SET, Call.GET, Call.GETSET),
        COUNTER(Call.INCR, Call.INCR, Call.GET),
        MIXED(Call.INCR, Call.SET, Call.GET),
        LIST(Call.RPUSH, Call.RPUSH, Call.LRANGE),
        SET(Call.SADD, Call.SREM, Call.SMEMBERS);

        private final Call[] calls;

        Kind(Call... calls) {
            this.calls = calls;
        }
    }

    private static final class Planned {
        final Call call;
        final long argument;
        final long invoked;
        final long effect;
        final long completed;
        final int client;
        Answer answer = Answer.NIL;

        Planned(Call call, long argument, int client, long invoked, long effect, long completed) {
            this.call = call;
            this.argument = argument;
            this.client = client;
            this.invoked = invoked;
            this.effect = effect;
            this.completed = completed;
        }
    }

    private final RandomGenerator chance;
    private final Kind kind;
    private final int clients;
    private final double unanswered;

    /// @param clients that work at the same time
    /// @param unanswered the share of operations whose answers are lost
    Histories(RandomGenerator chance, Kind kind, int clients, double unanswered) {
        this.chance = chance;
        this.kind = kind;
        this.clients = clients;
        this.unanswered = unanswered;
    }

    /// Of clients that ran: linearizable.
    List<Operation> run(String key, int count) {
        var plan = plan(count);
        var redis = new BruteForce.OneKey();
        plan.stream()
                .sorted(Comparator.comparingLong(p -> p.effect))
                .forEach(p -> p.answer = redis.run(p.call, p.argument));
        var operations = new ArrayList<Operation>();
        for (var p : plan) operations.add(told(key, p));
        operations.sort(Comparator.comparingLong(Operation::completedNanos));
        return operations;
    }

    private List<Planned> plan(int count) {
        var plan = new ArrayList<Planned>();
        var free = new long[clients];
        for (int i = 0; i < count; i++) {
            int client = i % clients;
            long invoked = free[client] + chance.nextLong(20);
            long effect = invoked + 1 + chance.nextLong(20);
            long completed = effect + 1 + chance.nextLong(20);
            free[client] = completed;
            var call = kind.calls[chance.nextInt(kind.calls.length)];
            plan.add(new Planned(call, argument(call, i), client, invoked, effect, completed));
        }
        return plan;
    }

    private long argument(Call call, int i) {
        return switch (call) {
            case SADD, SREM -> chance.nextInt(4);
            case INCR -> kind == Kind.MIXED ? 1 + chance.nextInt(3) : 1;
            case SET, GETSET -> chance.nextInt(4) == 0 ? 5 : i;
            case RPUSH -> i;
            default -> 0;
        };
    }

    private Operation told(String key, Planned p) {
        boolean lost = chance.nextDouble() < unanswered;
        return new Operation(
                p.client,
                key,
                p.call,
                p.argument,
                p.invoked,
                lost ? Operation.NEVER : p.completed,
                lost ? Outcome.PENDING : new Outcome.Ok(p.answer),
                "7000");
    }

    /// The same with the answers of two operations of one kind exchanged: seldom linearizable.
    List<Operation> spoilt(List<Operation> operations) {
        var spoilt = new ArrayList<>(operations);
        for (int attempt = 0; attempt < 50; attempt++) {
            int a = chance.nextInt(spoilt.size());
            int b = chance.nextInt(spoilt.size());
            var one = spoilt.get(a);
            var other = spoilt.get(b);
            boolean differ = one.call() == other.call() && !one.outcome().equals(other.outcome());
            if (!differ || !one.isOk() || !other.isOk()) continue;
            spoilt.set(a, with(one, other.outcome()));
            spoilt.set(b, with(other, one.outcome()));
            return spoilt;
        }
        return spoilt;
    }

    private static Operation with(Operation o, Outcome outcome) {
        return new Operation(
                o.client(),
                o.key(),
                o.call(),
                o.argument(),
                o.invokedNanos(),
                o.completedNanos(),
                outcome,
                o.node());
    }
}
