package hearsay.node.command;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;

import org.junit.jupiter.api.Test;

/// Entries of streams: added, read, deleted, trimmed.
class StreamCommandsTest {

    @Test
    void entries_are_added_at_the_end_and_read_in_both_directions() {
        twinConversation(
                """
                > XADD visits 1-1 page home ms 12
                "1-1"
                > XADD visits 1-* page cart ms 7
                "1-2"
                > XADD visits 2 page home ms ""
                "2-0"
                > XLEN visits
                (integer) 3
                > XRANGE visits - +
                1) 1) "1-1"
                   2) 1) "page"
                      2) "home"
                      3) "ms"
                      4) "12"
                2) 1) "1-2"
                   2) 1) "page"
                      2) "cart"
                      3) "ms"
                      4) "7"
                3) 1) "2-0"
                   2) 1) "page"
                      2) "home"
                      3) "ms"
                      4) ""
                > XREVRANGE visits + (1-1 COUNT 1
                1) 1) "2-0"
                   2) 1) "page"
                      2) "home"
                      3) "ms"
                      4) ""
                > TYPE visits
                stream
                > OBJECT ENCODING visits
                "stream"
                """);
    }

    @Test
    void ids_grow_and_are_chosen_if_left_open() {
        twinConversation(
                """
                > XADD k 5-1 f v
                "5-1"
                > XADD k 5-1 f v
                (error) ERR The ID specified in XADD is equal or smaller than the target stream top item
                > XADD k 5-* f v
                "5-2"
                > XADD k 4-* f v
                (error) ERR The ID specified in XADD is equal or smaller than the target stream top item
                > XADD k 0-0 f v
                (error) ERR The ID specified in XADD must be greater than 0-0
                > XADD k2 0-* f v
                "0-1"
                > XADD k x f v
                (error) ERR Invalid stream ID specified as stream command argument
                > XADD k 6-x f v
                (error) ERR Invalid stream ID specified as stream command argument
                > XADD k 6-1
                (error) ERR wrong number of arguments for 'xadd' command
                > XADD k 6-1 f
                (error) ERR wrong number of arguments for 'xadd' command
                > XADD k 6-1 f v g
                (error) ERR wrong number of arguments for 'xadd' command
                > XADD k 18446744073709551615-18446744073709551615 f v
                "18446744073709551615-18446744073709551615"
                > XADD k * f v
                (error) ERR The stream has exhausted the last possible ID, unable to add more items
                > XADD k 18446744073709551615-* f v
                (error) ERR The stream has exhausted the last possible ID, unable to add more items
                > XADD none NOMKSTREAM 1-1 f v
                (nil)
                > EXISTS none
                (integer) 0
                > SET s text
                OK
                > XADD s 1-1 f v
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void trimming_takes_from_the_front() {
        twinConversation(
                """
                > XADD k 1-1 f 1
                "1-1"
                > XADD k 2-1 f 2
                "2-1"
                > XADD k 3-1 f 3
                "3-1"
                > XADD k MAXLEN 2 4-1 f 4
                "4-1"
                > XRANGE k - +
                1) 1) "3-1"
                   2) 1) "f"
                      2) "3"
                2) 1) "4-1"
                   2) 1) "f"
                      2) "4"
                > XADD k MINID = 4-0 5-1 f 5
                "5-1"
                > XLEN k
                (integer) 2
                > XTRIM k MAXLEN 1
                (integer) 1
                > XTRIM k MAXLEN ~ 0 LIMIT 1
                (integer) 1
                > XTRIM k MAXLEN ~ 0
                (integer) 0
                > XTRIM none MAXLEN 1
                (integer) 0
                > XTRIM k MAXLEN -1
                (error) ERR The MAXLEN argument must be >= 0.
                > XTRIM k MAXLEN x
                (error) ERR value is not an integer or out of range
                > XTRIM k MINID x
                (error) ERR Invalid stream ID specified as stream command argument
                > XTRIM k MAXLEN 1 MINID 1
                (error) ERR syntax error, MAXLEN and MINID options at the same time are not compatible
                > XTRIM k MAXLEN = 1 LIMIT 1
                (error) ERR syntax error, LIMIT cannot be used without the special ~ option
                > XTRIM k MAXLEN ~ 1 LIMIT -1
                (error) ERR The LIMIT argument must be >= 0.
                > XTRIM k LIMIT 1
                (error) ERR syntax error, LIMIT cannot be used without specifying a trimming strategy
                > XTRIM k LIMIT 0
                (error) ERR syntax error, XTRIM must be called with a trimming strategy
                > XTRIM k nonsense 1
                (error) ERR syntax error
                > XADD k LIMIT 1 9-1 f v
                (error) ERR syntax error, LIMIT cannot be used without specifying a trimming strategy
                """);
    }

    @Test
    void intervals_have_ends_that_belong_to_them_or_not() {
        twinConversation(
                """
                > XADD k 1-1 f 1
                "1-1"
                > XADD k 1-2 f 2
                "1-2"
                > XADD k 2-0 f 3
                "2-0"
                > XRANGE k 1 1
                1) 1) "1-1"
                   2) 1) "f"
                      2) "1"
                2) 1) "1-2"
                   2) 1) "f"
                      2) "2"
                > XRANGE k (1-1 (2-0
                1) 1) "1-2"
                   2) 1) "f"
                      2) "2"
                > XRANGE k (1-2 + COUNT 1
                1) 1) "2-0"
                   2) 1) "f"
                      2) "3"
                > XRANGE k - + COUNT 0
                (nil)
                > XRANGE k - + COUNT -1
                (nil)
                > XRANGE none - +
                (empty array)
                > XRANGE k 2 1
                (empty array)
                > XREVRANGE k 2 1 COUNT 2
                1) 1) "2-0"
                   2) 1) "f"
                      2) "3"
                2) 1) "1-2"
                   2) 1) "f"
                      2) "2"
                > XREVRANGE k + (1-2
                1) 1) "2-0"
                   2) 1) "f"
                      2) "3"
                > XREVRANGE none + -
                (empty array)
                > XRANGE k (18446744073709551615-18446744073709551615 +
                (error) ERR invalid start ID for the interval
                > XRANGE k - (0-0
                (error) ERR invalid end ID for the interval
                > XRANGE k (- +
                (error) ERR Invalid stream ID specified as stream command argument
                > XRANGE k x +
                (error) ERR Invalid stream ID specified as stream command argument
                > XRANGE k - + COUNT
                (error) ERR syntax error
                > XRANGE k - + COUNT x
                (error) ERR value is not an integer or out of range
                > XRANGE k - + LIMIT 1
                (error) ERR syntax error
                """);
    }

    @Test
    void what_is_deleted_leaves_a_stream_behind() {
        twinConversation(
                """
                > XADD k 1-1 f 1
                "1-1"
                > XADD k 1-2 g 2
                "1-2"
                > XADD k 1-3 f 3
                "1-3"
                > XDEL k 1-2 1-2 9-9
                (integer) 1
                > XDEL k 1-1 x
                (error) ERR Invalid stream ID specified as stream command argument
                > XDEL none 1-1
                (integer) 0
                > XRANGE k - +
                1) 1) "1-1"
                   2) 1) "f"
                      2) "1"
                2) 1) "1-3"
                   2) 1) "f"
                      2) "3"
                > XDEL k 1-1 1-3
                (integer) 2
                > XLEN k
                (integer) 0
                > EXISTS k
                (integer) 1
                > XLEN none
                (integer) 0
                > XRANGE k - +
                (empty array)
                """);
    }

    @Test
    void the_last_id_can_be_set_but_never_before_what_there_is() {
        twinConversation(
                """
                > XADD k 5-1 f v
                "5-1"
                > XSETID k 4-0
                (error) ERR The ID specified in XSETID is smaller than the target stream top item
                > XSETID k 7-0 ENTRIESADDED 9 MAXDELETEDID 6-0
                OK
                > XADD k 6-5 f v
                (error) ERR The ID specified in XADD is equal or smaller than the target stream top item
                > XSETID k 7-1 ENTRIESADDED 0
                (error) ERR The entries_added specified in XSETID is smaller than the target stream length
                > XSETID k 7-1 ENTRIESADDED -1
                (error) ERR entries_added must be positive
                > XSETID k 7-1 ENTRIESADDED x
                (error) ERR value is not an integer or out of range
                > XSETID k 7-1 MAXDELETEDID 8-0
                (error) ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id
                > XSETID k x
                (error) ERR Invalid stream ID specified as stream command argument
                > XSETID k 7-1 nonsense
                (error) ERR syntax error
                > XSETID none 1-1
                (error) ERR no such key
                """);
    }

    @Test
    void an_id_of_the_moment() {
        conversation(
                """
                > XADD k * f v
                "1700000000000-0"
                > XADD k * f v
                "1700000000000-1"
                ... 5
                > XADD k * f v
                "1700000000005-0"
                > XADD k 1700000009999-5 f v
                "1700000009999-5"
                > XADD k * f v
                "1700000009999-6"
                """);
    }
}
