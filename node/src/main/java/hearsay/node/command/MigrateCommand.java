package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.migration.Order;
import hearsay.node.resp.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// MIGRATE: moves keys to another Redis.
///
/// Source: Redis documentation of MIGRATE.
final class MigrateCommand {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("MIGRATE", -6, "WRITE", "3 RW ACCESS DELETE; KEYS@-2..-1 RW ACCESS DELETE INCOMPLETE", MigrateCommand::migrate).keysBy(MigrateCommand::forEachKey));
    // spotless:on

    private static final int FIRST_OPTION = 6;
    private static final long USUAL_TIMEOUT_MILLIS = 1000;

    private MigrateCommand() {}

    private static void migrate(Call call) {
        boolean copy = false;
        boolean replace = false;
        byte[] user = null;
        byte[] password = null;
        int first = 3;
        int last = 3;
        for (int i = FIRST_OPTION; i < call.count(); i++) {
            int more = call.count() - 1 - i;
            if (call.is(i, "COPY")) {
                copy = true;
            } else if (call.is(i, "REPLACE")) {
                replace = true;
            } else if (call.is(i, "AUTH") && more >= 1) {
                call.keepSecret(++i);
                password = call.bytes(i);
            } else if (call.is(i, "AUTH2") && more >= 2) {
                call.keepSecret(++i);
                user = call.bytes(i);
                call.keepSecret(++i);
                password = call.bytes(i);
            } else if (call.is(i, "KEYS")) {
                if (call.length(3) != 0) {
                    throw new CommandError(
                            "ERR When using MIGRATE KEYS option, the key argument must be set to"
                                    + " the empty string");
                }
                first = i + 1;
                last = call.count() - 1;
                break;
            } else {
                throw CommandError.syntax();
            }
        }
        long timeout = call.integer(5);
        long db = call.integer(4);
        if (timeout <= 0) timeout = USUAL_TIMEOUT_MILLIS;
        var entries = entries(call, first, last);
        if (entries.isEmpty()) {
            call.reply().status("NOKEY");
            return;
        }
        if (!call.mayBlock()) {
            throw new CommandError(
                    "ERR MIGRATE inside a transaction is not available on this node");
        }
        var order =
                new Order(call.text(1), call.text(2), db, timeout, copy, replace, user, password);
        call.dontPropagate();
        call.server()
                .migrations()
                .begin(order, call.session(), call.db(), entries, call.command().number());
    }

    /// The keys that are there, each once.
    private static List<Entry> entries(Call call, int first, int last) {
        var entries = new ArrayList<Entry>(last - first + 1);
        var inFlight = call.server().keyspaces().inFlight();
        for (int i = first; i <= last; i++) {
            var entry = call.read(i);
            if (entry == null || inFlight.contains(entry.key())) continue;
            entries.add(entry);
        }
        return entries;
    }

    /// Word 3, or if that is empty, the words after KEYS.
    private static void forEachKey(Arguments request, IntConsumer visitor) {
        for (int i = FIRST_OPTION; i < request.count(); i++) {
            if (request.is(i, "KEYS")) {
                if (request.length(3) > 0) return;
                for (int key = i + 1; key < request.count(); key++) visitor.accept(key);
                return;
            }
            if (request.is(i, "AUTH")) i++;
            else if (request.is(i, "AUTH2")) i += 2;
        }
        if (request.count() > 3) visitor.accept(3);
    }
}
