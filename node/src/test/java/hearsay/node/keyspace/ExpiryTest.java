package hearsay.node.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.keyspace.Keyspaces.Expiry;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ExpiryTest {

    private static final long NOW = 1_700_000_000_000L;

    private final RecordingObserver observer = new RecordingObserver();
    private final Keyspaces keyspaces =
            new Keyspaces(
                    16, false, RandomGeneratorFactory.of("L64X128MixRandom").create(1), observer);
    private final Keyspace db = keyspaces.get(0);
    private long nanos;
    private long nanosPerLook;
    private final ActiveExpiry expiry = new ActiveExpiry(keyspaces, () -> nanos += nanosPerLook);

    ExpiryTest() {
        keyspaces.now(NOW);
    }

    @Test
    void a_key_is_there_until_its_millisecond_is_over() {
        add("k", NOW + 5);
        keyspaces.now(NOW + 5);
        assertThat(isThere("k")).isTrue();
        keyspaces.now(NOW + 6);
        assertThat(isThere("k")).isFalse();
        assertThat(observer.heard).containsExactly("expired k");
        assertThat(db.size()).isZero();
        assertThat(keyspaces.expiredKeys()).isEqualTo(1);
    }

    @Test
    void a_replica_hides_what_is_over_and_waits_for_its_master() {
        add("k", NOW + 5);
        keyspaces.expiry(Expiry.HIDE);
        keyspaces.now(NOW + 6);
        assertThat(isThere("k")).isFalse();
        expiry.slow();
        assertThat(db.random()).isNotNull();
        assertThat(db.size()).isEqualTo(1);
        assertThat(observer.heard).isEmpty();
        keyspaces.expiry(Expiry.IGNORE);
        assertThat(isThere("k")).isTrue();
    }

    @Test
    void a_replica_that_takes_writes_removes_what_would_be_in_their_way() {
        add("k", NOW + 5);
        keyspaces.expiry(Expiry.HIDE);
        keyspaces.now(NOW + 6);
        var key = bytes("k");
        assertThat(db.write(key, 0, key.length)).isNull();
        assertThat(db.size()).isZero();
    }

    @Test
    void nobody_needs_to_ask_for_a_key_to_vanish() {
        for (int i = 0; i < 1000; i++) add("gone:" + i, NOW + 5);
        for (int i = 0; i < 100; i++) add("stays:" + i, NOW + 1_000_000);
        keyspaces.now(NOW + 6);
        for (int cycles = 0; cycles < 10; cycles++) expiry.slow();
        assertThat(db.size()).isEqualTo(100);
        assertThat(observer.heard).hasSize(1000);
    }

    @Test
    void where_little_expires_little_is_done() {
        for (int i = 0; i < 10_000; i++) add("stays:" + i, NOW + 1_000_000 + i);
        add("gone", NOW + 5);
        keyspaces.now(NOW + 6);
        expiry.slow();
        // One round of twenty keys, none of them the one that is over.
        assertThat(db.size()).isEqualTo(10_001);
        // It comes to every key in turn.
        for (int cycles = 0; cycles < 501; cycles++) expiry.slow();
        assertThat(db.size()).isEqualTo(10_000);
    }

    @Test
    void a_cycle_never_takes_long_and_goes_on_where_it_stopped() {
        nanosPerLook = 10_000_000;
        for (int i = 0; i < 20_000; i++) add("gone:" + i, NOW + 5);
        keyspaces.now(NOW + 6);
        expiry.slow();
        // 25 ms are over at the third look at the clock, one in sixteen rounds of twenty keys.
        assertThat(observer.heard).hasSize(3 * 16 * 20);
        assertThat(expiry.timeouts()).isEqualTo(1);
        expiry.fast();
        // A fast cycle has a millisecond: over at the first look.
        assertThat(observer.heard).hasSize(4 * 16 * 20);
    }

    @Test
    void a_fast_cycle_waits_for_a_reason() {
        add("gone", NOW + 5);
        keyspaces.now(NOW + 6);
        expiry.fast();
        assertThat(db.size()).isEqualTo(1);
        expiry.slow();
        assertThat(db.size()).isZero();
    }

    @Test
    void switched_off_only_those_who_look_make_keys_vanish() {
        add("k", NOW + 5);
        keyspaces.now(NOW + 6);
        expiry.enabled(false);
        expiry.slow();
        assertThat(db.size()).isEqualTo(1);
        assertThat(isThere("k")).isFalse();
        assertThat(db.size()).isZero();
    }

    @Test
    void times_to_live_come_and_go_in_any_order() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        for (int i = 0; i < 500; i++) add("k:" + i, NOW + 1000 + i);
        int expected = 500;
        for (int i = 0; i < 5000; i++) {
            var key = bytes("k:" + random.nextInt(500));
            var entry = Objects.requireNonNull(db.write(key, 0, key.length));
            if (db.persist(entry)) {
                expected--;
            } else {
                db.expireAt(entry, NOW + random.nextInt(1, 1_000_000));
                expected++;
            }
            assertThat(db.expiringKeys()).isEqualTo(expected);
        }
        keyspaces.now(NOW + 2_000_000);
        for (int cycles = 0; cycles < 10; cycles++) expiry.slow();
        assertThat(db.expiringKeys()).isZero();
        assertThat(db.size()).isEqualTo(500 - expected);
    }

    private boolean isThere(String key) {
        var bytes = bytes(key);
        return db.read(bytes, 0, bytes.length) != null;
    }

    private void add(String key, long expireAt) {
        var bytes = bytes(key);
        db.expireAt(db.add(bytes, 0, bytes.length, StringValue.of(1)), expireAt);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
