package hearsay.simulations.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearsay.simulations.fault.Aim.ReplicaOf.Rank;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Aims as people say them")
class AimTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7001",
                "master of slot 0",
                "best replica of slot 16383",
                "worst replica of slot 7",
                "any replica of slot 7",
                "replicas of slot 7",
                "any master",
                "any 2 masters",
                "any 3 nodes",
                "any replica",
                "all",
                "all masters",
                "all replicas",
                "minority of the masters",
                "majority of the masters and its replicas",
                "it",
                "the winner",
                "master of slot 0, it"
            })
    void what_is_read_is_told_in_the_same_words(String text) {
        assertEquals(text, AimText.of(AimText.parse(text)));
    }

    @Test
    void a_key_stands_for_its_slot() {
        assertEquals(new Aim.MasterOf(12182), AimText.parse("master of key foo"));
        assertEquals(new Aim.ReplicaOf(12182, Rank.ANY), AimText.parse("replica of key foo"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "somebody",
                "master of slot x",
                "any 0 masters",
                "master of slot 16384",
                "99999"
            })
    void nobody_is_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> AimText.parse(text));
    }

    @Test
    void who_is_refused_hears_what_would_be_right() {
        var e = assertThrows(IllegalArgumentException.class, () -> AimText.parse("the boss"));
        assertTrue(
                String.valueOf(e.getMessage())
                        .contains("'the boss' aims at nobody; expected a port"));
    }
}
