package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What replicas and files are told of hashes and sets, and which keyspace events there are.
class RepeatedHashesAndSetsTest extends Repetition {

    @Test
    void hashes() {
        tell("HSET h f 1 g 2");
        tell("HMSET h f 1");
        tell("HSETNX h f 9");
        tell("HSETNX h i 9");
        tell("HINCRBY h f 3");
        tell("HINCRBYFLOAT h f 0.5");
        tell("HGET h f");
        tell("HDEL h nothing");
        tell("HDEL h f g");
        tell("HDEL h i");
        hears(
                "HSET h f 1 g 2",
                "HMSET h f 1",
                "HSETNX h i 9",
                "HINCRBY h f 3",
                "HSET h f 4.5",
                "HDEL h f g",
                "HDEL h i");
        happens(
                "hset h",
                "hset h",
                "hset h",
                "hincrby h",
                "hincrbyfloat h",
                "hdel h",
                "hdel h",
                "del h");
    }

    @Test
    void a_mistake_leaves_no_empty_hash() {
        tell("HSET h f x");
        tell("HINCRBY h f 1");
        tell("HINCRBYFLOAT h f 1");
        tell("HINCRBYFLOAT fresh f inf");
        tell("HSET fresh f");
        hears("HSET h f x");
        happens("hset h");
    }

    @Test
    void sets() {
        tell("SADD s a b");
        tell("SADD s a");
        tell("SREM s x");
        tell("SREM s a");
        tell("SMOVE s t b");
        tell("SMOVE t t b");
        tell("SADD s b c");
        tell("SMOVE s t b");
        tell("SREM s c");
        hears("SADD s a b", "SREM s a", "SMOVE s t b", "SADD s b c", "SMOVE s t b", "SREM s c");
        happens(
                "sadd s", "srem s", "srem s", "del s", "sadd t", "sadd s", "srem s", "srem s",
                "del s");
    }

    @Test
    void results_that_are_stored() {
        tell("SADD a 1 2");
        tell("SADD b 2");
        tell("SINTERSTORE t a b");
        tell("SUNIONSTORE t a b");
        tell("SDIFFSTORE t b a");
        tell("SINTERSTORE t a nothing");
        hears(
                "SADD a 1 2",
                "SADD b 2",
                "SINTERSTORE t a b",
                "SUNIONSTORE t a b",
                "SDIFFSTORE t b a");
        happens("sadd a", "sadd b", "sinterstore t", "sunionstore t", "del t");
    }

    @Test
    void a_popped_member_is_told_by_its_name() {
        tell("SADD s a");
        tell("SPOP s");
        tell("SPOP s");
        tell("SADD s a b");
        tell("SPOP s 5");
        tell("SPOP s 5");
        tell("CONFIG SET lazyfree-lazy-server-del yes");
        tell("SADD s a b");
        tell("SPOP s 2");
        tell("SRANDMEMBER s 2");
        hears("SADD s a", "SREM s a", "SADD s a b", "DEL s", "SADD s a b", "UNLINK s");
        happens(
                "sadd s", "spop s", "del s", "sadd s", "spop s", "del s", "sadd s", "spop s",
                "del s");
    }

    @Test
    void popped_members_are_told_by_their_names_a_thousand_at_a_time() {
        tell("SADD s " + numbers(5000));
        told().clear();
        tell("SPOP s 2500");
        assertThat(told()).hasSize(5);
        assertThat(told().getFirst()).isEqualTo("MULTI");
        assertThat(told().getLast()).isEqualTo("EXEC");
        var popped = new TreeSet<String>();
        var lengths = new ArrayList<Integer>();
        for (var command : told().subList(1, 4)) {
            var words = List.of(command.split(" "));
            assertThat(words.subList(0, 2)).containsExactly("SREM", "s");
            popped.addAll(words.subList(2, words.size()));
            lengths.add(words.size() - 2);
        }
        assertThat(lengths).containsExactly(1024, 1024, 452);
        assertThat(popped).hasSize(2500);
        told().clear();
        tell("SPOP s 2400");
        assertThat(String.join(" ", told()).split(" ")).hasSize(2 + 3 * 2 + 2400);
        for (var gone : popped)
            assertThat(String.join(" ", told())).doesNotContain(" " + gone + " ");
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).collect(Collectors.joining(" "));
    }
}
