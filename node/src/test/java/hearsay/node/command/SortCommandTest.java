package hearsay.node.command;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// SORT and SORT_RO, on lists.
class SortCommandTest {

    @Test
    void numbers_are_sorted_as_numbers_and_words_with_alpha() {
        twinConversation(
                """
                > RPUSH l 10 9 -1 2.5 1e2
                (integer) 5
                > SORT l
                1) "-1"
                2) "2.5"
                3) "9"
                4) "10"
                5) "1e2"
                > SORT l DESC
                1) "1e2"
                2) "10"
                3) "9"
                4) "2.5"
                5) "-1"
                > SORT l ALPHA
                1) "-1"
                2) "10"
                3) "1e2"
                4) "2.5"
                5) "9"
                > SORT l desc alpha asc
                1) "-1"
                2) "10"
                3) "1e2"
                4) "2.5"
                5) "9"
                > SORT none
                (empty array)
                """);
    }

    @Test
    void limit_chooses_a_part() {
        twinConversation(
                """
                > RPUSH l 5 3 1 4 2
                (integer) 5
                > SORT l LIMIT 1 2
                1) "2"
                2) "3"
                > SORT l LIMIT 3 100
                1) "4"
                2) "5"
                > SORT l LIMIT 0 0
                (empty array)
                > SORT l LIMIT 5 1
                (empty array)
                > SORT l LIMIT -1 2
                1) "1"
                2) "2"
                > SORT l LIMIT 3 -5
                1) "4"
                2) "5"
                > SORT l LIMIT 9223372036854775807 9223372036854775807
                (empty array)
                > SORT l LIMIT x 1
                (error) ERR value is not an integer or out of range
                > SORT l LIMIT 1
                (error) ERR syntax error
                """);
    }

    @Test
    void by_and_get_look_at_other_keys() {
        twinConversation(
                """
                > RPUSH l a b c
                (integer) 3
                > MSET w_a 3 w_b 1 w_c 2 n_a first n_c third
                OK
                > SORT l BY w_*
                1) "b"
                2) "c"
                3) "a"
                > SORT l BY w_* GET n_* GET #
                1) (nil)
                2) "b"
                3) "third"
                4) "c"
                5) "first"
                6) "a"
                """);
    }

    @Test
    void fields_of_hashes_serve_as_well() {
        twinConversation(
                """
                > RPUSH l a b c
                (integer) 3
                > HSET h_a w 2 name x
                (integer) 2
                > HSET h_b w 1
                (integer) 1
                > SORT l BY h_*->w GET h_*->name
                1) (nil)
                2) (nil)
                3) "x"
                > SORT l BY h_*->w
                1) "c"
                2) "b"
                3) "a"
                > SORT l BY nosort GET h_*->
                1) (nil)
                2) (nil)
                3) (nil)
                > SORT l BY nosort GET fixed GET *
                1) (nil)
                2) (nil)
                3) (nil)
                4) (nil)
                5) (nil)
                6) (nil)
                """);
    }

    @Test
    void a_pattern_without_a_star_keeps_the_order() {
        twinConversation(
                """
                > RPUSH l 3 1 2
                (integer) 3
                > SORT l BY nosort
                1) "3"
                2) "1"
                3) "2"
                > SORT l BY nosort DESC
                1) "2"
                2) "1"
                3) "3"
                > SORT l BY nosort LIMIT 1 1
                1) "1"
                > SORT l BY nosort DESC LIMIT 0 2
                1) "2"
                2) "1"
                """);
    }

    @Test
    void store_makes_a_list_of_it() {
        twinConversation(
                """
                > RPUSH l 3 1 2
                (integer) 3
                > SET t text EX 100
                OK
                > SORT l STORE t
                (integer) 3
                > LRANGE t 0 -1
                1) "1"
                2) "2"
                3) "3"
                > TTL t
                (integer) -1
                > SORT l GET n_* GET # STORE t
                (integer) 6
                > LRANGE t 0 1
                1) ""
                2) "1"
                > SORT none STORE t
                (integer) 0
                > EXISTS t
                (integer) 0
                > SORT l STORE l
                (integer) 3
                > LRANGE l 0 -1
                1) "1"
                2) "2"
                3) "3"
                > SORT_RO l STORE t
                (error) ERR syntax error
                """);
    }

    @Test
    void what_is_no_number_cannot_be_sorted_as_one() {
        twinConversation(
                """
                > RPUSH l a 1
                (integer) 2
                > SORT l
                (error) ERR One or more scores can't be converted into double
                > SORT l STORE t
                (error) ERR One or more scores can't be converted into double
                > EXISTS t
                (integer) 0
                > RPUSH m "" " 2" 0x1 inf
                (integer) 4
                > SORT m
                1) ""
                2) "0x1"
                3) " 2"
                4) "inf"
                > RPUSH n nan
                (integer) 1
                > SORT n
                (error) ERR One or more scores can't be converted into double
                > SET s text
                OK
                > SORT s
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SORT s UPWARDS
                (error) ERR syntax error
                > SORT l BY
                (error) ERR syntax error
                > SORT l GET
                (error) ERR syntax error
                > SORT l STORE
                (error) ERR syntax error
                """);
    }

    @Test
    void its_keys_are_the_first_word_and_the_one_behind_store() {
        twinConversation(
                """
                > COMMAND GETKEYS SORT a BY w_* LIMIT 0 5 STORE b
                1) "a"
                2) "b"
                > COMMAND GETKEYS SORT a STORE b STORE c
                1) "a"
                2) "c"
                > COMMAND GETKEYS SORT a BY STORE GET STORE
                1) "a"
                > COMMAND GETKEYS SORT_RO a BY x
                1) "a"
                """);
    }

    @Test
    void in_a_cluster_no_other_keys_are_looked_at() {
        var node = new TestNode("--cluster-enabled", "yes");
        node.dispatcher().route((session, command, request) -> null);
        new Conversation(node)
                .hold(
                        """
                        > RPUSH l 2 1
                        (integer) 2
                        > SORT l BY w_*
                        (error) ERR BY option of SORT denied in Cluster mode.
                        > SORT l GET n_*
                        (error) ERR GET option of SORT denied in Cluster mode.
                        > SORT l BY nosort
                        1) "2"
                        2) "1"
                        """);
    }

    @Test
    void whoever_waits_for_the_list_that_is_stored_gets_of_it() {
        conversation(
                """
                A> BLPOP t 0
                B> RPUSH l 2 1
                (integer) 2
                B> SORT l STORE t
                (integer) 2
                A< 1) "t"
                A< 2) "1"
                """);
    }

    @Test
    void a_part_that_is_sorted_is_the_same_part_of_all() {
        var random = new SplittableRandom(7);
        for (int round = 0; round < 300; round++) {
            int size = 1 + random.nextInt(200);
            var items = new ArrayList<Integer>();
            for (int i = 0; i < size; i++) items.add(random.nextInt(1 + random.nextInt(100)));
            int from = random.nextInt(size);
            int to = from + random.nextInt(size - from + 1);
            var sorted = new ArrayList<>(items);
            sorted.sort(Comparator.naturalOrder());
            PartialSort.sort(items, Comparator.naturalOrder(), from, to);
            assertThat(items.subList(from, to)).isEqualTo(sorted.subList(from, to));
        }
    }
}
