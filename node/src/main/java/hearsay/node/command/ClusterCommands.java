package hearsay.node.command;

import static hearsay.node.command.Command.command;
import static hearsay.node.command.Command.container;

import hearsay.gossip.member.ClusterError;
import hearsay.gossip.member.Effect;
import hearsay.gossip.member.Member;
import hearsay.gossip.member.Member.FailoverKind;
import hearsay.gossip.member.SetSlot;
import hearsay.gossip.member.Shard;
import hearsay.gossip.member.SlotArguments;
import hearsay.gossip.member.SlotsRow;
import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.routing.HashSlot;
import hearsay.node.cluster.Membership;
import hearsay.node.config.Settings;
import hearsay.node.keyspace.Entry;
import hearsay.node.resp.Replies;
import hearsay.node.server.Blocked;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/// CLUSTER and its subcommands: conditions and texts are the member's, the shapes of the replies
/// are made here.
final class ClusterCommands {

    private static final String CHANGE = "NO_ASYNC_LOADING ADMIN STALE";

    // spotless:off
    static final List<Command> TABLE = List.of(
            container("CLUSTER", -2, "",
                    command("ADDSLOTS",             -3, CHANGE,          "", ClusterCommands::addSlots),
                    command("ADDSLOTSRANGE",        -4, CHANGE,          "", ClusterCommands::addSlotsRange),
                    command("BUMPEPOCH",             2, CHANGE,          "", ClusterCommands::bumpEpoch),
                    command("COUNT-FAILURE-REPORTS", 3, "ADMIN STALE",   "", ClusterCommands::countFailureReports),
                    command("COUNTKEYSINSLOT",       3, "STALE",         "", ClusterCommands::countKeysInSlot),
                    command("DELSLOTS",             -3, CHANGE,          "", ClusterCommands::delSlots),
                    command("DELSLOTSRANGE",        -4, CHANGE,          "", ClusterCommands::delSlotsRange),
                    command("FAILOVER",             -2, CHANGE,          "", ClusterCommands::failover),
                    command("FLUSHSLOTS",            2, CHANGE,          "", ClusterCommands::flushSlots),
                    command("FORGET",                3, CHANGE,          "", ClusterCommands::forget),
                    command("GETKEYSINSLOT",         4, "STALE",         "", ClusterCommands::getKeysInSlot),
                    command("HELP",                  2, "LOADING STALE", "", ClusterCommands::help),
                    command("INFO",                  2, "STALE",         "", ClusterCommands::info),
                    command("KEYSLOT",               3, "STALE",         "", ClusterCommands::keySlot),
                    command("LINKS",                 2, "STALE",         "", ClusterCommands::links),
                    command("MEET",                 -4, CHANGE,          "", ClusterCommands::meet),
                    command("MYID",                  2, "STALE",         "", ClusterCommands::myId),
                    command("MYSHARDID",             2, "STALE",         "", ClusterCommands::myShardId),
                    command("NODES",                 2, "STALE",         "", ClusterCommands::nodes),
                    command("REPLICAS",              3, "ADMIN STALE",   "", ClusterCommands::replicas),
                    command("REPLICATE",             3, CHANGE,          "", ClusterCommands::replicate),
                    command("RESET",                -2, "ADMIN STALE NOSCRIPT", "", ClusterCommands::reset),
                    command("SAVECONFIG",            2, CHANGE,          "", ClusterCommands::saveConfig),
                    command("SET-CONFIG-EPOCH",      3, CHANGE,          "", ClusterCommands::setConfigEpoch),
                    command("SETSLOT",              -4, CHANGE,          "", ClusterCommands::setSlot),
                    command("SHARDS",                2, "LOADING STALE", "", ClusterCommands::shards),
                    command("SLAVES",                3, "ADMIN STALE",   "", ClusterCommands::replicas),
                    command("SLOTS",                 2, "LOADING STALE", "", ClusterCommands::slots)));
    // spotless:on

