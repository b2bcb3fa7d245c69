package hearsay.node.command;

import static hearsay.node.TwinConversation.twinConversation;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import org.junit.jupiter.api.Test;

/// XINFO, and the replies of RESP3.
class StreamInfoTest {

    private static void talk(String expected) {
        var conversation = new Conversation(new TestNode());
        conversation.client("A").session().replies().protocol(3);
        conversation.hold(expected);
    }

    @Test
    void a_group_knows_how_far_behind_it_is() {
        twinConversation(
                """
                > XADD k 1-1 f 1
                "1-1"
                > XADD k 1-2 f 2
                "1-2"
                > XADD k 1-3 f 3
                "1-3"
                > XGROUP CREATE k g 0
                OK
                > XINFO GROUPS k
                1)  1) "name"
                    2) "g"
                    3) "consumers"
                    4) (integer) 0
                    5) "pending"
                    6) (integer) 0
                    7) "last-delivered-id"
                    8) "0-0"
                    9) "entries-read"
                   10) (nil)
                   11) "lag"
                   12) (integer) 3
                > XREADGROUP GROUP g alice COUNT 1 STREAMS k >
                1) 1) "k"
                   2) 1) 1) "1-1"
                         2) 1) "f"
                            2) "1"
                > XINFO GROUPS k
                1)  1) "name"
                    2) "g"
                    3) "consumers"
                    4) (integer) 1
                    5) "pending"
                    6) (integer) 1
                    7) "last-delivered-id"
                    8) "1-1"
                    9) "entries-read"
                   10) (integer) 1
                   11) "lag"
                   12) (integer) 2
                > XDEL k 1-3
                (integer) 1
                > XINFO GROUPS k
                1)  1) "name"
                    2) "g"
                    3) "consumers"
                    4) (integer) 1
                    5) "pending"
                    6) (integer) 1
                    7) "last-delivered-id"
                    8) "1-1"
                    9) "entries-read"
                   10) (integer) 1
                   11) "lag"
                   12) (nil)
                > XREADGROUP GROUP g alice STREAMS k >
                1) 1) "k"
                   2) 1) 1) "1-2"
                         2) 1) "f"
                            2) "2"
                """);
    }

