package hearsay.node.command;

import hearsay.node.encoding.Dictionary;
import hearsay.node.keyspace.HashValue;
import hearsay.node.keyspace.RankedSortedSet;
import hearsay.node.keyspace.SetValue;
import hearsay.node.keyspace.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// DEBUG HTSTATS and HTSTATS-KEY: how full hash tables are, and how evenly.
final class DebugTables {

    private DebugTables() {}

    /// `HTSTATS database [FULL]`
    static void ofDatabase(Call call) {
        long number = call.integer(2);
        var keyspaces = call.server().keyspaces();
        if (number < 0 || number >= keyspaces.count()) {
            throw new CommandError("ERR Out of range database");
        }
        var db = keyspaces.get((int) number);
        var text = new StringBuilder("[Dictionary HT]\n");
        describe(text, db.tables(isFull(call)));
        // No hash table knows which keys have a time to live: they stand in an array.
        text.append("[Expires HT]\n");
        long keys = db.expiringKeys();
        describe(text, new Dictionary.Table[] {new Dictionary.Table(keys, keys, new int[0])});
        call.reply().verbatim("txt", text.toString());
    }

    /// `HTSTATS-KEY key [FULL]`
    static void ofKey(Call call) {
        var entry = call.inspect(2);
        if (entry == null) throw CommandError.noSuchKey();
        var dictionary = dictionary(entry.value());
        if (dictionary == null) {
            throw new CommandError(
                    "ERR The value stored at the specified key is not represented using an hash"
                            + " table");
        }
        var text = new StringBuilder();
        describe(text, dictionary.tables(isFull(call)));
        call.reply().verbatim("txt", text.toString());
    }

    private static boolean isFull(Call call) {
        return call.count() > 3 && call.is(3, "FULL");
    }

    private static @Nullable Dictionary<?> dictionary(Value value) {
        return switch (value) {
            case SetValue set -> set.members();
            case HashValue hash -> hash.fields();
            case RankedSortedSet set -> set.members();
            default -> null;
        };
    }

    private static void describe(StringBuilder text, Dictionary.Table[] tables) {
        for (int i = 0; i < tables.length; i++) {
            text.append(
                    "Hash table %d stats (%s):\n"
                            .formatted(i, i == 0 ? "main hash table" : "rehashing target"));
            var table = tables[i];
            if (table.nodes() == 0) {
                text.append("No stats available for empty dictionaries\n");
                continue;
            }
            text.append(" table size: ").append(table.buckets()).append('\n');
            text.append(" number of elements: ").append(table.nodes()).append('\n');
            if (table.chains().length > 0) describeChains(text, table);
        }
    }

    private static void describeChains(StringBuilder text, Dictionary.Table table) {
        var chains = table.chains();
        long used = table.buckets() - chains[0];
        int longest = chains.length - 1;
        while (longest > 0 && chains[longest] == 0) longest--;
        text.append(" different slots: ").append(used).append('\n');
        text.append(" max chain length: ").append(longest).append('\n');
        var mean = String.format(Locale.ROOT, "%.2f", (double) table.nodes() / used);
        text.append(" avg chain length (counted): ").append(mean).append('\n');
        text.append(" avg chain length (computed): ").append(mean).append('\n');
        text.append(" Chain length distribution:\n");
        for (int length = 0; length <= longest; length++) {
            if (chains[length] == 0) continue;
            double percent = 100.0 * chains[length] / table.buckets();
            text.append(
                    String.format(
                            Locale.ROOT, "   %d: %d (%.2f%%)\n", length, chains[length], percent));
        }
    }
}
