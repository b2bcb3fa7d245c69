package hearsay.node.migration;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The link between two nodes is cut, or frozen, at every point of a move: whatever the client is
/// told, no key is lost, and a key that is said to have gone has gone.
@DisplayName("7. MIGRATE by a link that is cut")
class CutLinksTest {

    private static final int KEYS = 5;
    private static final int LATEST_MILLIS = 60;

    private enum Trouble {
        CUT,
        CUT_TWICE,
        FROZEN
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 64, 100_000})
    void cut_once_the_keys_go_by_a_second_link_or_stay(int pieces) {
        for (int at = 0; at < LATEST_MILLIS; at++) new Run(pieces, at, Trouble.CUT).check();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 64, 100_000})
    void cut_twice_every_key_is_somewhere(int pieces) {
        for (int at = 0; at < LATEST_MILLIS; at++) new Run(pieces, at, Trouble.CUT_TWICE).check();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 64, 100_000})
    void frozen_the_keys_that_were_not_answered_stay(int pieces) {
        for (int at = 0; at < LATEST_MILLIS; at++) new Run(pieces, at, Trouble.FROZEN).check();
    }

    /// One move, with trouble after so many milliseconds.
    private static final class Run {

        private final TestNetwork network = new TestNetwork();
        private final TestNetwork.Host source = network.host(7001);
        private final TestNetwork.Host target = network.host(7002);
        private final TestNetwork.Client mover = source.client();
        private final String name;
        private final int at;
        private final Trouble trouble;

        Run(int pieces, int at, Trouble trouble) {
            name = trouble + " after " + at + " ms, pieces of " + pieces;
            this.at = at;
            this.trouble = trouble;
            network.travelInPieces(pieces);
            for (int i = 0; i < KEYS; i++) source.ask("SET key" + i + " value" + i);
        }

        void check() {
            move("");
            network.pass(at);
            trouble();
            network.pass(700);
            network.thaw(source, target);
            network.pass(10);
            var told = mover.take();
            assertThat(told).as(name).isNotEmpty();
            if (told.equals("OK")) {
                assertThat(source.ask("DBSIZE")).as(name).isEqualTo("(integer) 0");
            }
            everyKeyIsSomewhere();

            move("REPLACE ");
            network.pass(100);
            assertThat(mover.take()).as(name).isIn("OK", "NOKEY");
            assertThat(source.ask("DBSIZE")).as(name).isEqualTo("(integer) 0");
            assertThat(target.ask("DBSIZE")).as(name).isEqualTo("(integer) " + KEYS);
            everyKeyIsSomewhere();
        }

        private void move(String option) {
            var command = new StringBuilder("MIGRATE 127.0.0.1 7002 \"\" 0 300 " + option + "KEYS");
            for (int i = 0; i < KEYS; i++) command.append(" key").append(i);
            mover.send(command.toString());
        }

        private void trouble() {
            switch (trouble) {
                case CUT -> network.cut(source, target);
                case CUT_TWICE -> {
                    network.cut(source, target);
                    network.pass(at / 2);
                    network.cut(source, target);
                }
                case FROZEN -> network.freeze(source, target);
            }
        }

        private void everyKeyIsSomewhere() {
            for (int i = 0; i < KEYS; i++) {
                var value = "\"value" + i + "\"";
                var here = source.ask("GET key" + i);
                var there = target.ask("GET key" + i);
                assertThat(here.equals(value) || there.equals(value)).as(name).isTrue();
            }
        }
    }
}
