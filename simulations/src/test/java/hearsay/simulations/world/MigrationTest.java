package hearsay.simulations.world;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.simulations.network.Disturbance;
import hearsay.simulations.network.Route;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Keys of the open slot 3300, that of `{b}`, go from 7000 to 7001 in virtual time, while somebody
/// reads who follows ASK as a client does.
@DisplayName("MIGRATE in virtual time")
class MigrationTest {

    private static final long MILLI = 1_000_000L;
    private static final int SLOT = 3300;
    private static final int KEYS = 10;

    private final World world = new World(plan(), 1);
    private final Cli cli = new Cli(world);
    private final Host source = world.host(7000);
    private final Host target = world.host(7001);
    private final Host replica = world.host(7003);

    private static WorldPlan plan() {
        return WorldPlan.of(3, 1, Duration.ofSeconds(2)).with("enable-debug-command", "yes");
    }

    @BeforeEach
    void begin_to_import() {
        world.runFor(10_000 * MILLI);
        assertThat(cli.ask(target, "CLUSTER SETSLOT " + SLOT + " IMPORTING " + id(source)))
                .isEqualTo("+OK");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @DisplayName(
            "7: its keys are at one node at every moment, and its replica hears that they left")
    void is_never_seen_at_both_nodes_nor_at_none() {
        fill();
        var moving = cli.begin(source, migrate("1000"));
        int asked = 0;
        while (moving.reply.isEmpty()) {
            assertThat(whereIs("{b}0")).isNotNull();
            asked++;
        }
        assertThat(asked).isPositive();
        assertThat(moving.reply.toString()).isEqualTo("+OK\r\n");
        world.runFor(100 * MILLI);
        for (int i = 0; i < KEYS; i++) assertThat(whereIs("{b}" + i)).isEqualTo(target);
        assertThat(cli.ask(replica, "CLUSTER COUNTKEYSINSLOT " + SLOT)).isEqualTo(":0");
    }

    @Test
    @DisplayName("7: cut at any moment, no key is lost, and MIGRATE with REPLACE makes it one")
    void survives_a_cut_link_at_any_moment() {
        for (long micros = 0; micros < 3_000; micros += 50) {
            troubled(
                    "cut after " + micros + " µs",
                    micros,
                    () -> {
                        world.network().reset(between());
                        return () -> {};
                    });
        }
    }

    @Test
    @DisplayName("7: cut off at any moment, no key is lost, and MIGRATE with REPLACE makes it one")
    void survives_a_partition_at_any_moment() {
        for (long micros = 0; micros < 3_000; micros += 250) {
            troubled(
                    "cut off after " + micros + " µs",
                    micros,
                    () -> {
                        Disturbance cut = world.network().cut(between());
                        return cut::end;
                    });
        }
    }

    @Test
    void a_target_that_sleeps_answers_when_it_wakes() {
        fill();
        var asleep = cli.begin(target, "DEBUG SLEEP 1.5");
        world.runFor(10 * MILLI);
        long began = world.nanos();
        var moving = cli.begin(source, migrate("5000"));
        var ping = cli.begin(target, "PING");
        world.runFor(1400 * MILLI);
        assertThat(moving.reply + "" + ping.reply + asleep.reply).isEmpty();
        while (moving.reply.isEmpty()) world.runFor(MILLI);
        assertThat(moving.reply.toString()).isEqualTo("+OK\r\n");
        assertThat((world.nanos() - began) / MILLI).isBetween(1480L, 1520L);
        assertThat(asleep.reply.toString()).isEqualTo("+OK\r\n");
        assertThat(ping.reply.toString()).isEqualTo("+PONG\r\n");
    }

    @Test
    void who_sleeps_for_longer_than_the_node_timeout_is_taken_for_dead_and_hears_of_it_awake() {
        cli.begin(source, "DEBUG SLEEP 8");
        world.runFor(7_000 * MILLI);
        assertThat(Objects.requireNonNull(replica.member()).isMaster()).isTrue();
        assertThat(Objects.requireNonNull(source.member()).isMaster()).isTrue();
        world.runFor(5_000 * MILLI);
        assertThat(Objects.requireNonNull(source.member()).isMaster()).isFalse();
    }

    private interface Trouble {
        /// Begins; what is answered ends it.
        Runnable begin();
    }

    private void troubled(String name, long afterMicros, Trouble trouble) {
        fill();
        var moving = cli.begin(source, migrate("300"));
        world.runFor(afterMicros * 1000);
        var end = trouble.begin();
        world.runFor(700 * MILLI);
        end.run();
        world.runFor(50 * MILLI);
        assertThat(moving.reply.toString()).as(name).isNotEmpty();
        boolean moved = moving.reply.toString().startsWith("+OK");
        for (int i = 0; i < KEYS; i++) {
            var where = whereIs("{b}" + i);
            assertThat(where).as(name).isNotNull();
            if (moved) assertThat(where).as(name).isEqualTo(target);
        }
        assertThat(cli.ask(source, migrate("1000 REPLACE"))).as(name).isIn("+OK", "+NOKEY");
        for (int i = 0; i < KEYS; i++) {
            assertThat(whereIs("{b}" + i)).as(name).isEqualTo(target);
        }
    }

    /// The keys are at the source and nowhere else, and the slot is open.
    private void fill() {
        assertThat(cli.ask(source, "CLUSTER SETSLOT " + SLOT + " STABLE")).isEqualTo("+OK");
        for (int i = 0; i < KEYS; i++) {
            cli.begin(target, "ASKING\r\nDEL {b}" + i);
            cli.begin(source, "SET {b}" + i + " value" + i);
        }
        world.runFor(20 * MILLI);
        assertThat(cli.ask(source, "CLUSTER COUNTKEYSINSLOT " + SLOT)).isEqualTo(":" + KEYS);
        assertThat(cli.ask(target, "CLUSTER COUNTKEYSINSLOT " + SLOT)).isEqualTo(":0");
        assertThat(cli.ask(source, "CLUSTER SETSLOT " + SLOT + " MIGRATING " + id(target)))
                .isEqualTo("+OK");
    }

    private String migrate(String rest) {
        var words = new StringBuilder("MIGRATE " + target.ip() + " " + target.port() + " \"\" 0 ");
        words.append(rest).append(" KEYS");
        for (int i = 0; i < KEYS; i++) words.append(" {b}").append(i);
        return words.toString();
    }

    /// Which node gives a client its value, null if none does.
    private @Nullable Host whereIs(String key) {
        var here = cli.ask(source, "GET " + key);
        if (here.startsWith("$6")) return source;
        assertThat(here).startsWith("-ASK " + SLOT + " " + target.ip());
        return cli.ask(target, "ASKING\r\nGET " + key).startsWith("+OK\r\n$6") ? target : null;
    }

    private static String id(Host host) {
        return Objects.requireNonNull(host.member()).myId().toString();
    }

    private Route between() {
        return Route.between(List.of(source.ip()), List.of(target.ip()));
    }
}
