package hearsay.node.persistence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DumpPayloadTest {

    private final DumpPayload dump = new DumpPayload(RdbWriter.Options.DEFAULT);

    @Test
    void payloads_are_those_of_redis_7_0() {
        assertThat(hex(dump.string(bytes("10")))).isEqualTo("00c00a0a006e9f57450eae63bb");
        assertThat(hex(dump.string(bytes("hello"))))
                .isEqualTo("000568656c6c6f0a006372df766534200a");
    }

    @Test
    void a_payload_compressed_by_redis_is_read() {
        assertThat(read(HexFormat.of().parseHex("00c30928016161e01b000161610a00cf092faaae25831d")))
                .containsExactly("string k = " + "a".repeat(40));
    }

    @Test
    void strings_come_back() {
        for (var text : List.of("", "1", "-70000", "hello", "ab".repeat(5000))) {
            assertThat(read(dump.string(bytes(text)))).containsExactly("string k = " + text);
        }
    }

    @Test
    void any_changed_byte_and_any_cut_is_refused() {
        byte[] payload = dump.string(bytes("hello"));
        for (int at = 0; at < payload.length; at++) {
            var corrupt = payload.clone();
            corrupt[at] ^= 1;
            assertWrongChecksum(corrupt);
            assertWrongChecksum(Arrays.copyOf(payload, at));
        }
    }

    @Test
    void a_newer_version_is_refused_though_its_sum_is_right() {
        assertThat(read(sealed("0001610b00"))).containsExactly("string k = a");
        assertWrongChecksum(sealed("0001610c00"));
    }

    @Test
    void sound_payloads_of_unsound_values_are_bad_data() {
        for (var body : List.of("", "08", "0002", "00056162", "00c3010a00", "ff")) {
            byte[] payload = sealed(body + "0a00");
            assertThatThrownBy(() -> read(payload))
                    .isInstanceOfSatisfying(
                            RdbError.class,
                            e -> assertThat(e.reason()).isEqualTo("Bad data format"));
        }
    }

    @Test
    void values_of_other_types_are_named() {
        assertThat(read(sealed("01010161" + "0a00"))).containsExactly("list k as list");
    }

    private static void assertWrongChecksum(byte[] payload) {
        assertThatThrownBy(() -> DumpPayload.verify(payload))
                .isInstanceOfSatisfying(
                        RdbError.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo("DUMP payload version or checksum are wrong"));
    }

    private static List<String> read(byte[] payload) {
        var heard = new Transcript();
        DumpPayload.read(payload, bytes("k"), heard);
        return heard.lines;
    }

    private static byte[] sealed(String hex) {
        var body = HexFormat.of().parseHex(hex);
        long sum = Crc64.of(body, 0, body.length);
        var sealed = Arrays.copyOf(body, body.length + 8);
        for (int i = 0; i < 8; i++) sealed[body.length + i] = (byte) (sum >>> (8 * i));
        return sealed;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