    @Test
    void what_there_is_to_know_of_a_stream() {
        twinConversation(
                """
                > XADD k 1-1 f 1
                "1-1"
                > XADD k 1-2 g 2
                "1-2"
                > XDEL k 1-2
                (integer) 1
                > XINFO STREAM k
                 1) "length"
                 2) (integer) 1
                 3) "radix-tree-keys"
                 4) (integer) 1
                 5) "radix-tree-nodes"
                 6) (integer) 2
                 7) "last-generated-id"
                 8) "1-2"
                 9) "max-deleted-entry-id"
                10) "1-2"
                11) "entries-added"
                12) (integer) 2
                13) "recorded-first-entry-id"
                14) "1-1"
                15) "groups"
                16) (integer) 0
                17) "first-entry"
                18) 1) "1-1"
                    2) 1) "f"
                       2) "1"
                19) "last-entry"
                20) 1) "1-1"
                    2) 1) "f"
                       2) "1"
                > XINFO STREAM k FULL
                 1) "length"
                 2) (integer) 1
                 3) "radix-tree-keys"
                 4) (integer) 1
                 5) "radix-tree-nodes"
                 6) (integer) 2
                 7) "last-generated-id"
                 8) "1-2"
                 9) "max-deleted-entry-id"
                10) "1-2"
                11) "entries-added"
                12) (integer) 2
                13) "recorded-first-entry-id"
                14) "1-1"
                15) "entries"
                16) 1) 1) "1-1"
                       2) 1) "f"
                          2) "1"
                17) "groups"
                18) (empty array)
                > XINFO STREAM k FULL COUNT 0
                 1) "length"
                 2) (integer) 1
                 3) "radix-tree-keys"
                 4) (integer) 1
                 5) "radix-tree-nodes"
                 6) (integer) 2
                 7) "last-generated-id"
                 8) "1-2"
                 9) "max-deleted-entry-id"
                10) "1-2"
                11) "entries-added"
                12) (integer) 2
                13) "recorded-first-entry-id"
                14) "1-1"
                15) "entries"
                16) 1) 1) "1-1"
                       2) 1) "f"
                          2) "1"
                17) "groups"
                18) (empty array)
                > XTRIM k MAXLEN 0
                (integer) 1
                > XINFO STREAM k
                 1) "length"
                 2) (integer) 0
                 3) "radix-tree-keys"
                 4) (integer) 0
                 5) "radix-tree-nodes"
                 6) (integer) 1
                 7) "last-generated-id"
                 8) "1-2"
                 9) "max-deleted-entry-id"
                10) "1-2"
                11) "entries-added"
                12) (integer) 2
                13) "recorded-first-entry-id"
                14) "0-0"
                15) "groups"
                16) (integer) 0
                17) "first-entry"
                18) (nil)
                19) "last-entry"
                20) (nil)
                > XINFO STREAM none
                (error) ERR no such key
                > XINFO STREAM k nonsense
                (error) ERR unknown subcommand or wrong number of arguments for 'STREAM'. Try XINFO HELP.
                > XINFO STREAM k FULL COUNT x
                (error) ERR value is not an integer or out of range
                > XINFO STREAM k FULL nonsense 1
                (error) ERR unknown subcommand or wrong number of arguments for 'STREAM'. Try XINFO HELP.
                > XINFO GROUPS k
                (empty array)
                > XINFO GROUPS none
                (error) ERR no such key
                > XINFO CONSUMERS k nobody
                (error) NOGROUP No such consumer group 'nobody' for key name 'k'
                > XINFO CONSUMERS none g
                (error) ERR no such key
                > XINFO nonsense k
                (error) ERR unknown subcommand 'nonsense'. Try XINFO HELP.
                > SET s text
                OK
                > XINFO STREAM s
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void maps_in_resp3() {
        talk(
                """
                > XADD k 1-1 f v
                "1-1"
                > XGROUP CREATE k g 0
                OK
                > XREADGROUP GROUP g alice STREAMS k >
                1# "k" => 1) 1) "1-1"
                      2) 1) "f"
                         2) "v"
                > XPENDING k g
                1) (integer) 1
                2) "1-1"
                3) "1-1"
                4) 1) 1) "alice"
                      2) "1"
                ... 1234
                > XREAD STREAMS k 0
                1# "k" => 1) 1) "1-1"
                      2) 1) "f"
                         2) "v"
                > XREADGROUP GROUP g alice STREAMS k 0
                1# "k" => 1) 1) "1-1"
                      2) 1) "f"
                         2) "v"
                > XDEL k 1-1
                (integer) 1
                > XREADGROUP GROUP g alice STREAMS k 0
                1# "k" => 1) 1) "1-1"
                      2) (nil)
                > XREAD STREAMS k 1
                (nil)
                > XADD k 2-2 f v
                "2-2"
                > XINFO STREAM k
                 1# "length" => (integer) 1
                 2# "radix-tree-keys" => (integer) 1
                 3# "radix-tree-nodes" => (integer) 2
                 4# "last-generated-id" => "2-2"
                 5# "max-deleted-entry-id" => "1-1"
                 6# "entries-added" => (integer) 2
                 7# "recorded-first-entry-id" => "2-2"
                 8# "groups" => (integer) 1
                 9# "first-entry" => 1) "2-2"
                    2) 1) "f"
                       2) "v"
                10# "last-entry" => 1) "2-2"
                    2) 1) "f"
                       2) "v"
                > XINFO STREAM k FULL
                1# "length" => (integer) 1
                2# "radix-tree-keys" => (integer) 1
                3# "radix-tree-nodes" => (integer) 2
                4# "last-generated-id" => "2-2"
                5# "max-deleted-entry-id" => "1-1"
                6# "entries-added" => (integer) 2
                7# "recorded-first-entry-id" => "2-2"
                8# "entries" => 1) 1) "2-2"
                      2) 1) "f"
                         2) "v"
                9# "groups" => 1) 1# "name" => "g"
                      2# "last-delivered-id" => "1-1"
                      3# "entries-read" => (integer) 1
                      4# "lag" => (integer) 1
                      5# "pel-count" => (integer) 1
                      6# "pending" => 1) 1) "1-1"
                            2) "alice"
                            3) (integer) 1700000001234
                            4) (integer) 2
                      7# "consumers" => 1) 1# "name" => "alice"
                            2# "seen-time" => (integer) 1700000001234
                            3# "active-time" => (integer) 1700000000000
                            4# "pel-count" => (integer) 1
                            5# "pending" => 1) 1) "1-1"
                                  2) (integer) 1700000001234
                                  3) (integer) 2
                > XINFO GROUPS k
                1) 1# "name" => "g"
                   2# "consumers" => (integer) 1
                   3# "pending" => (integer) 1
                   4# "last-delivered-id" => "1-1"
                   5# "entries-read" => (integer) 1
                   6# "lag" => (integer) 1
                > XINFO CONSUMERS k g
                1) 1# "name" => "alice"
                   2# "pending" => (integer) 1
                   3# "idle" => (integer) 0
                   4# "inactive" => (integer) 1234
                """);
    }
}
