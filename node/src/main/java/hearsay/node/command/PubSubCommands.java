package hearsay.node.command;

import static hearsay.node.command.Command.command;
import static hearsay.node.command.Command.container;

import hearsay.gossip.bus.Payload;
import hearsay.node.pubsub.PubSub;
import hearsay.node.pubsub.Subject;
import hearsay.node.resp.Bytes;
import hearsay.node.resp.Replies;
import java.util.List;

/// Channels: listening, speaking, and asking who listens.
///
/// Source: Redis documentation, "Redis Pub/Sub".
final class PubSubCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("PSUBSCRIBE",   -2, "PUBSUB NOSCRIPT LOADING STALE SENTINEL",           "",              PubSubCommands::psubscribe),
            command("PUBLISH",       3, "PUBSUB LOADING STALE FAST MAY_REPLICATE SENTINEL", "",              PubSubCommands::publish),
            container("PUBSUB",     -2, "",
                    command("CHANNELS",      -2, "PUBSUB LOADING STALE", "", call -> names(call, Subject.CHANNEL)),
                    command("HELP",           2, "LOADING STALE",        "", PubSubCommands::help),
                    command("NUMPAT",         2, "PUBSUB LOADING STALE", "", PubSubCommands::patterns),
                    command("NUMSUB",        -2, "PUBSUB LOADING STALE", "", call -> subscribers(call, Subject.CHANNEL)),
                    command("SHARDCHANNELS", -2, "PUBSUB LOADING STALE", "", call -> names(call, Subject.SHARD_CHANNEL)),
                    command("SHARDNUMSUB",   -2, "PUBSUB LOADING STALE", "", call -> subscribers(call, Subject.SHARD_CHANNEL))),
            command("PUNSUBSCRIBE", -1, "PUBSUB NOSCRIPT LOADING STALE SENTINEL",           "",              call -> unsubscribe(call, Subject.PATTERN)),
            command("SPUBLISH",      3, "PUBSUB LOADING STALE FAST MAY_REPLICATE",          "1 NOT_KEY",     PubSubCommands::publishInShard),
            command("SSUBSCRIBE",   -2, "PUBSUB NOSCRIPT LOADING STALE",                    "1..-1 NOT_KEY", PubSubCommands::ssubscribe),
            command("SUBSCRIBE",    -2, "PUBSUB NOSCRIPT LOADING STALE SENTINEL",           "",              call -> subscribe(call, Subject.CHANNEL)),
            command("SUNSUBSCRIBE", -1, "PUBSUB NOSCRIPT LOADING STALE",                    "1..-1 NOT_KEY", call -> unsubscribe(call, Subject.SHARD_CHANNEL)),
            command("UNSUBSCRIBE",  -1, "PUBSUB NOSCRIPT LOADING STALE SENTINEL",           "",              call -> unsubscribe(call, Subject.CHANNEL)));
    // spotless:on

    private PubSubCommands() {}

    private static void psubscribe(Call call) {
        subscribe(call, Subject.PATTERN);
    }

    /// Where every command gets one reply, there is no room for messages. (That the other two are
    /// let into a transaction is old custom.)
    private static void ssubscribe(Call call) {
        if (!call.mayBlock()) {
            throw new CommandError("ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client");
        }
        subscribe(call, Subject.SHARD_CHANNEL);
    }

    private static void subscribe(Call call, Subject subject) {
        var to = confirmations(call);
        for (int i = 1; i < call.count(); i++) {
            pubsub(call).subscribe(call.session(), subject, name(call, i), to);
        }
    }

    private static void unsubscribe(Call call, Subject subject) {
        var to = confirmations(call);
        if (call.count() == 1) pubsub(call).unsubscribeAll(call.session(), subject, to);
        for (int i = 1; i < call.count(); i++) {
            pubsub(call).unsubscribe(call.session(), subject, name(call, i), to);
        }
    }

    /// They stand where other commands have their reply, but even those who want no replies get
    /// them.
    private static Replies confirmations(Call call) {
        return call.session().isMuted() ? call.server().pushes(call.session()) : call.reply();
    }

    private static void publish(Call call) {
        var words = call.words();
        var server = call.server();
        int receivers =
                server.pubsub()
                        .publish(name(call, 1), words.buffer(), words.offset(2), words.length(2));
        var cluster = server.membership();
        if (cluster == null) {
            call.propagateAnyway();
        } else {
            var channel = new Payload(call.bytes(1));
            var message = new Payload(call.bytes(2));
            cluster.perform(cluster.member().publish(channel, message, call.nowMillis()));
        }
        call.reply().integer(receivers);
    }

    private static void publishInShard(Call call) {
        var words = call.words();
        var server = call.server();
        int receivers =
                server.pubsub()
                        .publishInShard(
                                name(call, 1), words.buffer(), words.offset(2), words.length(2));
        var cluster = server.membership();
        if (cluster == null) {
            call.propagateAnyway();
        } else {
            var channel = new Payload(call.bytes(1));
            var message = new Payload(call.bytes(2));
            cluster.perform(cluster.member().publishShard(channel, message, call.nowMillis()));
        }
        call.reply().integer(receivers);
    }

    private static void names(Call call, Subject subject) {
        if (call.count() > 3) throw wrongSubcommand(call);
        var names = pubsub(call).names(subject, call.count() == 3 ? call.bytes(2) : null);
        call.reply().array(names.size());
        for (var name : names) call.reply().bulk(name.array());
    }

    private static void subscribers(Call call, Subject subject) {
        call.reply().array(2L * (call.count() - 2));
        for (int i = 2; i < call.count(); i++) {
            var name = name(call, i);
            call.reply().bulk(name.array());
            call.reply().integer(pubsub(call).subscribers(subject, name));
        }
    }

    private static void patterns(Call call) {
        call.reply().integer(pubsub(call).names(Subject.PATTERN));
    }

    private static CommandError wrongSubcommand(Call call) {
        return new CommandError(
                "ERR unknown subcommand or wrong number of arguments for '"
                        + call.text(1)
                        + "'. Try PUBSUB HELP.");
    }

    private static PubSub pubsub(Call call) {
        return call.server().pubsub();
    }

    private static Bytes name(Call call, int index) {
        return new Bytes(call.bytes(index));
    }

    private static void help(Call call) {
        Help.reply(
                call,
                "PUBSUB",
                "CHANNELS [<pattern>]",
                "Return the currently active channels matching a <pattern> (default: '*').",
                "NUMPAT",
                "Return number of subscriptions to patterns.",
                "NUMSUB [<channel> ...]",
                "Return the number of subscribers for the specified channels, excluding\n"
                        + "pattern subscriptions(default: no channels).",
                "SHARDCHANNELS [<pattern>]",
                "Return the currently active shard level channels matching a <pattern> (default:"
                        + " '*').",
                "SHARDNUMSUB [<shardchannel> ...]",
                "Return the number of subscribers for the specified shard level channel(s)");
    }
}
