package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapSizeTest {

    @ParameterizedTest
    @CsvSource({"1024, 1024", "8k, 8192", "256m, 268435456", "4G, 4294967296", "lots, 0", "'', 0"})
    void is_understood_as_the_jvm_understands_it(String size, long bytes) {
        assertThat(HeapSize.bytes(size)).isEqualTo(bytes);
    }

    @Test
    void a_small_heap_keeps_its_collector_and_a_large_one_gets_another() {
        assertThat(HeapSize.options("256m")).containsExactly("-Xmx256m");
        assertThat(HeapSize.options("2g")).startsWith("-Xmx2g", "-Xms2g", "-XX:-UseParallelGC");
    }
}
