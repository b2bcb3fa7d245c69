package hearsay.node.persistence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.node.keyspace.StringValue;
import hearsay.node.keyspace.Value;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RdbReaderTest {

    /// A bit of everything.
    private static final byte[] SMALL =
            rdb(w -> {
                w.aux("redis-ver", "7.2.6");
                w.aux("repl-offset", 1L << 40);
                w.function(bytes("#!lua name=lib"));
                w.selectDb(0);
                w.resizeDb(70, 1);
                w.entry(bytes("word"), StringValue.of(bytes("hello")));
                w.expireAt(1_700_000_000_123L);
                w.idle(1000);
                w.entry(bytes("number"), StringValue.of(bytes("-12345")));
                w.entry(bytes("12"), StringValue.of(bytes("abcab".repeat(30))));
                w.selectDb(15);
                w.frequency(200);
                w.begin(RdbType.HASH, bytes("hash"));
                w.length(2);
                w.string(bytes("field"));
                w.string(bytes("a".repeat(100)));
                w.string(bytes("1"));
                w.string(bytes("100000"));
                w.entry(bytes("empty"), StringValue.of(bytes("")));
            });

    private static final String[] SMALL_TRANSCRIPT = {
        "aux redis-ver 7.2.6",
        "aux repl-offset 1099511627776",
        "function #!lua name=lib",
        "db 0",
        "keys 70 expires 1",
        "string word = hello",
        "string number = -12345 expires 1700000000123 idle 1000",
        "string 12 = " + "abcab".repeat(30),
        "db 15",
        "hash hash = {1=100000, field=" + "a".repeat(100) + "} frequency 200",
        "string empty = "
    };

    @Test
    void a_snapshot_is_told_in_the_order_of_the_file() {
        assertThat(Transcript.of(SMALL)).containsExactly(SMALL_TRANSCRIPT);
    }

    @Test
    void pieces_of_any_size_make_no_difference() {
        for (int size = 1; size <= SMALL.length; size++) {
            assertThat(Transcript.of(SMALL, size)).containsExactly(SMALL_TRANSCRIPT);
        }
    }

    @Test
    void it_may_be_cut_in_two_anywhere() {
        for (int cut = 0; cut <= SMALL.length; cut++) {
            var heard = new Transcript();
            var reader = new RdbReader(heard, Transcript.SETTINGS);
            assertThat(reader.feed(SMALL, 0, cut)).isEqualTo(cut);
            assertThat(reader.offset()).isEqualTo(cut);
            assertThat(reader.feed(SMALL, cut, SMALL.length - cut)).isEqualTo(SMALL.length - cut);
            assertThat(reader.finished()).isTrue();
            assertThat(heard.lines).containsExactly(SMALL_TRANSCRIPT);
        }
    }

    @Test
    void what_follows_the_checksum_is_left_to_others() {
        var more = Arrays.copyOf(SMALL, SMALL.length + 30);
        var reader = new RdbReader(new Transcript(), Transcript.SETTINGS);
        assertThat(reader.feed(more, 0, more.length)).isEqualTo(SMALL.length);
        assertThat(reader.finished()).isTrue();
        assertThat(reader.feed(more, 0, 5)).isZero();
    }

    @Test
    void cut_short_anywhere_it_is_an_unexpected_end() {
        for (int length = 0; length < SMALL.length; length++) {
            var reader = new RdbReader(new Transcript(), Transcript.SETTINGS);
            reader.feed(SMALL, 0, length);
            int at = length;
            assertThat(reader.finished()).isFalse();
            assertThatThrownBy(reader::end)
                    .isInstanceOfSatisfying(
                            RdbError.class, e -> assertThat(e.offset()).isEqualTo(at))
                    .hasMessageContaining("Unexpected EOF");
        }
    }

    @Test
    void a_changed_byte_is_refused_or_changes_nothing() {
        for (int at = 0; at < SMALL.length; at++) {
            for (int value = 0; value < 256; value++) {
                var corrupt = SMALL.clone();
                corrupt[at] = (byte) value;
                if (value != SMALL[at]) assertRefusedOrTheSame(corrupt);
            }
        }
    }

    private static void assertRefusedOrTheSame(byte[] corrupt) {
        var heard = new Transcript();
        var reader = new RdbReader(heard, Transcript.SETTINGS);
        try {
            reader.feed(corrupt, 0, corrupt.length);
            reader.end();
        } catch (RdbError refused) {
            assertThat(refused.offset()).isBetween(0L, (long) corrupt.length);
            assertThatThrownBy(() -> reader.feed(corrupt, 0, 1)).isSameAs(refused);
            return;
        }
        assertThat(heard.lines).containsExactly(SMALL_TRANSCRIPT);
    }

    @Test
    void garbage_of_any_kind_ends_in_an_error_or_in_waiting() {
        var random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            var garbage = new byte[200];
            random.nextBytes(garbage);
            System.arraycopy(bytes("REDIS0011"), 0, garbage, 0, 9);
            if (round % 2 == 0) garbage[9] = (byte) random.nextInt(22);
            var reader = new RdbReader(new Transcript(), Transcript.SETTINGS);
            assertThatThrownBy(
                            () -> {
                                reader.feed(garbage, 0, garbage.length);
                                reader.end();
                            })
                    .isInstanceOf(RdbError.class);
        }
    }

    @Test
    void strings_of_every_length_and_kind_come_back() {
        var random = new Random(6);
        var values = new ArrayList<byte[]>();
        for (int i = 0; i < 400; i++) {
            var value = new byte[i < 200 ? i : random.nextInt(30_000)];
            int alphabet = i % 2 == 0 ? 3 : 256;
            for (int j = 0; j < value.length; j++) value[j] = (byte) random.nextInt(alphabet);
            values.add(value);
            values.add(bytes(Long.toString(random.nextLong() >> random.nextInt(64))));
        }
        for (var options :
                List.of(RdbWriter.Options.DEFAULT, new RdbWriter.Options(false, false))) {
            var out = new ByteArrayOutputStream();
            var w = new RdbWriter(out::write, options);
            w.header();
            for (var value : values) w.entry(value, StringValue.of(value));
            w.end();
            var expected =
                    values.stream()
                            .map(v -> new String(v, ISO_8859_1))
                            .map(v -> "string " + v + " = " + v)
                            .toList();
            assertThat(Transcript.of(out.toByteArray(), 1000)).isEqualTo(expected);
        }
    }

    @Test
    void values_of_old_encodings_are_read() {
        byte[] rdb =
                rdb(w -> {
                    text(
                            w,
                            RdbType.HASH_ZIPMAP,
                            OldEncodings.zipmap(List.of("f", "v", "g", ""), 2));
                    text(
                            w,
                            RdbType.HASH_ZIPLIST,
                            OldEncodings.ziplist(List.of("f", "v", "1", "2")));
                    text(
                            w,
                            RdbType.ZSET_ZIPLIST,
                            OldEncodings.ziplist(List.of("a", "-1.5", "b", "7")));
                    text(w, RdbType.LIST_ZIPLIST, OldEncodings.ziplist(List.of("a", "1", "")));
                    text(w, RdbType.SET_INTSET, OldEncodings.intset(4, -70000, 5, 80000));
                });
        for (int size : new int[] {1, 7, rdb.length}) {
            assertThat(Transcript.of(rdb, size))
                    .containsExactly(
                            "hash hash-zipmap = {f=v, g=}",
                            "hash hash-ziplist = {1=2, f=v}",
                            "zset zset-ziplist = [a -1.5, b 7]",
                            "list list-ziplist = [a, 1, ]",
                            "set set-intset = [-70000, 5, 80000]");
        }
    }

    private static void text(RdbWriter w, RdbType type, byte[] text) {
        w.begin(type, bytes(type.toString()));
        w.string(text);
    }

    @Test
    void a_value_of_a_module_is_refused() {
        byte[] rdb = rdb(w -> w.begin(RdbType.MODULE_2, bytes("k")));
        assertThatThrownBy(() -> Transcript.of(rdb)).hasMessageContaining("module data");
    }

    private static void module(RdbWriter w) {
        w.length(1);
        w.length(-5);
        w.length(2);
        w.length(5);
        w.length(3);
        w.raw(new byte[4], 0, 4);
        w.length(4);
        w.binaryDouble(1.5);
        w.length(5);
        w.string(bytes("12"));
        w.length(0);
    }

    @Test
    void scores_of_old_sorted_sets_are_decimal_texts_or_one_byte() {
        byte[] rdb =
                rdb(w -> {
                    w.begin(RdbType.ZSET, bytes("z"));
                    w.length(3);
                    w.string(bytes("a"));
                    w.put(3);
                    w.raw(bytes("1.5"), 0, 3);
                    w.string(bytes("b"));
                    w.put(255);
                    w.string(bytes("c"));
                    w.put(254);
                    w.entry(bytes("k"), StringValue.of(bytes("v")));
                });
        for (int size : new int[] {1, rdb.length}) {
            assertThat(Transcript.of(rdb, size))
                    .containsExactly("zset z = [b -inf, a 1.5, c inf]", "string k = v");
        }
    }

    @Test
    void a_score_that_is_no_number_is_refused() {
        for (var score : List.of("\u00fd", "\u0001x", "\u0003nan", "\u0000")) {
            assertRefused("REDIS0010\u0003\u0001z\u0001\u0001a" + score, "Zset with NAN", 15);
        }
    }

    @Test
    void a_collection_of_nothing_is_no_key() {
        for (var empty : List.of("\u0001", "\u0002", "\u0003", "\u0004", "\u0005")) {
            var heard = new ArrayList<String>();
            byte[] rdb = bytes("REDIS0010" + empty + "\u0001z\u0000");
            var reader = new RdbReader(emptiesInto(heard), Transcript.SETTINGS);
            assertThat(reader.feed(rdb, 0, rdb.length)).isEqualTo(rdb.length);
            assertThat(heard).containsExactly("z");
        }
    }

    private static RdbSink emptiesInto(List<String> heard) {
        return new StringsOnly() {
            @Override
            public void value(byte[] key, Value value, KeyAttributes about) {
                throw new AssertionError(value);
            }

            @Override
            public void empty(byte[] key, RdbType type) {
                heard.add(new String(key, ISO_8859_1));
            }
        };
    }

    @Test
    void expiry_times_of_old_files_are_seconds() {
        var old = new ByteArrayOutputStream();
        old.writeBytes(bytes("REDIS0003"));
        old.writeBytes(new byte[] {(byte) 0xfd, 0, 0, 0, 0x50, 0, 1, 'k', 1, 'v', (byte) 0xff});
        assertThat(Transcript.of(old.toByteArray(), 1))
                .containsExactly("string k = v expires " + 0x50000000L * 1000);
    }

    @Test
    void data_of_modules_beside_the_keys_is_passed_over() {
        byte[] rdb =
                rdb(w -> {
                    w.put(Opcode.MODULE_AUX);
                    w.length(0x8765432187654321L);
                    w.length(2);
                    w.length(1);
                    module(w);
                });
        assertThat(Transcript.of(rdb, 1))
                .containsExactly("module aux " + Long.toUnsignedString(0x8765432187654321L));
    }

    @Test
    void every_version_up_to_11_is_read_and_those_before_5_have_no_checksum() {
        for (int version = 1; version <= 11; version++) {
            var rdb = new ByteArrayOutputStream();
            rdb.writeBytes(bytes("REDIS00" + (version < 10 ? "0" : "") + version));
            rdb.writeBytes(bytes("\u0002\u0001s\u0001\u0001x\u0000\u0001k\u0001v\u00ff"));
            if (version >= 5) {
                long sum = Crc64.of(rdb.toByteArray(), 0, rdb.size());
                for (int i = 0; i < 8; i++) rdb.write((int) (sum >>> (8 * i)));
            }
            assertThat(Transcript.of(rdb.toByteArray()))
                    .containsExactly("set s = [x]", "string k = v");
        }
    }

    @Test
    void what_the_sink_throws_ends_the_reading() {
        var trouble = new IllegalStateException("no such database");
        var reader =
                new RdbReader(
                        new StringsOnly() {
                            @Override
                            public void value(byte[] key, Value value, KeyAttributes about) {
                                throw trouble;
                            }
                        },
                        Transcript.SETTINGS);
        byte[] rdb = rdb(w -> w.entry(bytes("k"), StringValue.of(bytes("v"))));
        assertThatThrownBy(() -> reader.feed(rdb, 0, rdb.length)).isSameAs(trouble);
        assertThatThrownBy(() -> reader.feed(rdb, 0, 1)).isSameAs(trouble);
        assertThatThrownBy(reader::end).isSameAs(trouble);
    }

    @Test
    void the_wrong_beginning_is_refused() {
        assertRefused("RADIS0010", "Wrong signature trying to load DB from file", 0);
        assertRefused("REDIS00x0", "Wrong signature trying to load DB from file", 0);
        assertRefused("REDIS0000", "Can't handle RDB format version 0", 0);
        assertRefused("REDIS0012", "Can't handle RDB format version 12", 0);
    }

    @Test
    void nonsense_is_refused_with_its_place() {
        assertRefused("REDIS0010\u0008", "Unknown RDB type or opcode 8", 9);
        assertRefused(
                "REDIS0010\u00fb\u0001\u0081\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
                "Impossible count 18446744073709551615",
                11);
        assertRefused("REDIS0010\u00f6", "Pre-release function format not supported.", 9);
        assertRefused("REDIS0010\u00fe\u0082", "Unknown length encoding 130", 10);
        assertRefused("REDIS0010\u00fe\u00c0", "Unknown length encoding 192", 10);
        assertRefused("REDIS0010\u0000\u00c4", "Unknown RDB string encoding type 4", 10);
        assertRefused(
                "REDIS0010\u0000\u0081\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
                "Impossible string length 18446744073709551615",
                10);
        assertRefused(
                "REDIS0010\u0001\u0001k\u0081\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
                "Impossible count 18446744073709551615",
                12);
        assertRefused(
                "REDIS0010\u0000\u00c3\u0003\u0015a\u0000\u0000",
                "Invalid LZF compressed string",
                12);
        assertRefused("REDIS0010\u00ff12345678", "Wrong RDB checksum", 10);
    }

    @Test
    void a_length_that_lies_is_given_no_memory() {
        for (var lie :
                List.of(
                        "REDIS0010\u0000\u0080\u007f\u00ff\u00ff\u0000abc",
                        "REDIS0010\u0000\u00c3\u0080\u007f\u00ff\u00ff\u0000\u0080\u007f\u00ff\u00ff\u0000",
                        "REDIS0010\u0001\u0001k\u0081\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u0001a")) {
            var readers = new ArrayList<RdbReader>();
            for (int i = 0; i < 100; i++) {
                var reader = new RdbReader(new Transcript(), Transcript.SETTINGS);
                reader.feed(bytes(lie), 0, lie.length());
                readers.add(reader);
            }
            for (var reader : readers)
                assertThatThrownBy(reader::end).hasMessageContaining("Unexpected EOF");
        }
        assertRefused(
                "REDIS0010\u0000\u00c3\u0003\u0080\u007f\u00ff\u00ff\u0000\u0002ab",
                "Invalid LZF compressed string",
                12);
    }

    @Test
    void a_huge_value_costs_time_in_proportion_to_its_length() {
        var huge = new byte[16 << 20];
        byte[] rdb =
                rdb(
                        w -> w.entry(bytes("k"), StringValue.of(huge)),
                        new RdbWriter.Options(false, true));
        var lengths = new ArrayList<Integer>();
        var reader =
                new RdbReader(
                        new StringsOnly() {
                            @Override
                            public void value(byte[] key, Value value, KeyAttributes attributes) {
                                lengths.add(((StringValue) value).length());
                            }
                        },
                        Transcript.SETTINGS);
        for (int at = 0; at < rdb.length; at += 1000)
            reader.feed(rdb, at, Math.min(1000, rdb.length - at));
        reader.end();
        assertThat(lengths).containsExactly(huge.length);
    }

    private abstract static class StringsOnly implements RdbSink {
        @Override
        public void selectDb(int db) {}

        @Override
        public void function(byte[] code) {}

        @Override
        public void moduleAux(long moduleId) {}
    }

    private static void assertRefused(String latin, String reason, long offset) {
        var input = bytes(latin);
        for (int size : new int[] {1, input.length}) {
            assertThatThrownBy(() -> Transcript.of(input, size))
                    .isInstanceOfSatisfying(
                            RdbError.class,
                            e -> {
                                assertThat(e.reason()).startsWith(reason);
                                assertThat(e.offset()).isEqualTo(offset);
                                assertThat(e).hasMessageEndingWith(" (at offset " + offset + ")");
                            });
        }
    }

    private static byte[] rdb(Consumer<RdbWriter> content) {
        return rdb(content, RdbWriter.Options.DEFAULT);
    }

    private static byte[] rdb(Consumer<RdbWriter> content, RdbWriter.Options options) {
        var out = new ByteArrayOutputStream();
        var w = new RdbWriter(out::write, options);
        w.header();
        content.accept(w);
        w.end();
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