    private static final List<String> HELP =
            List.of(
                    "CLUSTER <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                    "ADDSLOTS <slot> [<slot> ...]",
                    "    Take these hash slots.",
                    "ADDSLOTSRANGE <first slot> <last slot> [<first slot> <last slot> ...]",
                    "    Take these ranges of hash slots.",
                    "BUMPEPOCH",
                    "    Give this node a config epoch greater than all others.",
                    "COUNT-FAILURE-REPORTS <node-id>",
                    "    Say how many masters report this node as failing.",
                    "COUNTKEYSINSLOT <slot>",
                    "    Say how many keys are in this slot here.",
                    "DELSLOTS <slot> [<slot> ...]",
                    "    Let these hash slots be nobody's.",
                    "DELSLOTSRANGE <first slot> <last slot> [<first slot> <last slot> ...]",
                    "    Let these ranges of hash slots be nobody's.",
                    "FAILOVER [FORCE|TAKEOVER]",
                    "    Make this replica the master.",
                    "FLUSHSLOTS",
                    "    Give up all slots of this node.",
                    "FORGET <node-id>",
                    "    Remove a node from what this one knows.",
                    "GETKEYSINSLOT <slot> <count>",
                    "    Name keys of this slot.",
                    "INFO",
                    "    Say how the cluster is.",
                    "KEYSLOT <key>",
                    "    Say which slot a key belongs to.",
                    "LINKS",
                    "    List the links of the cluster bus.",
                    "MEET <ip> <port> [<bus-port>]",
                    "    Make this node and the one at that address know each other.",
                    "MYID",
                    "    Say this node's id.",
                    "MYSHARDID",
                    "    Say the id of this node's shard.",
                    "NODES",
                    "    List the nodes as this one knows them.",
                    "REPLICAS <node-id>",
                    "    List the replicas of a master.",
                    "REPLICATE <node-id>",
                    "    Make this node a replica of that master.",
                    "RESET [HARD|SOFT]",
                    "    Forget the cluster; HARD also changes the id and the epochs.",
                    "SAVECONFIG",
                    "    Write nodes.conf now.",
                    "SET-CONFIG-EPOCH <epoch>",
                    "    Set the config epoch of a node that is alone.",
                    "SETSLOT <slot> (IMPORTING <node-id>|MIGRATING <node-id>|NODE <node-id>|STABLE)",
                    "    Open this slot to give it away or take it in, close it, or say whose it is.",
                    "SHARDS",
                    "    List slot ranges with all nodes of each shard.",
                    "SLOTS",
                    "    List slot ranges with those who serve them.",
                    "HELP",
                    "    Print this help.");

    private ClusterCommands() {}

    // What changes something.

    private static void addSlots(Call call) {
        change(call, member -> member.addSlots(SlotArguments.slots(rest(call)), call.nowMillis()));
    }

    private static void addSlotsRange(Call call) {
        change(call, member -> member.addSlots(ranges(call), call.nowMillis()));
    }

    private static void delSlots(Call call) {
        change(
                call,
                member -> member.deleteSlots(SlotArguments.slots(rest(call)), call.nowMillis()));
    }

    private static void delSlotsRange(Call call) {
        change(call, member -> member.deleteSlots(ranges(call), call.nowMillis()));
    }

    private static Iterable<SlotRange> ranges(Call call) {
        if (call.count() % 2 == 1) throw CommandError.wrongArity(call.command().fullName());
        return SlotArguments.ranges(rest(call));
    }

    private static void flushSlots(Call call) {
        boolean empty = call.server().keyspaces().isEmpty();
        change(call, member -> member.flushSlots(empty, call.nowMillis()));
    }

    private static void meet(Call call) {
        if (call.count() > 5) throw CommandError.subcommandSyntax("CLUSTER", call.text(1));
        long port = number(call, 3, "ERR Invalid base port specified: %s");
        long busPort =
                call.count() == 5
                        ? number(call, 4, "ERR Invalid bus port specified: %s")
                        : port + Settings.BUS_PORT_OFFSET;
        var ip = call.text(2);
        change(call, member -> member.meet(ip, port, busPort, call.nowMillis()));
    }

    private static long number(Call call, int index, String mistake) {
        return call.integer(
                index, Long.MIN_VALUE, Long.MAX_VALUE, mistake.formatted(call.text(index)));
    }

    private static void replicate(Call call) {
        boolean empty = call.server().keyspaces().isEmpty();
        change(call, member -> member.replicate(call.text(2), empty, call.nowMillis()));
    }

    private static void failover(Call call) {
        var kind = FailoverKind.GENTLE;
        if (call.count() == 3 && call.is(2, "FORCE")) {
            kind = FailoverKind.FORCE;
        } else if (call.count() == 3 && call.is(2, "TAKEOVER")) {
            kind = FailoverKind.TAKEOVER;
        } else if (call.count() == 3) {
            throw CommandError.syntax();
        } else if (call.count() > 3) {
            throw CommandError.subcommandSyntax("CLUSTER", call.text(1));
        }
        var chosen = kind;
        change(call, member -> member.failover(chosen, call.nowMillis()));
    }

