package hearsay.node.fuzz;

import java.util.List;

/// Commands on strings.
final class StringsGenerator implements Generator {

    private static final List<String> PATTERNS =
            List.of(
                    "APPEND k v",
                    "DECR k",
                    "DECRBY k integer",
                    "GET k",
                    "GETDEL k",
                    "GETEX k",
                    "GETEX k (EX s|PX ms|EXAT at|PXAT AT|PERSIST)",
                    "GETRANGE k index index",
                    "GETSET k v",
                    "INCR k",
                    "INCRBY k integer",
                    "INCRBYFLOAT k float",
                    "LCS k k [LEN|IDX]",
                    "LCS k k IDX [MINMATCHLEN small] [WITHMATCHLEN] [LEN]",
                    "MGET {k}",
                    "MSET {k v}",
                    "MSETNX {k v}",
                    "PSETEX k ms v",
                    "SET k v",
                    "SET k v",
                    "SET k v",
                    "SET k v [NX|XX] [GET] [EX s|PX ms|EXAT at|PXAT AT|KEEPTTL]",
                    "SETEX k s v",
                    "SETNX k v",
                    "SETRANGE k offset v",
                    "STRLEN k",
                    "SUBSTR k index index");

    private static final List<String> OFFSETS =
            List.of("0", "1", "5", "-1", "44", "100", "600000000", "9223372036854775807", "x");

    @Override
    public String name() {
        return "string";
    }

    @Override
    public String[] next(Vocabulary vocabulary) {
        return vocabulary.with("offset", OFFSETS).command(PATTERNS);
    }
}
