package hearsay.client.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long a command says that it may block.
class BlockingTest {

    @ParameterizedTest
    @CsvSource({
        "BLPOP list 1.5, 1500",
        "brpop a b 2, 2000",
        "BLMOVE a b LEFT RIGHT 3, 3000",
        "BRPOPLPUSH a b 1, 1000",
        "BLMPOP 4 1 list LEFT, 4000",
        "BZMPOP 0.25 1 zset MIN, 250",
        "BZPOPMIN zset 1, 1000",
        "XREAD BLOCK 700 STREAMS s $, 700",
        "XREADGROUP GROUP g me COUNT 1 BLOCK 20 STREAMS s >, 20",
        "WAIT 1 100, 100"
    })
    void by_its_own_words(String command, long millis) {
        assertThat(millis(command)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"BLPOP list 0", "XREAD BLOCK 0 STREAMS s $", "WAIT 1 0"})
    void without_end(String command) {
        assertThat(millis(command)).isEqualTo(Clock.NEVER);
    }

    @ParameterizedTest
    @CsvSource({
        "GET BLOCK",
        "XREAD STREAMS BLOCK 0",
        "XREAD COUNT 1 STREAMS s 0",
        "BLPOP list soon",
        "BLPOP list -1",
        "BLPOP"
    })
    void or_that_it_does_not(String command) {
        assertThat(millis(command)).isZero();
    }

    private static long millis(String command) {
        return Blocking.millis(RedisClient.bytes(command.split(" ")));
    }
}