    private static void forget(Call call) {
        change(call, member -> member.forget(call.text(2), call.nowMillis()));
    }

    private static void reset(Call call) {
        if (call.count() > 3) throw CommandError.subcommandSyntax("CLUSTER", call.text(1));
        boolean hard = call.count() == 3 && call.is(2, "HARD");
        boolean soft = call.count() == 2 || (call.count() == 3 && call.is(2, "SOFT"));
        if (!hard && !soft) throw CommandError.syntax();
        boolean empty = call.server().keyspaces().isEmpty();
        change(call, member -> member.reset(hard, empty, call.nowMillis()));
    }

    private static void setConfigEpoch(Call call) {
        long epoch = call.integer(2);
        change(call, member -> member.setConfigEpoch(epoch, call.nowMillis()));
    }

    private static void setSlot(Call call) {
        var membership = membership(call);
        var server = call.server();
        var session = call.session();
        boolean byMaster = session.isMaster();
        var order =
                asked(() -> membership.member().readSetSlot(rest(call), keys(server), byMaster));
        var replicas = server.replication().slotOrders();
        // Half a transaction cannot wait.
        boolean atOnce = replicas.mustWait() && session.transaction() != null;
        if (byMaster || atOnce || !replicas.areHeard()) {
            change(call, member -> member.setSlot(order, keys(server), byMaster, call.nowMillis()));
        } else if (replicas.mustWait()) {
            session.postponed(call.words().copy());
            server.waiting().block(session, new Blocked.OnPause(Blocked.FOREVER));
        } else {
            replicas.give(session, order, () -> answer(server, session, membership, order));
        }
    }

    private static void answer(
            Server server, Session session, Membership membership, SetSlot order) {
        String error = null;
        try {
            long now = server.nowMillis();
            membership.perform(membership.member().setSlot(order, keys(server), false, now));
        } catch (ClusterError refused) {
            error = String.valueOf(refused.getMessage());
        }
        holdReplies(server, session, membership);
        if (session.isMuted()) return;
        if (error == null) session.replies().ok();
        else session.replies().error(error);
    }

    private static IntUnaryOperator keys(Server server) {
        return slot -> server.keyspaces().get(0).slotKeys().count(slot);
    }

    private static void saveConfig(Call call) {
        change(call, member -> member.saveConfig(call.nowMillis()));
    }

    private static void bumpEpoch(Call call) {
        var membership = membership(call);
        var bumped = membership.member().bumpEpoch(call.nowMillis());
        membership.perform(bumped.effects());
        confirm(call, membership, bumped.reply());
    }

    private static void change(Call call, Function<Member, List<Effect>> deed) {
        var membership = membership(call);
        membership.perform(asked(() -> deed.apply(membership.member())));
        confirm(call, membership, "OK");
    }

    private static void confirm(Call call, Membership membership, String status) {
        call.reply().status(status);
        holdReplies(call.server(), call.session(), membership);
    }

    /// What was changed must survive: the client hears of it when the file is written.
    private static void holdReplies(Server server, Session session, Membership membership) {
        if (!membership.isSaving() || session.isMaster()) return;
        session.holdReplies();
        membership.whenSaved(() -> {
            session.releaseReplies();
            if (!session.isOver()) server.sessions().wrote(session);
        });
    }

    // What only asks.

    private static void countFailureReports(Call call) {
        var member = membership(call).member();
        call.reply()
                .integer(asked(() -> member.countFailureReports(call.text(2), call.nowMillis())));
    }

    private static void countKeysInSlot(Call call) {
        membership(call);
        long slot = call.integer(2);
        if (!Slot.isValid(slot)) throw new CommandError("ERR Invalid slot");
        call.reply().integer(call.db().slotKeys().count((int) slot));
    }

    private static void getKeysInSlot(Call call) {
        membership(call);
        long number = call.integer(2);
        long max = call.integer(3);
        if (!Slot.isValid(number) || max < 0) {
            throw new CommandError("ERR Invalid slot or number of keys");
        }
        int slot = (int) number;
        var keys = call.db().slotKeys();
        int count = (int) Math.min(max, keys.count(slot));
        call.reply().array(count);
        keys.forEach(slot, count, (Entry entry) -> call.reply().bulk(entry.key()));
    }

    private static void keySlot(Call call) {
        membership(call);
        var words = call.words();
        call.reply().integer(HashSlot.of(words.buffer(), words.offset(2), words.length(2)));
    }

