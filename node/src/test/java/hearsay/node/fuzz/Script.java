package hearsay.node.fuzz;

import hearsay.node.command.CommandTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGeneratorFactory;

/// A sequence of requests that one seed decides: those of a generator, and what everybody needs,
/// mixed in.
///
/// Three requests are orders to the fuzzer, not to a server: [#EXPIRE], whose key's time is over
/// before the next request, [#DATASETS], which compares all data, and [#COUNTS], which compares
/// what was counted.
final class Script {

    static final String EXPIRE = "~expire";
    static final String DATASETS = "~datasets";
    static final String COUNTS = "~counts";

    private static final List<String> OTHER_TYPES =
            List.of(
                    "SET k v",
                    "RPUSH k v v",
                    // Numbers: 7.0 keeps no words in listpacks.
                    "SADD k 1 2",
                    "HSET k v v",
                    "ZADD k 1 v",
                    "XADD k 1-1 v v",
                    "SETBIT k 7 1",
                    "PFADD k v");

    private final Generator generator;
    private final Generator keys = new KeysGenerator();
    private final Vocabulary vocabulary;
    private final List<String> otherTypes;
    private final List<String[]> requests = new ArrayList<>();
    private boolean inMulti;

    /// The requests of a seed. A longer script begins as a shorter one does.
    static List<String[]> of(Generator generator, int protocol, long seed, int length) {
        var script = new Script(generator, 2 * seed + protocol);
        while (script.requests.size() < length) script.add();
        script.requests.add(new String[] {"EXEC"});
        script.requests.add(new String[] {DATASETS});
        script.requests.add(new String[] {COUNTS});
        return script.requests;
    }

    private Script(Generator generator, long seed) {
        this.generator = generator;
        vocabulary = new Vocabulary(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
        var table = new CommandTable();
        otherTypes = OTHER_TYPES.stream().filter(p -> table.find(p.split(" ")[0]) != null).toList();
    }

    private void add() {
        int dice = vocabulary.random().nextInt(1000);
        if (dice < (inMulti ? 150 : 20)) {
            transaction();
        } else if (dice < 200) {
            var words = keys.next(vocabulary);
            requests.add(keys.maySpoil(words) && vocabulary.oneIn(12) ? spoilt(words) : words);
        } else if (dice < 220) {
            requests.add(vocabulary.command(otherTypes));
        } else if (dice < 230) {
            // In a transaction all happens at one moment.
            if (!inMulti) requests.add(new String[] {EXPIRE, vocabulary.key()});
        } else if (dice < 232) {
            requests.add(new String[] {DATASETS});
        } else {
            var words = generator.next(vocabulary);
            // What it chooses by chance would show in the rest of the transaction.
            if (inMulti && generator.comparison(words).diverges()) return;
            boolean spoil = vocabulary.oneIn(12) && generator.maySpoil(words);
            requests.add(spoil ? spoilt(words) : words);
        }
    }

    private void transaction() {
        if (inMulti) {
            var word =
                    vocabulary.one(List.of("EXEC", "EXEC", "EXEC", "DISCARD", "MULTI", "WATCH a"));
            if (word.equals("EXEC") || word.equals("DISCARD")) inMulti = false;
            requests.add(word.split(" "));
        } else {
            var word =
                    vocabulary.command(
                            "(MULTI|MULTI|MULTI|WATCH k|WATCH {k}|UNWATCH|EXEC|DISCARD)");
            if (word[0].equalsIgnoreCase("MULTI")) inMulti = true;
            requests.add(word);
        }
    }

    private String[] spoilt(String[] words) {
        var spoilt = new ArrayList<>(Arrays.asList(words));
        int at = 1 + vocabulary.random().nextInt(spoilt.size());
        int last = spoilt.size() - 1;
        switch (vocabulary.random().nextInt(3)) {
            case 0 -> spoilt.add(at, vocabulary.word("spoil"));
            case 1 -> spoilt.remove(at == 1 ? last : at - 1);
            default -> spoilt.set(at == 1 ? last : at - 1, vocabulary.word("spoil"));
        }
        if (spoilt.isEmpty() || spoilt.getFirst().isEmpty()) return words;
        // A spoilt name could be that of an order to us or of something dangerous.
        if (!spoilt.getFirst().toLowerCase(Locale.ROOT).equals(words[0].toLowerCase(Locale.ROOT))) {
            spoilt.addFirst(words[0]);
        }
        return spoilt.toArray(new String[0]);
    }
}
