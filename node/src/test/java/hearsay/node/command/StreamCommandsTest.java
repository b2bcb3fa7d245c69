package hearsay.node.command;

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
                > XRANGE visits 1 1
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
                > TYPE visits
                stream
                > OBJECT ENCODING visits
                "stream"
                """);
    }
}