    private static void info(Call call) {
        var membership = membership(call);
        var text =
                membership.member().info()
                        + "total_cluster_links_buffer_limit_exceeded:"
                        + membership.buffers().exceeded()
                        + "\r\n";
        call.reply().verbatim("txt", text);
    }

    private static void myId(Call call) {
        call.reply().bulk(membership(call).member().myId().toString());
    }

    private static void myShardId(Call call) {
        call.reply().bulk(membership(call).member().myShardId().toString());
    }

    private static void nodes(Call call) {
        call.reply().verbatim("txt", membership(call).member().nodes(false));
    }

    private static void replicas(Call call) {
        var member = membership(call).member();
        var lines = asked(() -> member.replicas(call.text(2), false));
        call.reply().array(lines.size());
        for (var line : lines) call.reply().bulk(line);
    }

    private static void slots(Call call) {
        var rows = membership(call).member().slots();
        var reply = call.reply();
        reply.array(rows.size());
        for (SlotsRow row : rows) {
            reply.array(2 + row.servers().size());
            reply.integer(row.range().first());
            reply.integer(row.range().last());
            for (var server : row.servers()) server(reply, server);
        }
    }

    private static void server(Replies reply, SlotsRow.Server server) {
        reply.array(4);
        var endpoint = server.endpoint();
        if (endpoint == null) {
            reply.nil();
        } else {
            reply.bulk(endpoint);
        }
        reply.integer(server.port());
        reply.bulk(server.id().toString());
        reply.map(server.metadata().size());
        server.metadata()
                .forEach((name, value) -> {
                    reply.bulk(name);
                    reply.bulk(value);
                });
    }

    private static void shards(Call call) {
        var shards = membership(call).member().shards();
        var reply = call.reply();
        reply.array(shards.size());
        for (Shard shard : shards) {
            reply.map(2);
            reply.bulk("slots");
            reply.array(2 * shard.slots().size());
            for (var range : shard.slots()) {
                reply.integer(range.first());
                reply.integer(range.last());
            }
            reply.bulk("nodes");
            reply.array(shard.nodes().size());
            for (var node : shard.nodes()) shardNode(reply, node);
        }
    }

    private static void shardNode(Replies reply, Shard.Server node) {
        int mark = reply.mark();
        int pairs = 6;
        field(reply, "id", node.id().toString());
        if (node.port() != 0) {
            pairs++;
            reply.bulk("port");
            reply.integer(node.port());
        }
        if (node.tlsPort() != 0) {
            pairs++;
            reply.bulk("tls-port");
            reply.integer(node.tlsPort());
        }
        field(reply, "ip", node.ip());
        field(reply, "endpoint", node.endpoint());
        if (!node.hostname().isEmpty()) {
            pairs++;
            field(reply, "hostname", node.hostname());
        }
        field(reply, "role", node.role());
        reply.bulk("replication-offset");
        reply.integer(node.replicationOffset());
        field(reply, "health", node.health());
        reply.mapFrom(mark, pairs);
    }

    private static void field(Replies reply, String name, String value) {
        reply.bulk(name);
        reply.bulk(value);
    }

    private static void links(Call call) {
        var membership = membership(call);
        var rows = membership.member().links();
        var reply = call.reply();
        reply.array(rows.size());
        for (var row : rows) {
            reply.map(6);
            field(reply, "direction", row.direction());
            field(reply, "node", row.node().toString());
            reply.bulk("create-time");
            reply.integer(row.createTime());
            long unsent = membership.buffers().bytes(row.link());
            field(reply, "events", unsent == 0 ? "r" : "rw");
            reply.bulk("send-buffer-allocated");
            reply.integer(unsent);
            reply.bulk("send-buffer-used");
            reply.integer(unsent);
        }
    }

    private static void help(Call call) {
        membership(call);
        call.reply().array(HELP.size());
        for (var line : HELP) call.reply().status(line);
    }

    private static Membership membership(Call call) {
        var membership = call.server().membership();
        if (membership == null) {
            throw new CommandError("ERR This instance has cluster support disabled");
        }
        return membership;
    }

    private static List<String> rest(Call call) {
        var words = new ArrayList<String>();
        for (int i = 2; i < call.count(); i++) words.add(call.text(i));
        return words;
    }

    /// Asks the member; its refusal is the client's error.
    private static <T> T asked(java.util.function.Supplier<T> question) {
        try {
            return question.get();
        } catch (ClusterError refused) {
            throw new CommandError(String.valueOf(refused.getMessage()));
        }
    }
}
