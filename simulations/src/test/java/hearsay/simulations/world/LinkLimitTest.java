package hearsay.simulations.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The links of the cluster bus")
class LinkLimitTest {

    private static final long SECOND = 1_000_000_000L;
    private static final String MESSAGE = "x".repeat(50_000);

    private final World world = new World(WorldPlan.of(3, 0, Duration.ofSeconds(20)), 1);
    private final Cli cli = new Cli(world);
    private final Host first = world.host(7000);
    private final Host sleeper = world.host(7002);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @DisplayName(
            "23, 58: who sleeps while others publish loses its link at cluster-link-sendbuf-limit")
    void are_closed_when_they_hold_too_much() {
        world.runFor(5 * SECOND);
        assertThat(cli.ask(first, "CONFIG SET cluster-link-sendbuf-limit 1000000"))
                .isEqualTo("+OK");
        sleeper.pause();
        for (int i = 0; i < 10; i++) cli.ask(first, "PUBLISH news " + MESSAGE);
        assertThat(cli.ask(first, "CLUSTER LINKS")).contains("send-buffer-used\r\n:5");
        assertThat(exceeded()).isZero();

        for (int i = 0; i < 20; i++) cli.ask(first, "PUBLISH news " + MESSAGE);
        world.runFor(SECOND / 5);
        assertThat(exceeded()).isEqualTo(1);
        assertThat(world.diary().entries())
                .anySatisfy(entry -> assertThat(entry.word()).isEqualTo("frees-link"));

        sleeper.resume();
        world.runFor(5 * SECOND);
        assertThat(cli.ask(first, "CLUSTER LINKS")).doesNotContain("send-buffer-used\r\n:5");
        assertThat(cli.ask(first, "CLUSTER NODES")).doesNotContain("disconnected", "fail");
    }

    private long exceeded() {
        var name = "total_cluster_links_buffer_limit_exceeded:";
        return cli.ask(first, "CLUSTER INFO")
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length())))
                .sum();
    }
}
