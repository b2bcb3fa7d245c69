package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.replication.Replicas;
import hearsay.node.replication.ReplicationRole;
import hearsay.node.resp.InlineWords;
import hearsay.node.server.Blocked;
import java.util.List;

/// Commands by which nodes follow each other, and by which clients see how far they are.
final class ReplicationCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("PSYNC",     -3, "NO_ASYNC_LOADING ADMIN NO_MULTI NOSCRIPT",    "", ReplicationCommands::psync),
            command("REPLCONF",  -1, "ADMIN NOSCRIPT LOADING STALE ALLOW_BUSY",     "", ReplicationCommands::replconf),
            command("REPLICAOF",  3, "NO_ASYNC_LOADING ADMIN NOSCRIPT STALE",       "", ReplicationCommands::replicaof),
            command("ROLE",       1, "NOSCRIPT LOADING STALE FAST SENTINEL",        "", ReplicationCommands::role).acl("ADMIN DANGEROUS"),
            command("SLAVEOF",    3, "NO_ASYNC_LOADING ADMIN NOSCRIPT STALE",       "", ReplicationCommands::replicaof),
            command("SYNC",       1, "NO_ASYNC_LOADING ADMIN NO_MULTI NOSCRIPT",    "", ReplicationCommands::sync));

    static final List<Command> WAITING = List.of(
            command("WAIT",       3, "",                                            "", ReplicationCommands::await));
    // spotless:on

    private static final String TIMEOUT_RANGE = "ERR timeout is not an integer or out of range";

    private ReplicationCommands() {}

    private static void replicaof(Call call) {
        var replication = call.server().replication();
        if (call.server().isClusterEnabled()) {
            throw new CommandError("ERR REPLICAOF not allowed in cluster mode.");
        }
        if (call.is(1, "NO") && call.is(2, "ONE")) {
            if (!replication.isMaster()) {
                replication.becomeMaster();
                call.server().settings().assign("replicaof", "no", "one");
                call.server()
                        .log()
                        .notice(
                                "MASTER MODE enabled (user request from client id #"
                                        + call.session().id()
                                        + ")");
            }
            call.reply().ok();
            return;
        }
        if (call.session().isReplica()) {
            throw new CommandError("ERR Command is not valid when client is a replica.");
        }
        int port = (int) call.integer(2, 0, 65535, "ERR Invalid master port");
        var host = call.text(1);
        var master = replication.master();
        if (master != null && master.leadsTo(host, port)) {
            call.reply().status("OK Already connected to specified master");
            return;
        }
        replication.replicateFrom(host, port);
        call.server().settings().assign("replicaof", host, Integer.toString(port));
        call.server()
                .log()
                .notice(
                        "REPLICAOF %s:%d enabled (user request from client id #%d)"
                                .formatted(host, port, call.session().id()));
        call.reply().ok();
    }

    private static void psync(Call call) {
        long wanted = call.integer(2);
        follow(call, call.text(1), wanted);
    }

    private static void sync(Call call) {
        follow(call, null, -1);
    }

    private static void follow(
            Call call, @org.jspecify.annotations.Nullable String id, long wanted) {
        var error = call.server().replication().follow(call.session(), id, wanted);
        if (error != null) throw new CommandError(error);
    }

    private static void replconf(Call call) {
        if (call.count() % 2 == 0) throw CommandError.syntax();
        var replicas = call.server().replication().replicas();
        for (int i = 1; i < call.count(); i += 2) {
            if (call.is(i, "ACK")) {
                acknowledge(call, replicas, i);
                return;
            }
            if (call.is(i, "GETACK")) {
                var master = call.server().replication().master();
                if (master != null) call.server().replication().acknowledge();
                return;
            }
            option(call, replicas, i);
        }
        call.reply().ok();
    }

    /// Nothing is answered to this, whatever it says.
    private static void acknowledge(Call call, Replicas replicas, int at) {
        if (!call.session().isReplica()) return;
        long offset = Numbers.parseOr(call.words(), at + 1, -1);
        if (offset < 0) return;
        boolean filed = call.count() > at + 3 && call.is(at + 2, "FACK");
        long fileOffset = filed ? Numbers.parseOr(call.words(), at + 3, -1) : 0;
        if (fileOffset >= 0) replicas.acknowledged(call.session(), offset, fileOffset);
    }

    private static void option(Call call, Replicas replicas, int at) {
        var session = call.session();
        if (call.is(at, "LISTENING-PORT")) {
            replicas.listensOn(session, (int) call.integer(at + 1));
        } else if (call.is(at, "IP-ADDRESS")) {
            if (call.length(at + 1) >= 256) {
                throw new CommandError(
                        "ERR REPLCONF ip-address provided by replica instance is too long: %d bytes"
                                .formatted(call.length(at + 1)));
            }
            replicas.announces(session, call.text(at + 1));
        } else if (call.is(at, "CAPA")) {
            replicas.understands(session, call.text(at + 1));
        } else if (call.is(at, "RDB-ONLY")) {
            long only =
                    call.integer(
                            at + 1, 0, 1, "ERR value is out of range, must be between 0 and 1");
            replicas.wantsOnlySnapshot(session, only == 1);
        } else if (call.is(at, "RDB-FILTER-ONLY")) {
            filter(call, replicas, at + 1);
        } else {
            throw new CommandError("ERR Unrecognized REPLCONF option: " + call.text(at));
        }
    }

    private static void filter(Call call, Replicas replicas, int at) {
        var bytes = call.bytes(at);
        var words = InlineWords.split(bytes, 0, bytes.length);
        if (words == null) throw new CommandError("ERR Missing rdb-filter-only values");
        replicas.wantsNoKeys(call.session());
        for (int i = 0; i < words.count(); i++) {
            var word = new String(words.word(i), java.nio.charset.StandardCharsets.UTF_8);
            if (!word.equalsIgnoreCase("functions")) {
                throw new CommandError("ERR Unsupported rdb-filter-only option: " + word);
            }
        }
    }

    private static void role(Call call) {
        ReplicationRole.reply(call.server().replication(), call.reply());
    }

    private static void await(Call call) {
        var replication = call.server().replication();
        if (!replication.isMaster()) {
            throw new CommandError(
                    "ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if a replica is configured to be writable (which is not the default) writes to replicas are just local and are not propagated.");
        }
        long wanted = call.integer(1);
        long timeout = call.integer(2, Long.MIN_VALUE, Long.MAX_VALUE, TIMEOUT_RANGE);
        if (timeout < 0) throw new CommandError("ERR timeout is negative");
        int reached = replication.replicas().acknowledged(call.session().writeOffset());
        if (reached >= wanted || call.session().transaction() != null) {
            call.reply().integer(reached);
            return;
        }
        long deadline = timeout == 0 ? Blocked.FOREVER : call.nowMillis() + timeout;
        if (deadline < 0) throw new CommandError("ERR timeout is out of range");
        replication.await(call.session(), (int) Math.min(wanted, Integer.MAX_VALUE), deadline);
    }
}
