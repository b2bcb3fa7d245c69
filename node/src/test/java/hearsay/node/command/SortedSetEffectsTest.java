package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What replicas are told to repeat of commands on sorted sets, and which events there are.
class SortedSetEffectsTest {

    private final TestNode node = new TestNode();
    private final TestNode.Client client = node.connect();
    private final List<String> repeated = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    SortedSetEffectsTest() {
        node.server()
                .propagation()
                .add((database, words) -> {
                    var text = new StringBuilder();
                    for (int i = 0; i < words.count(); i++) {
                        text.append(i > 0 ? " " : "").append(words.text(i));
                    }
                    repeated.add(text.toString());
                });
        node.server()
                .listen((database, key, eventClass, event) ->
                        events.add(event + " " + new String(key, StandardCharsets.UTF_8)));
    }

    @Test
    void adding_is_repeated_as_it_was_said_if_it_has_changed_anything() {
        tell("ZADD z 1 a 2 b");
        tell("ZADD z 1 a 2 b");
        tell("ZADD z GT 0 a");
        tell("ZADD z CH XX 3 a");
        tell("ZADD z INCR 1 a");
        tell("ZINCRBY z 2 a");
        tell("ZINCRBY z 0 a");
        tell("ZADD none XX 3 a");
        hears("ZADD z 1 a 2 b", "ZADD z CH XX 3 a", "ZADD z INCR 1 a", "ZINCRBY z 2 a");
        happens("zadd z", "zadd z", "zincr z", "zincr z");
    }

    @Test
    void the_last_member_takes_the_set_with_it() {
        tell("ZADD z 1 a 2 b 3 c 4 d 5 e");
        tell("ZREM z x");
        tell("ZREM z a");
        tell("ZREMRANGEBYRANK z 0 0");
        tell("ZREMRANGEBYSCORE z 3 3");
        tell("ZREMRANGEBYSCORE z 3 3");
        tell("ZPOPMIN z");
        tell("ZPOPMAX z 7");
        tell("ZPOPMAX z 7");
        tell("ZADD z 0 a");
        tell("ZREMRANGEBYLEX z - +");
        tell("ZADD z 0 a");
        tell("ZREM z a b");
        happens(
                "zadd z",
                "zrem z",
                "zremrangebyrank z",
                "zremrangebyscore z",
                "zpopmin z",
                "zpopmax z",
                "del z",
                "zadd z",
                "zremrangebylex z",
                "del z",
                "zadd z",
                "zrem z",
                "del z");
        hears(
                "ZADD z 1 a 2 b 3 c 4 d 5 e",
                "ZREM z a",
                "ZREMRANGEBYRANK z 0 0",
                "ZREMRANGEBYSCORE z 3 3",
                "ZPOPMIN z",
                "ZPOPMAX z 7",
                "ZADD z 0 a",
                "ZREMRANGEBYLEX z - +",
                "ZADD z 0 a",
                "ZREM z a b");
    }

    @Test
    void whoever_repeats_need_not_choose_the_key() {
        tell("ZADD z 1 a 2 b 3 c 4 d 5 e 6 f");
        tell("ZMPOP 2 none z MIN");
        tell("ZMPOP 2 none z MAX COUNT 2");
        tell("BZPOPMIN none z 0");
        tell("BZMPOP 0 1 z MIN COUNT 9");
        tell("ZMPOP 1 z MIN");
        hears(
                "ZADD z 1 a 2 b 3 c 4 d 5 e 6 f",
                "ZPOPMIN z 1",
                "ZPOPMAX z 2",
                "ZPOPMIN z",
                "ZPOPMIN z 2");
        happens("zadd z", "zpopmin z", "zpopmax z", "zpopmin z", "zpopmin z", "del z");
    }

    @Test
    void results_are_stored_with_an_event_of_their_own() {
        tell("ZADD a 1 x 2 y");
        tell("ZADD b 1 x");
        tell("ZUNIONSTORE to 2 a b");
        tell("ZINTERSTORE to 2 a b");
        tell("ZDIFFSTORE to 2 a b");
        tell("ZRANGESTORE to a 0 0");
        tell("ZINTERSTORE to 2 a none");
        tell("ZINTERSTORE to 2 a none");
        happens(
                "zadd a",
                "zadd b",
                "zunionstore to",
                "zinterstore to",
                "zdiffstore to",
                "zrangestore to",
                "del to");
        hears(
                "ZADD a 1 x 2 y",
                "ZADD b 1 x",
                "ZUNIONSTORE to 2 a b",
                "ZINTERSTORE to 2 a b",
                "ZDIFFSTORE to 2 a b",
                "ZRANGESTORE to a 0 0",
                "ZINTERSTORE to 2 a none");
    }

    @Test
    void places_are_repeated_as_scores() {
        tell("GEOADD places 13.361389 38.115556 Palermo 0 0 origin");
        tell("GEOADD places NX CH 13 38 Palermo");
        tell("GEOADD places XX CH 1 1 origin");
        tell("GEOSEARCHSTORE to places FROMMEMBER origin BYRADIUS 1 km");
        tell("GEORADIUS places 1 1 1 km STORE other");
        hears(
                "ZADD places 3479099956230698 Palermo 3377699720527872 origin",
                "ZADD places XX CH 3377822707026402 origin",
                "GEOSEARCHSTORE to places FROMMEMBER origin BYRADIUS 1 km",
                "GEORADIUS places 1 1 1 km STORE other");
        happens("zadd places", "zadd places", "geosearchstore to", "georadiusstore other");
    }

    private void tell(String line) {
        client.request(line.split(" "));
    }

    private void hears(String... expected) {
        assertThat(repeated).containsExactly(expected);
    }

    private void happens(String... expected) {
        assertThat(events).containsExactly(expected);
    }
}
