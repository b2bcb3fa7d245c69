package hearsay.node.fuzz;

import java.util.List;
import java.util.Locale;

/// Commands on lists. Those that wait do so for a moment at the most.
final class ListsGenerator implements Generator {

    private static final List<String> PATTERNS =
            List.of(
                    "LPUSH k {e}",
                    "RPUSH k {e}",
                    "LPUSH k {e}",
                    "RPUSH k {e e e}",
                    "RPUSH k {same same e}",
                    "LPUSHX k {e}",
                    "RPUSHX k {e}",
                    "LPOP k",
                    "RPOP k",
                    "LPOP k popcount",
                    "RPOP k popcount",
                    "LLEN k",
                    "LINDEX k index",
                    "LSET k index e",
                    "LSET k index e",
                    "LINSERT k (BEFORE|AFTER) e e",
                    "LINSERT k (BEFORE|AFTER) same e",
                    "LINSERT k (BEFORE|AFTER|BESIDE) e e",
                    "LREM k remcount same",
                    "LREM k remcount e",
                    "LTRIM k from to",
                    "LTRIM k index index",
                    "LRANGE k index index",
                    "LRANGE k 0 -1",
                    "LPOS k same",
                    "LPOS k e [RANK rank] [COUNT popcount] [MAXLEN popcount]",
                    "LPOS k same [RANK rank] [COUNT popcount] [MAXLEN popcount]",
                    "LPOS k same {(RANK rank|COUNT popcount|MAXLEN popcount)}",
                    "LMOVE k k (LEFT|RIGHT) (LEFT|RIGHT)",
                    "LMOVE k k (LEFT|RIGHT|UP) (LEFT|RIGHT|DOWN)",
                    "RPOPLPUSH k k",
                    "LMPOP 1 k (LEFT|RIGHT)",
                    "LMPOP 2 k k (LEFT|RIGHT) [COUNT popcount]",
                    "LMPOP numkeys {k} (LEFT|RIGHT|UP) [COUNT popcount] [COUNT popcount]",
                    "OBJECT ENCODING k");

    private static final List<String> BLOCKING =
            List.of(
                    "BLPOP {k} wait",
                    "BRPOP {k} wait",
                    "BLMOVE k k (LEFT|RIGHT) (LEFT|RIGHT) wait",
                    "BRPOPLPUSH k k wait",
                    "BLMPOP wait 1 k (LEFT|RIGHT)",
                    "BLMPOP wait 2 k k (LEFT|RIGHT|UP) [COUNT popcount]");

    private static final List<String> SETTINGS =
            List.of(
                    "CONFIG SET list-max-listpack-size (1|2|3|5|8|128|0|-1|-2|-5)",
                    "CONFIG SET list-compress-depth (0|0|1|2|3)");

    // spotless:off
    private static final List<String> ELEMENTS =
            List.of(
                    "", "0", "1", "-1", "a", "b", "c", "127", "128", "-4096", "-4097", "4095", "32767", "-32769",
                    "8388607", "8388608", "2147483648", "-9223372036854775808", "9223372036854775807",
                    "9223372036854775808", "01", "-0", "1.0", " 1", "word".repeat(3), "x".repeat(63), "x".repeat(64),
                    "y".repeat(127), "z".repeat(4095), "z".repeat(4096), "\u0000", "\u00ff\r\n", "long ".repeat(1800));
    // spotless:on

    @Override
    public String name() {
        return "list";
    }

    @Override
    public String[] next(Vocabulary vocabulary) {
        vocabulary
                .with("e", ELEMENTS)
                .with("same", List.of("a", "1", ""))
                .with(
                        "popcount",
                        List.of("0", "1", "2", "3", "10", "1000", "-1", "x", "9223372036854775807"))
                .with(
                        "remcount",
                        List.of(
                                "0",
                                "1",
                                "2",
                                "-1",
                                "-2",
                                "100",
                                "-100",
                                "x",
                                "-9223372036854775808"))
                .with(
                        "rank",
                        List.of(
                                "1",
                                "2",
                                "3",
                                "-1",
                                "-2",
                                "-3",
                                "100",
                                "0",
                                "x",
                                "-9223372036854775807"))
                .with("from", List.of("0", "1", "2", "0", "-20", "-5"))
                .with("to", List.of("-1", "-2", "-3", "20", "5", "100"))
                .with("numkeys", List.of("1", "2", "3", "0", "-1", "x", "9223372036854775807"))
                .with(
                        "wait",
                        List.of(
                                "0.001",
                                "0.001",
                                "0.001",
                                "1e-3",
                                "0x.01p-2",
                                "-1",
                                "x",
                                "nan",
                                ""));
        int dice = vocabulary.random().nextInt(500);
        if (dice == 0) return vocabulary.command(SETTINGS);
        return vocabulary.command(dice < 6 ? BLOCKING : PATTERNS);
    }

    @Override
    public boolean maySpoil(String[] words) {
        var name = words[0].toUpperCase(Locale.ROOT);
        return !name.startsWith("B") && !name.equals("CONFIG") && !name.equals("OBJECT");
    }
}
