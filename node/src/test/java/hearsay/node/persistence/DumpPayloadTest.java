package hearsay.node.persistence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.node.keyspace.StringValue;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DumpPayloadTest {

    private final DumpPayload dump = new DumpPayload(RdbWriter.Options.DEFAULT);

    @Test
    void payloads_are_those_of_redis_7_0() {
        assertThat(hex(dump.of(StringValue.of(bytes("10")))))
                .isEqualTo("00c00a0a006e9f57450eae63bb");
        assertThat(hex(dump.of(StringValue.of(bytes("hello")))))
                .isEqualTo("000568656c6c6f0a006372df766534200a");
    }

    @Test
    void a_payload_compressed_by_redis_is_read() {
        assertThat(read(HexFormat.of().parseHex("00c30928016161e01b000161610a00cf092faaae25831d")))
                .isEqualTo("a".repeat(40));
    }

    @Test
    void strings_come_back() {
        for (var text : List.of("", "1", "-70000", "hello", "ab".repeat(5000))) {
            assertThat(read(dump.of(StringValue.of(bytes(text))))).isEqualTo(text);
        }
    }

    @Test
    void any_changed_byte_and_any_cut_is_refused() {
        byte[] payload = dump.of(StringValue.of(bytes("hello")));
        for (int at = 0; at < payload.length; at++) {
            var corrupt = payload.clone();
            corrupt[at] ^= 1;
            assertWrongChecksum(corrupt);
            assertWrongChecksum(Arrays.copyOf(payload, at));
        }
    }

    @Test
    void a_newer_version_is_refused_though_its_sum_is_right() {
        assertThat(read(sealed("0001610b00"))).isEqualTo("a");
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

    private static void assertWrongChecksum(byte[] payload) {
        assertThatThrownBy(() -> DumpPayload.verify(payload))
                .isInstanceOfSatisfying(
                        RdbError.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo("DUMP payload version or checksum are wrong"));
    }

    private static String read(byte[] payload) {
        return Transcript.text(DumpPayload.read(payload, Transcript.SETTINGS));
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
