package hearsay.node.fuzz;

import java.util.List;

/// Commands on bitmaps and on the numbers in them.
final class BitmapGenerator implements Generator {

    private static final List<String> PATTERNS =
            List.of(
                    "SETBIT k bit (0|1)",
                    "SETBIT k bit (0|1)",
                    "SETBIT k bit (0|1)",
                    "SETBIT k bit integer",
                    "GETBIT k bit",
                    "BITCOUNT k [position position [BIT|BYTE]]",
                    "BITCOUNT k position [BIT]",
                    "BITPOS k (0|1) [position [position [BIT|BYTE]]]",
                    "BITPOS k (0|1) position position BIT",
                    "BITPOS k integer",
                    "BITOP (AND|OR|XOR) k {k}",
                    "BITOP (NOT|nonsense) k k [k]",
                    "BITFIELD k {(GET field spot|SET field spot number|INCRBY field spot number|OVERFLOW (WRAP|SAT|FAIL))}",
                    "BITFIELD k OVERFLOW (WRAP|SAT|FAIL) {INCRBY field spot number}",
                    "BITFIELD k [OVERFLOW (WRAP|SAT|FAIL|nonsense)] SET field spot number GET field spot",
                    "BITFIELD_RO k {GET field spot}",
                    "BITFIELD_RO k SET field spot number",
                    "APPEND k bytes",
                    "SETRANGE k small bytes",
                    "SET k bytes",
                    "SET k integer",
                    "INCR k",
                    "GET k",
                    "STRLEN k");

    private static final List<String> BITS =
            List.of(
                    "0",
                    "1",
                    "5",
                    "7",
                    "8",
                    "9",
                    "15",
                    "31",
                    "63",
                    "64",
                    "65",
                    "100",
                    "127",
                    "128",
                    "300",
                    "1023",
                    "2048",
                    "-1",
                    "x",
                    "4294967296",
                    "34359738368",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "#1");
    private static final List<String> POSITIONS =
            List.of(
                    "0",
                    "1",
                    "2",
                    "3",
                    "7",
                    "8",
                    "9",
                    "16",
                    "30",
                    "63",
                    "64",
                    "-1",
                    "-2",
                    "-7",
                    "-8",
                    "-9",
                    "-30",
                    "-64",
                    "1000",
                    "-1000",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "x");
    private static final List<String> FIELDS =
            List.of(
                    "u1",
                    "u2",
                    "u4",
                    "u7",
                    "u8",
                    "u9",
                    "u16",
                    "u31",
                    "u32",
                    "u33",
                    "u62",
                    "u63",
                    "u64",
                    "i1",
                    "i2",
                    "i5",
                    "i8",
                    "i9",
                    "i16",
                    "i32",
                    "i33",
                    "i63",
                    "i64",
                    "i65",
                    "i0",
                    "u0",
                    "u-1",
                    "x8",
                    "",
                    "i",
                    "I8",
                    "u08",
                    "i8\u0000x",
                    "u+8");
    private static final List<String> SPOTS =
            List.of(
                    "0",
                    "1",
                    "3",
                    "7",
                    "8",
                    "13",
                    "63",
                    "64",
                    "100",
                    "255",
                    "#0",
                    "#1",
                    "#2",
                    "#3",
                    "#7",
                    "#",
                    "#-1",
                    "-1",
                    "x",
                    "4294967296",
                    "#9223372036854775807",
                    "##1");
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "1",
                    "-1",
                    "2",
                    "3",
                    "-2",
                    "7",
                    "-8",
                    "15",
                    "100",
                    "-100",
                    "127",
                    "128",
                    "-128",
                    "-129",
                    "255",
                    "256",
                    "65535",
                    "-32768",
                    "2147483647",
                    "-2147483648",
                    "4294967295",
                    "4611686018427387904",
                    "-4611686018427387904",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "9223372036854775806",
                    "-9223372036854775807",
                    "9223372036854775808",
                    "x");
    private static final List<String> BYTES =
            List.of(
                    "\u00ff",
                    "\u0000",
                    "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
                    "\u0000".repeat(17),
                    "\u00ff".repeat(40),
                    "\u0001\u0080",
                    "foobar",
                    "\u00ff".repeat(33) + "\u007f",
                    "");

    @Override
    public String name() {
        return "bitmap";
    }

    @Override
    public String[] next(Vocabulary vocabulary) {
        return vocabulary
                .with("bit", BITS)
                .with("position", POSITIONS)
                .with("field", FIELDS)
                .with("spot", SPOTS)
                .with("number", NUMBERS)
                .with("bytes", BYTES)
                .command(PATTERNS);
    }
}
