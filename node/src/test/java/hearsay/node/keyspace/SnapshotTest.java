package hearsay.node.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A snapshot hands out every key exactly once, with the value and time to live of the moment it
/// began, whatever happens in between.
class SnapshotTest {

    private static final long NOW = 1_000_000;
    private static final int DATABASES = 3;

    private final Keyspaces keyspaces =
            new Keyspaces(DATABASES, false, random(99), new RecordingObserver());
    private final Map<String, String> handedOut = new LinkedHashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void is_of_one_moment(long seed) {
        var random = random(seed);
        keyspaces.now(NOW);
        for (int i = 0; i < 2000; i++) change(random, false);
        for (int round = 0; round < 4; round++) {
            var expected = content();
            handedOut.clear();
            var snapshot = keyspaces.snapshot(this::take);
            for (int i = 0; i < DATABASES; i++) {
                int db = i;
                var prefix = db + "/";
                long keys = expected.keySet().stream().filter(k -> k.startsWith(prefix)).count();
                assertThat(snapshot.size(db)).isEqualTo((int) keys);
            }
            do {
                for (int i = random.nextInt(60); i > 0; i--) change(random, true);
            } while (snapshot.advance(1 + random.nextInt(5)));
            assertThat(new TreeMap<>(handedOut)).isEqualTo(expected);
            assertThat(keyspaces.hasSnapshot()).isFalse();
            for (int i = 0; i < 500; i++) change(random, false);
        }
    }

    @Test
    void ends_also_when_everything_is_deleted_half_way() {
        keyspaces.now(NOW);
        for (int i = 0; i < 1000; i++) set(keyspaces.get(0), "key:" + i, "old");
        var snapshot = keyspaces.snapshot(this::take);
        assertThat(snapshot.advance(3)).isTrue();
        for (int i = 0; i < 1000; i++) delete(keyspaces.get(0), "key:" + i);
        int steps = 0;
        while (snapshot.advance(1)) assertThat(++steps).isLessThan(10_000);
        assertThat(handedOut).hasSize(1000);
    }

    @Test
    void given_up_it_hands_out_nothing_more_and_makes_room_for_the_next() {
        keyspaces.now(NOW);
        set(keyspaces.get(0), "a", "1");
        var snapshot = keyspaces.snapshot(this::take);
        assertThatThrownBy(() -> keyspaces.snapshot(this::take))
                .isInstanceOf(IllegalStateException.class);
        snapshot.cancel();
        set(keyspaces.get(0), "a", "2");
        assertThat(snapshot.advance(10)).isFalse();
        assertThat(handedOut).isEmpty();
        var next = keyspaces.snapshot(this::take);
        while (next.advance(10)) {}
        assertThat(handedOut).containsExactly(Map.entry("0/a", "2 -1"));
    }

    private void take(int database, Entry entry) {
        var before = handedOut.put(database + "/" + text(entry.key()), describe(entry));
        assertThat(before).as("handed out before: %s", text(entry.key())).isNull();
    }

    private void change(RandomGenerator random, boolean drastic) {
        int number = random.nextInt(DATABASES);
        var db = keyspaces.get(number);
        var key = "key:" + random.nextInt(400);
        switch (random.nextInt(drastic ? 3000 : 2990)) {
            case 2990, 2991 -> db.clear();
            case 2992, 2993, 2994 -> keyspaces.swap(number, random.nextInt(DATABASES));
            default -> {
                switch (random.nextInt(6)) {
                    case 0, 1 -> set(db, key, Integer.toString(random.nextInt(1000)));
                    case 2 -> append(db, key, "+" + random.nextInt(10));
                    case 3 -> delete(db, key);
                    case 4 -> expire(db, key, NOW + 100_000 + random.nextInt(100_000));
                    default -> rename(db, key, "key:" + random.nextInt(400));
                }
            }
        }
    }

    private static void set(Keyspace db, String key, String value) {
        var entry = write(db, key);
        var newValue = StringValue.of(bytes(value));
        if (entry == null) add(db, key, newValue);
        else db.replace(entry, newValue);
    }

    /// Changes the value in place, as APPEND does.
    private static void append(Keyspace db, String key, String more) {
        var entry = write(db, key);
        if (entry == null || !(entry.value() instanceof StringValue string)) return;
        var raw = string.raw();
        db.replace(entry, raw);
        var bytes = bytes(more);
        raw.write(raw.length(), bytes, 0, bytes.length);
    }

    private static void delete(Keyspace db, String key) {
        var entry = write(db, key);
        if (entry != null) db.remove(entry);
    }

    private static void expire(Keyspace db, String key, long at) {
        var entry = write(db, key);
        if (entry == null) return;
        if (!db.persist(entry)) db.expireAt(entry, at);
    }

    private static void rename(Keyspace db, String from, String to) {
        var source = write(db, from);
        if (source == null || from.equals(to)) return;
        delete(db, to);
        long expireAt = source.expireAt();
        db.remove(source);
        var target = add(db, to, source.value());
        if (expireAt != Entry.NEVER) db.expireAt(target, expireAt);
    }

    private Map<String, String> content() {
        var content = new TreeMap<String, String>();
        for (var db : keyspaces.all()) {
            db.forEach(e -> content.put(db.index() + "/" + text(e.key()), describe(e)));
        }
        return content;
    }

    private static String describe(Entry entry) {
        return text(((StringValue) entry.value()).bytes()) + " " + entry.expireAt();
    }

    private static @org.jspecify.annotations.Nullable Entry write(Keyspace db, String key) {
        var bytes = bytes(key);
        return db.write(bytes, 0, bytes.length);
    }

    private static Entry add(Keyspace db, String key, Value value) {
        var bytes = bytes(key);
        return db.add(bytes, 0, bytes.length, value);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
