package hearsay.node.hyperloglog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class HyperLogLogTest {

    private static final long ALWAYS_SPARSE = 1 << 20;

    @Test
    void both_forms_count_the_same_and_are_about_right() throws Exception {
        var sparse = new HyperLogLog();
        var dense = new HyperLogLog();
        dense.makeDense();
        int checkpoint = 1;
        for (int i = 1; i <= 100_000; i++) {
            assertThat(add(sparse, "element " + i)).isEqualTo(add(dense, "element " + i));
            if (i != checkpoint) continue;
            long count = dense.count();
            assertThat(sparse.count()).isEqualTo(count);
            assertThat(Math.abs(count - i)).isLessThanOrEqualTo(1 + i * 25 / 1000);
            checkpoint *= 10;
        }
        assertThat(add(dense, "element 77")).isFalse();
        sparse.makeDense();
        dense.count();
        sparse.count();
        assertThat(sparse.bytes()).isEqualTo(dense.bytes());
    }

    @Test
    void a_count_is_remembered_until_something_is_added() throws Exception {
        var hll = new HyperLogLog();
        assertThat(hll.isCounted()).isTrue();
        assertThat(hll.counted()).isZero();
        add(hll, "a");
        assertThat(hll.isCounted()).isFalse();
        assertThat(hll.count()).isEqualTo(1);
        assertThat(hll.isCounted()).isTrue();
        assertThat(hll.counted()).isEqualTo(1);
        add(hll, "a");
        assertThat(hll.isCounted()).isTrue();
    }

    @Test
    void whatever_bytes_follow_the_header_are_counted_or_refused() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            var bytes = Arrays.copyOf("HYLL\u0001".getBytes(StandardCharsets.UTF_8), 200);
            int length = 16 + random.nextInt(30);
            for (int j = 16; j < length; j++) bytes[j] = (byte) random.nextInt();
            assertThat(HyperLogLog.isValid(bytes, length)).isTrue();
            var hll = new HyperLogLog(bytes, length);
            try {
                for (int j = 0; j < 20; j++)
                    hll.raise(random.nextInt(16384), 1 + random.nextInt(50), 40);
                hll.mergeInto(new byte[HyperLogLog.REGISTERS]);
                hll.count();
            } catch (HyperLogLog.Corrupt corrupt) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 20_000);
    }

    @Test
    void runs_must_have_all_registers_and_no_more() {
        assertThatThrownBy(() -> runs(0x7f, 0xfe).count()).isInstanceOf(HyperLogLog.Corrupt.class);
        assertThatThrownBy(() -> runs(0x7f, 0xff, 0).makeDense())
                .isInstanceOf(HyperLogLog.Corrupt.class);
        assertThatThrownBy(() -> runs().raise(1, 1, 100)).isInstanceOf(HyperLogLog.Corrupt.class);
    }

    @Test
    void what_does_not_look_like_one_is_none() {
        var bytes = new HyperLogLog().bytes();
        assertThat(HyperLogLog.isValid(bytes, 18)).isTrue();
        assertThat(HyperLogLog.isValid(bytes, 15)).isFalse();
        for (int i = 0; i < 4; i++) {
            var spoilt = bytes.clone();
            spoilt[i] ^= 1;
            assertThat(HyperLogLog.isValid(spoilt, 18)).isFalse();
        }
        bytes[4] = 0;
        assertThat(HyperLogLog.isValid(bytes, 18)).as("dense, but short").isFalse();
        bytes[4] = 2;
        assertThat(HyperLogLog.isValid(bytes, 18)).as("no such form").isFalse();
    }

    private static HyperLogLog runs(int... runs) {
        var bytes = Arrays.copyOf("HYLL\u0001".getBytes(StandardCharsets.UTF_8), 16 + runs.length);
        for (int i = 0; i < runs.length; i++) bytes[16 + i] = (byte) runs[i];
        return new HyperLogLog(bytes, bytes.length);
    }

    private static boolean add(HyperLogLog hll, String element) throws HyperLogLog.Corrupt {
        var bytes = element.getBytes(StandardCharsets.UTF_8);
        return hll.add(bytes, 0, bytes.length, ALWAYS_SPARSE);
    }
}
