package hearsay.node.command;

import static hearsay.node.command.Command.command;

import hearsay.node.keyspace.ListValue;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Commands that wait for lists, see [Call#block].
///
/// Source: Redis documentation of BLPOP.
final class BlockingListCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            command("BLPOP", -3, "WRITE BLOCKING", "1..-2 RW ACCESS DELETE", call -> pop(call, true)),
            command("BRPOP", -3, "WRITE BLOCKING", "1..-2 RW ACCESS DELETE", call -> pop(call, false)));
    // spotless:on

    private static final byte[] LPOP = "LPOP".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RPOP = "RPOP".getBytes(StandardCharsets.US_ASCII);

    private BlockingListCommands() {}

    private static void pop(Call call, boolean first) {
        int last = call.count() - 2;
        long deadline = call.deadlineSeconds(last + 1);
        for (int i = 1; i <= last; i++) {
            var entry = call.write(i);
            var list = Call.list(entry);
            if (entry == null || list == null) continue;
            call.reply().array(2);
            call.reply().bulk(entry.key());
            ListCommands.popOne(call, entry, list, first);
            call.propagateAs(first ? LPOP : RPOP, entry.key());
            return;
        }
        if (call.mayBlock()) {
            call.block(ListValue.class, 1, last, deadline, false);
        } else {
            call.reply().nilArray();
        }
    }
}
