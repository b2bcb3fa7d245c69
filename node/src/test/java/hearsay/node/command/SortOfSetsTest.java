package hearsay.node.command;

import static hearsay.node.TwinConversation.twinConversation;

import org.junit.jupiter.api.Test;

/// SORT on sets and sorted sets.
class SortOfSetsTest {

    @Test
    void the_members_of_a_set_are_sorted() {
        twinConversation(
                """
                > SADD s 3 1 2
                (integer) 3
                > SORT s
                1) "1"
                2) "2"
                3) "3"
                > SORT_RO s DESC LIMIT 0 1
                1) "3"
                > SADD t b a
                (integer) 2
                > SORT t ALPHA DESC
                1) "b"
                2) "a"
                > SORT t
                (error) ERR One or more scores can't be converted into double
                """);
    }

    @Test
    void a_set_has_no_order_to_be_kept_where_it_is_stored() {
        twinConversation(
                """
                > SADD s c b a
                (integer) 3
                > SORT s BY nosort STORE t
                (integer) 3
                > LRANGE t 0 -1
                1) "a"
                2) "b"
                3) "c"
                > SORT s BY nosort DESC STORE t
                (integer) 3
                > LRANGE t 0 -1
                1) "c"
                2) "b"
                3) "a"
                """);
    }

    @Test
    void a_sorted_set_keeps_its_own_order_if_it_is_not_sorted() {
        twinConversation(
                """
                > ZADD z 3 10 2 30 1 20
                (integer) 3
                > SORT z
                1) "10"
                2) "20"
                3) "30"
                > SORT z BY nosort
                1) "20"
                2) "30"
                3) "10"
                > SORT z BY nosort DESC LIMIT 0 2
                1) "10"
                2) "30"
                > SORT z BY nosort LIMIT 1 -1
                1) "30"
                2) "10"
                > SORT z BY nosort DESC STORE t
                (integer) 3
                > LRANGE t 0 -1
                1) "10"
                2) "30"
                3) "20"
                """);
    }
}
