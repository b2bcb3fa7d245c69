package hearsay.node.command;

import hearsay.node.resp.Replies;
import java.util.List;
import java.util.Locale;

/// One command in the shape of COMMAND INFO: name, arity, flags, first and last key and step, ACL
/// categories, tips, key specifications, subcommands.
///
/// Source: Redis documentation of COMMAND.
final class CommandInfo {

    /// In the order in which Redis names them.
    private static final List<String> CATEGORIES =
            List.of(
                    "keyspace",
                    "read",
                    "write",
                    "set",
                    "sortedset",
                    "list",
                    "hash",
                    "string",
                    "bitmap",
                    "hyperloglog",
                    "geo",
                    "stream",
                    "pubsub",
                    "admin",
                    "fast",
                    "slow",
                    "blocking",
                    "dangerous",
                    "connection",
                    "transaction",
                    "scripting");

    private static final List<String> KEY_FLAGS =
            List.of(
                    "RO",
                    "RW",
                    "OW",
                    "RM",
                    "ACCESS",
                    "UPDATE",
                    "INSERT",
                    "DELETE",
                    "NOT_KEY",
                    "INCOMPLETE",
                    "VARIABLE_FLAGS");

    private CommandInfo() {}

    static void write(Replies reply, Command command) {
        var keys = LegacyKeys.of(command);
        reply.array(10);
        reply.bulk(command.fullName());
        reply.integer(command.arity());
        flags(reply, command, keys);
        reply.integer(keys.first());
        reply.integer(keys.last());
        reply.integer(keys.step());
        categories(reply, command);
        tips(reply, command);
        keySpecs(reply, command);
        var subcommands = command.subcommands();
        if (subcommands.isEmpty()) {
            reply.set(0);
            return;
        }
        reply.array(subcommands.size());
        for (var sub : subcommands) write(reply, sub);
    }

    private static void flags(Replies reply, Command command, LegacyKeys keys) {
        int mark = reply.mark();
        int shown = 0;
        for (var flag : Flag.values()) {
            boolean has = command.is(flag) || (flag == Flag.MOVABLEKEYS && keys.movable());
            if (!has || flag.publicName().isEmpty()) continue;
            reply.status(flag.publicName());
            shown++;
        }
        reply.setFrom(mark, shown);
    }

    private static void categories(Replies reply, Command command) {
        reply.set(command.categories().size());
        for (var category : CATEGORIES) {
            if (command.categories().contains(category)) reply.status("@" + category);
        }
    }

    private static void tips(Replies reply, Command command) {
        var tips = CommandDocs.of(command).tips();
        reply.set(tips.size());
        tips.forEach(tip -> reply.bulk(tip.toLowerCase(Locale.ROOT)));
    }

    private static void keySpecs(Replies reply, Command command) {
        reply.set(command.keySpecs().size());
        for (var spec : command.keySpecs()) {
            reply.map(3);
            reply.bulk("flags");
            keyFlags(reply, spec.flags());
            reply.bulk("begin_search");
            begin(reply, spec.begin());
            reply.bulk("find_keys");
            find(reply, spec.find());
        }
    }

    static void keyFlags(Replies reply, List<String> flags) {
        reply.set(flags.size());
        for (var flag : KEY_FLAGS) {
            if (!flags.contains(flag)) continue;
            // How a key is used is one of four short words, all others are spelt out.
            reply.status(flag.length() == 2 ? flag : flag.toLowerCase(Locale.ROOT));
        }
    }

    private static void begin(Replies reply, KeySpec.Begin begin) {
        switch (begin) {
            case KeySpec.Begin.Index(int position) -> {
                kind(reply, "index", 1);
                pair(reply, "index", position);
            }
            case KeySpec.Begin.Keyword(String word, int startFrom) -> {
                kind(reply, "keyword", 2);
                reply.bulk("keyword");
                reply.bulk(word);
                pair(reply, "startfrom", startFrom);
            }
            case KeySpec.Begin.Unknown unknown -> kind(reply, "unknown", 0);
        }
    }

    private static void find(Replies reply, KeySpec.Find find) {
        switch (find) {
            case KeySpec.Find.Range(int last, int step, int limit) -> {
                kind(reply, "range", 3);
                pair(reply, "lastkey", last);
                pair(reply, "keystep", step);
                pair(reply, "limit", limit);
            }
            case KeySpec.Find.KeyNumber(int numberIndex, int firstKey, int step) -> {
                kind(reply, "keynum", 3);
                pair(reply, "keynumidx", numberIndex);
                pair(reply, "firstkey", firstKey);
                pair(reply, "keystep", step);
            }
            case KeySpec.Find.Unknown unknown -> kind(reply, "unknown", 0);
            case KeySpec.Find.StoreOfSort store -> kind(reply, "unknown", 0);
        }
    }

    private static void kind(Replies reply, String type, int pairs) {
        reply.map(2);
        reply.bulk("type");
        reply.bulk(type);
        reply.bulk("spec");
        reply.map(pairs);
    }

    private static void pair(Replies reply, String name, int value) {
        reply.bulk(name);
        reply.integer(value);
    }
}
