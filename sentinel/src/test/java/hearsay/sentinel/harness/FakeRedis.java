package hearsay.sentinel.harness;

import hearsay.client.connection.Reply;
import hearsay.sentinel.member.Effect.LinkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A Redis as a Sentinel sees it: PING, INFO, pub/sub, and SLAVEOF in a transaction.
public final class FakeRedis extends Machine {

    private static final long SYNC_MILLIS = 300;

    public String runId;
    public @Nullable FakeRedis master;
    private long syncedAt;
    private long linkLostAt;
    public int priority = 100;
    public long offset = 1_000;
    public boolean announced = true;

    /// What it says to PING.
    public Reply pong = new Reply.Status("PONG");

    /// Whether it does what SLAVEOF says.
    public boolean obedient = true;

    /// A full copy takes so long.
    public long syncMillis = SYNC_MILLIS;

    /// Every command, as it came.
    public final List<String> heard = new ArrayList<>();

    private final List<List<String>> transaction = new ArrayList<>();

    FakeRedis(Stage stage, String ip, int port) {
        super(stage, ip, port);
        runId = newRunId();
    }

    private String newRunId() {
        return String.format(Locale.ROOT, "%04x%036x", port, 7L + stage.lives++);
    }

    public void replicate(@Nullable FakeRedis of) {
        master = of;
        syncedAt = stage.now() + syncMillis;
        linkLostAt = 0;
    }

    public boolean isMaster() {
        return master == null;
    }

    /// Starts again, as what it was, with its data.
    public void restart() {
        up = true;
        dark = false;
        paused = false;
        runId = newRunId();
        if (master != null) replicate(master);
    }

    /// How often a command beginning with `words` was heard.
    public long heard(String words) {
        return heard.stream().filter(line -> line.startsWith(words)).count();
    }

    @Override
    void request(Wire wire, long request, List<String> words) {
        heard.add(String.join(" ", words));
        String command = words.getFirst().toUpperCase(Locale.ROOT);
        switch (command) {
            case "PING" -> wire.answer(request, pong);
            case "INFO" -> wire.answer(request, bulk(info()));
            case "PUBLISH" -> {
                publish(words.get(1), words.get(2));
                wire.answer(request, new Reply.Int(1));
            }
            case "SUBSCRIBE" ->
                    wire.answer(
                            request,
                            array(bulk("subscribe"), bulk(words.get(1)), new Reply.Int(1)));
            case "MULTI" -> {
                transaction.clear();
                wire.answer(request, OK);
            }
            case "EXEC" -> {
                wire.answer(request, array());
                for (var queued : transaction) execute(wire, queued);
            }
            case "SLAVEOF", "CONFIG" -> {
                transaction.add(words);
                wire.answer(request, QUEUED);
            }
            case "CLIENT" -> {
                if (words.get(1).equalsIgnoreCase("KILL")) transaction.add(words);
                wire.answer(request, OK);
            }
            default -> wire.answer(request, OK);
        }
    }

    private void execute(Wire mine, List<String> words) {
        if (words.getFirst().equals("SLAVEOF") && obedient) {
            boolean alone = words.get(1).equals("NO");
            replicate(
                    alone
                            ? null
                            : (FakeRedis)
                                    stage.machine(words.get(1), Integer.parseInt(words.get(2))));
        }
        if (!words.getFirst().equals("CLIENT")) return;
        var kind = words.getLast().equals("pubsub") ? LinkKind.PUBSUB : LinkKind.COMMANDS;
        for (var wire : List.copyOf(wires)) {
            if (wire != mine && wire.kind == kind) wire.breakOff();
        }
    }

    /// To whom subscribes here and, with a master's stream, to whom subscribes at a replica.
    private void publish(String channel, String message) {
        deliver(channel, message);
        if (isMaster()) forward(channel, message);
    }

    private void deliver(String channel, String message) {
        for (var wire : List.copyOf(wires)) {
            if (wire.kind == LinkKind.PUBSUB) wire.say(channel, message);
        }
    }

    private void forward(String channel, String message) {
        for (var node : stage.nodes) {
            if (node.master != this || !node.isLinked()) continue;
            node.deliver(channel, message);
            node.forward(channel, message);
        }
    }

    private boolean isLinked() {
        var of = master;
        return of != null
                && up
                && of.up
                && !of.paused
                && !stage.isCut(this, of)
                && stage.now() >= syncedAt;
    }

    private String info() {
        var of = master;
        var lines = new ArrayList<String>();
        lines.add("# Server");
        lines.add("run_id:" + runId);
        lines.add("# Replication");
        if (of == null) {
            lines.add("role:master");
            int index = 0;
            for (var node : stage.nodes) {
                if (node.master != this || !node.isLinked()) continue;
                lines.add(
                        "slave"
                                + index++
                                + ":ip="
                                + node.ip
                                + ",port="
                                + node.port
                                + ",state=online,offset="
                                + node.offset
                                + ",lag=0");
            }
            lines.add("master_repl_offset:" + offset);
        } else {
            boolean linked = isLinked();
            if (linked) linkLostAt = 0;
            else if (linkLostAt == 0) linkLostAt = stage.now();
            lines.add("role:slave");
            lines.add("master_host:" + of.ip);
            lines.add("master_port:" + of.port);
            lines.add("master_link_status:" + (linked ? "up" : "down"));
            lines.add("slave_repl_offset:" + offset);
            if (!linked) {
                lines.add("master_link_down_since_seconds:" + (stage.now() - linkLostAt) / 1_000);
            }
            lines.add("slave_priority:" + priority);
            lines.add("replica_announced:" + (announced ? 1 : 0));
        }
        return String.join("\r\n", lines) + "\r\n";
    }

    @Override
    public String toString() {
        return ip + ":" + port;
    }
}
