package hearsay.node.persistence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.keyspace.StringValue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RdbWriterTest {

    @Test
    void an_empty_snapshot_is_magic_end_and_checksum() {
        assertThat(
                        hex(w -> {
                            w.header();
                            w.end();
                        }))
                .isEqualTo("524544495330303130" + "ff" + sum("524544495330303130ff"));
    }

    @Test
    void lengths_take_as_many_bytes_as_they_need() {
        assertThat(hex(w -> w.length(0))).isEqualTo("00");
        assertThat(hex(w -> w.length(63))).isEqualTo("3f");
        assertThat(hex(w -> w.length(64))).isEqualTo("4040");
        assertThat(hex(w -> w.length(16383))).isEqualTo("7fff");
        assertThat(hex(w -> w.length(16384))).isEqualTo("8000004000");
        assertThat(hex(w -> w.length(0xffffffffL))).isEqualTo("80ffffffff");
        assertThat(hex(w -> w.length(0x100000000L))).isEqualTo("810000000100000000");
        assertThat(hex(w -> w.length(-1))).isEqualTo("81ffffffffffffffff");
    }

    @Test
    void strings_that_are_plain_integers_are_written_as_such() {
        assertThat(string("0")).isEqualTo("c000");
        assertThat(string("10")).isEqualTo("c00a");
        assertThat(string("-128")).isEqualTo("c080");
        assertThat(string("128")).isEqualTo("c18000");
        assertThat(string("-32768")).isEqualTo("c10080");
        assertThat(string("32768")).isEqualTo("c200800000");
        assertThat(string("-2147483648")).isEqualTo("c200000080");
        assertThat(string("2147483647")).isEqualTo("c2ffffff7f");
    }

    @Test
    void what_would_not_read_back_as_the_same_text_stays_text() {
        for (var text :
                List.of(
                        "",
                        "-",
                        "-0",
                        "00",
                        "01",
                        "+1",
                        " 1",
                        "1 ",
                        "1.0",
                        "2147483648",
                        "-2147483649",
                        "99999999999")) {
            assertThat(string(text))
                    .isEqualTo(
                            "%02x".formatted(text.length())
                                    + HexFormat.of().formatHex(text.getBytes(US_ASCII)));
        }
    }

    @Test
    void numbers_are_written_like_their_digits() {
        for (long n :
                new long[] {
                    0, -1, 127, 128, -129, 40_000, Integer.MAX_VALUE, 1L << 31, Long.MIN_VALUE
                }) {
            assertThat(hex(w -> w.integer(n))).isEqualTo(string(Long.toString(n)));
        }
    }

    @Test
    void strings_above_20_bytes_are_compressed_where_that_wins_4_bytes() {
        assertThat(string("a".repeat(20))).startsWith("14");
        assertThat(string("a".repeat(21))).isEqualTo("c3" + "05" + "15" + "0061e00b00");
        assertThat(string("abcdefghijklmnopqrstuvwxyz")).startsWith("1a");
        assertThat(
                        hex(
                                w -> w.string("a".repeat(40).getBytes(US_ASCII)),
                                new RdbWriter.Options(false, true)))
                .startsWith("28");
    }

    @Test
    void attributes_stand_before_the_key() {
        assertThat(
                        hex(w -> {
                            w.expireAt(1_700_000_000_123L);
                            w.entry(bytes("k"), StringValue.of(bytes("v")));
                        }))
                .isEqualTo("fc7b68e5cf8b010000" + "00016b0176");
        assertThat(
                        hex(w -> {
                            w.idle(100);
                            w.frequency(255);
                        }))
                .isEqualTo("f84064" + "f9ff");
    }

    @Test
    void without_rdbchecksum_the_sum_is_zero() {
        assertThat(hex(RdbWriter::end, new RdbWriter.Options(true, false)))
                .isEqualTo("ff0000000000000000");
    }

    @Test
    void a_slice_leaves_when_it_is_flushed_and_long_strings_pass_without_a_copy() {
        var pieces = new ArrayList<Integer>();
        var huge = StringValue.of(new byte[100_000]).raw();
        var arrays = new ArrayList<byte[]>();
        var w =
                new RdbWriter(
                        (b, from, length) -> {
                            pieces.add(length);
                            arrays.add(b);
                        },
                        new RdbWriter.Options(false, true));
        w.header();
        assertThat(pieces).isEmpty();
        w.flush();
        assertThat(pieces).containsExactly(9);
        w.entry(bytes("k"), huge);
        assertThat(pieces).containsExactly(9, 8, 100_000);
        assertThat(arrays.get(2)).isSameAs(huge.array());
        assertThat(w.written()).isEqualTo(9 + 8 + 100_000);
    }

    private static String string(String text) {
        return hex(w -> w.string(bytes(text)));
    }

    private static String sum(String hex) {
        var bytes = HexFormat.of().parseHex(hex);
        return HexFormat.of().toHexDigits(Long.reverseBytes(Crc64.of(bytes, 0, bytes.length)));
    }

    private static String hex(Consumer<RdbWriter> what) {
        return hex(what, RdbWriter.Options.DEFAULT);
    }

    private static String hex(Consumer<RdbWriter> what, RdbWriter.Options options) {
        var out = new ByteArrayOutputStream();
        var writer = new RdbWriter(out::write, options);
        what.accept(writer);
        writer.flush();
        return HexFormat.of().formatHex(out.toByteArray());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
