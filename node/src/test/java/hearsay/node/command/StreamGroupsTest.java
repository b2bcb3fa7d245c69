package hearsay.node.command;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;

import org.junit.jupiter.api.Test;

/// Groups of consumers: what is delivered to whom, acknowledged, pending, claimed.
class StreamGroupsTest {

    @Test
    void reading_from_several_streams_shows_what_is_after_each_id() {
        twinConversation(
                """
                > XADD a 1-1 f 1
                "1-1"
                > XADD a 2-1 f 2
                "2-1"
                > XADD b 1-1 g 3
                "1-1"
                > XREAD STREAMS a b 1-1 0
                1) 1) "a"
                   2) 1) 1) "2-1"
                         2) 1) "f"
                            2) "2"
                2) 1) "b"
                   2) 1) 1) "1-1"
                         2) 1) "g"
                            2) "3"
                > XREAD COUNT 1 STREAMS a none 0 0
                1) 1) "a"
                   2) 1) 1) "1-1"
                         2) 1) "f"
                            2) "1"
                > XREAD STREAMS a b 2-1 $
                (nil)
                > XREAD count -1 streams a 1
                1) 1) "a"
                   2) 1) 1) "1-1"
                         2) 1) "f"
                            2) "1"
                      2) 1) "2-1"
                         2) 1) "f"
                            2) "2"
                """);
    }

    @Test
    void mistakes_in_reading() {
        twinConversation(
                """
                > XREAD COUNT 1
                (error) ERR wrong number of arguments for 'xread' command
                > XREAD COUNT x STREAMS a 0
                (error) ERR value is not an integer or out of range
                > XREAD STREAMS a x
                (error) ERR Invalid stream ID specified as stream command argument
                > XREAD STREAMS a >
                (error) ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.
                > XREAD STREAMS a +
                (error) ERR Invalid stream ID specified as stream command argument
                > XREAD GROUP g c STREAMS a 0
                (error) ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.
                > XREAD NOACK STREAMS a 0
                (error) ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.
                > XREAD nonsense STREAMS a 0
                (error) ERR syntax error
                > XREAD BLOCK x STREAMS a 0
                (error) ERR timeout is not an integer or out of range
                > XREAD BLOCK -1 STREAMS a 0
                (error) ERR timeout is negative
                > SET s text
                OK
                > XREAD STREAMS s 0
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > XREADGROUP GROUP g c STREAMS a >
                (error) NOGROUP No such key 'a' or consumer group 'g' in XREADGROUP with GROUP option
                > XREADGROUP COUNT 1 NOACK BLOCK 0 STREAMS a >
                (error) ERR Missing GROUP option for XREADGROUP
                > XGROUP CREATE a g 0 MKSTREAM
                OK
                > XREADGROUP GROUP g c STREAMS a $
                (error) ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.
                > XREADGROUP GROUP g c STREAMS a nonsense
                (error) ERR Invalid stream ID specified as stream command argument
                > XREADGROUP GROUP g c STREAMS s >
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void lists_of_streams_that_do_not_balance() {
        conversation(
                """
                > XREAD STREAMS a b 0
                (error) ERR Unbalanced 'xread' list of streams: for each stream key an ID or '$' must be specified.
                > XREADGROUP GROUP g c STREAMS a b >
                (error) ERR Unbalanced 'xreadgroup' list of streams: for each stream key an ID or '>' must be specified.
                """);
    }

    @Test
    void every_entry_goes_to_one_consumer_of_a_group() {
        twinConversation(
                """
                > XADD jobs 1-1 do this
                "1-1"
                > XADD jobs 1-2 do that
                "1-2"
                > XADD jobs 1-3 do more
                "1-3"
                > XGROUP CREATE jobs workers 0
                OK
                > XREADGROUP GROUP workers alice COUNT 1 STREAMS jobs >
                1) 1) "jobs"
                   2) 1) 1) "1-1"
                         2) 1) "do"
                            2) "this"
                > XREADGROUP GROUP workers bob STREAMS jobs >
                1) 1) "jobs"
                   2) 1) 1) "1-2"
                         2) 1) "do"
                            2) "that"
                      2) 1) "1-3"
                         2) 1) "do"
                            2) "more"
                > XREADGROUP GROUP workers bob STREAMS jobs >
                (nil)
                > XPENDING jobs workers
                1) (integer) 3
                2) "1-1"
                3) "1-3"
                4) 1) 1) "alice"
                      2) "1"
                   2) 1) "bob"
                      2) "2"
                > XACK jobs workers 1-1 1-3 9-9
                (integer) 2
                > XACK jobs nobody 1-2
                (integer) 0
                > XACK none workers 1-2
                (integer) 0
                > XACK jobs workers 1-2 x
                (error) ERR Invalid stream ID specified as stream command argument
                > XREADGROUP GROUP workers bob COUNT 5 STREAMS jobs 0
                1) 1) "jobs"
                   2) 1) 1) "1-2"
                         2) 1) "do"
                            2) "that"
                > XREADGROUP GROUP workers alice STREAMS jobs 0
                1) 1) "jobs"
                   2) (empty array)
                > XDEL jobs 1-2
                (integer) 1
                > XREADGROUP GROUP workers bob STREAMS jobs 0
                1) 1) "jobs"
                   2) 1) 1) "1-2"
                         2) (nil)
                """);
    }

    @Test
    void without_acknowledgement_nothing_is_pending() {
        twinConversation(
                """
                > XADD jobs 1-1 do this
                "1-1"
                > XGROUP CREATE jobs workers $
                OK
                > XADD jobs 1-2 do that
                "1-2"
                > XREADGROUP GROUP workers alice NOACK STREAMS jobs >
                1) 1) "jobs"
                   2) 1) 1) "1-2"
                         2) 1) "do"
                            2) "that"
                > XPENDING jobs workers
                1) (integer) 0
                2) (nil)
                3) (nil)
                4) (nil)
                > XPENDING jobs workers - + 10
                (empty array)
                > XREADGROUP GROUP workers alice STREAMS jobs >
                (nil)
                """);
    }

    @Test
    void groups_are_made_and_moved_and_taken_away() {
        twinConversation(
                """
                > XGROUP CREATE k g $
                (error) ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
                > XGROUP CREATE k g $ MKSTREAM
                OK
                > XGROUP CREATE k g $ MKSTREAM
                (error) BUSYGROUP Consumer Group name already exists
                > TYPE k
                stream
                > XLEN k
                (integer) 0
                > XADD k 1-1 f v
                "1-1"
                > XGROUP CREATE k h 0 ENTRIESREAD 0
                OK
                > XGROUP CREATE k i x
                (error) ERR Invalid stream ID specified as stream command argument
                > XGROUP CREATE k i -
                (error) ERR Invalid stream ID specified as stream command argument
                > XGROUP CREATE k i 0 ENTRIESREAD -2
                (error) ERR value for ENTRIESREAD must be positive or -1
                > XGROUP CREATE k i 0 ENTRIESREAD
                (error) ERR unknown subcommand or wrong number of arguments for 'CREATE'. Try XGROUP HELP.
                > XGROUP CREATE k i 0 nonsense
                (error) ERR unknown subcommand or wrong number of arguments for 'CREATE'. Try XGROUP HELP.
                > XGROUP SETID k g 0 ENTRIESREAD 0
                OK
                > XGROUP SETID k g -
                OK
                > XGROUP SETID k nobody $
                (error) NOGROUP No such consumer group 'nobody' for key name 'k'
                > XGROUP SETID none g $
                (error) ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
                > XGROUP CREATECONSUMER k g alice
                (integer) 1
                > XGROUP CREATECONSUMER k g alice
                (integer) 0
                > XGROUP CREATECONSUMER k nobody alice
                (error) NOGROUP No such consumer group 'nobody' for key name 'k'
                > XREADGROUP GROUP g alice STREAMS k >
                1) 1) "k"
                   2) 1) 1) "1-1"
                         2) 1) "f"
                            2) "v"
                > XGROUP DELCONSUMER k g alice
                (integer) 1
                > XGROUP DELCONSUMER k g alice
                (integer) 0
                > XGROUP DELCONSUMER k nobody alice
                (error) NOGROUP No such consumer group 'nobody' for key name 'k'
                > XPENDING k g
                1) (integer) 0
                2) (nil)
                3) (nil)
                4) (nil)
                > XGROUP DESTROY k g
                (integer) 1
                > XGROUP DESTROY k g
                (integer) 0
                > XGROUP DESTROY none g
                (error) ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
                > XGROUP nonsense k g
                (error) ERR unknown subcommand 'nonsense'. Try XGROUP HELP.
                > XGROUP CREATE k
                (error) ERR wrong number of arguments for 'xgroup|create' command
                > SET s text
                OK
                > XGROUP CREATE s g $
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void pending_entries_are_shown_by_range_and_owner() {
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
                > XREADGROUP GROUP g alice COUNT 2 STREAMS k >
                1) 1) "k"
                   2) 1) 1) "1-1"
                         2) 1) "f"
                            2) "1"
                      2) 1) "1-2"
                         2) 1) "f"
                            2) "2"
                > XREADGROUP GROUP g bob STREAMS k >
                1) 1) "k"
                   2) 1) 1) "1-3"
                         2) 1) "f"
                            2) "3"
                > XCLAIM k g alice 0 1-1 IDLE 86400000 RETRYCOUNT 7 JUSTID
                1) "1-1"
                > XPENDING k g
                1) (integer) 3
                2) "1-1"
                3) "1-3"
                4) 1) 1) "alice"
                      2) "2"
                   2) 1) "bob"
                      2) "1"
                > XPENDING k g IDLE 3600000 2 + 10
                (empty array)
                > XPENDING k g IDLE 3600000 - + 10 bob
                (empty array)
                > XPENDING k g - + 10 nobody
                (empty array)
                > XPENDING k g - + 0
                (empty array)
                > XPENDING k g - + -1
                (empty array)
                > XPENDING k g - +
                (error) ERR syntax error
                > XPENDING k g - + x
                (error) ERR value is not an integer or out of range
                > XPENDING k g x + 10
                (error) ERR Invalid stream ID specified as stream command argument
                > XPENDING k g - (0-0 10
                (error) ERR invalid end ID for the interval
                > XPENDING k g IDLE x - + 10
                (error) ERR value is not an integer or out of range
                > XPENDING k g IDLE 1
                (error) ERR syntax error
                > XPENDING k nobody
                (error) NOGROUP No such key 'k' or consumer group 'nobody'
                > XPENDING none g - + 10
                (error) NOGROUP No such key 'none' or consumer group 'g'
                """);
    }

    @Test
    void who_claims_gets_what_others_left() {
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
                > XREADGROUP GROUP g alice COUNT 2 STREAMS k >
                1) 1) "k"
                   2) 1) 1) "1-1"
                         2) 1) "f"
                            2) "1"
                      2) 1) "1-2"
                         2) 1) "f"
                            2) "2"
                > XCLAIM k g bob 0 1-1 IDLE 86400000
                1) 1) "1-1"
                   2) 1) "f"
                      2) "1"
                > XCLAIM k g carol 3600000 1-1 1-2
                1) 1) "1-1"
                   2) 1) "f"
                      2) "1"
                > XCLAIM k g carol 0 1-3
                (empty array)
                > XCLAIM k g carol 0 1-3 FORCE JUSTID
                1) "1-3"
                > XCLAIM k g carol 0 9-9 FORCE JUSTID
                (empty array)
                > XDEL k 1-2
                (integer) 1
                > XCLAIM k g carol 0 1-2
                (empty array)
                > XPENDING k g
                1) (integer) 2
                2) "1-1"
                3) "1-3"
                4) 1) 1) "carol"
                      2) "2"
                > XCLAIM k g carol 0 1-1 LASTID 5-0 TIME 1000 RETRYCOUNT 3
                1) 1) "1-1"
                   2) 1) "f"
                      2) "1"
                > XADD k 4-0 f 4
                "4-0"
                > XREADGROUP GROUP g bob STREAMS k >
                (nil)
                > XCLAIM k nobody carol 0 1-1
                (error) NOGROUP No such key 'k' or consumer group 'nobody'
                > XCLAIM none g carol 0 1-1
                (error) NOGROUP No such key 'none' or consumer group 'g'
                > XCLAIM k g carol x 1-1
                (error) ERR Invalid min-idle-time argument for XCLAIM
                > XCLAIM k g carol 0 1-1 IDLE x
                (error) ERR Invalid IDLE option argument for XCLAIM
                > XCLAIM k g carol 0 1-1 TIME x
                (error) ERR Invalid TIME option argument for XCLAIM
                > XCLAIM k g carol 0 1-1 RETRYCOUNT x
                (error) ERR Invalid RETRYCOUNT option argument for XCLAIM
                > XCLAIM k g carol 0 1-1 LASTID x
                (error) ERR Invalid stream ID specified as stream command argument
                > XCLAIM k g carol 0 1-1 nonsense
                (error) ERR Unrecognized XCLAIM option 'nonsense'
                > XCLAIM k g carol 0
                (error) ERR wrong number of arguments for 'xclaim' command
                """);
    }

    @Test
    void claiming_goes_on_from_where_it_stopped_and_tells_what_is_gone() {
        twinConversation(
                """
                > XADD k 1-1 f 1
                "1-1"
                > XADD k 1-2 f 2
                "1-2"
                > XADD k 1-3 f 3
                "1-3"
                > XADD k 1-4 f 4
                "1-4"
                > XGROUP CREATE k g 0
                OK
                > XREADGROUP GROUP g alice STREAMS k >
                1) 1) "k"
                   2) 1) 1) "1-1"
                         2) 1) "f"
                            2) "1"
                      2) 1) "1-2"
                         2) 1) "f"
                            2) "2"
                      3) 1) "1-3"
                         2) 1) "f"
                            2) "3"
                      4) 1) "1-4"
                         2) 1) "f"
                            2) "4"
                > XDEL k 1-2
                (integer) 1
                > XAUTOCLAIM k g bob 0 0 COUNT 2
                1) "1-3"
                2) 1) 1) "1-1"
                      2) 1) "f"
                         2) "1"
                3) 1) "1-2"
                > XAUTOCLAIM k g bob 0 1-3 COUNT 10 JUSTID
                1) "0-0"
                2) 1) "1-3"
                   2) "1-4"
                3) (empty array)
                > XAUTOCLAIM k g carol 3600000 -
                1) "0-0"
                2) (empty array)
                3) (empty array)
                > XAUTOCLAIM k g carol 0 (1-3 JUSTID
                1) "0-0"
                2) 1) "1-4"
                3) (empty array)
                > XAUTOCLAIM k g carol x 0
                (error) ERR Invalid min-idle-time argument for XAUTOCLAIM
                > XAUTOCLAIM k g carol 0 x
                (error) ERR Invalid stream ID specified as stream command argument
                > XAUTOCLAIM k g carol 0 0 COUNT 0
                (error) ERR COUNT must be > 0
                > XAUTOCLAIM k g carol 0 0 COUNT x
                (error) ERR COUNT must be > 0
                > XAUTOCLAIM k g carol 0 0 nonsense
                (error) ERR syntax error
                > XAUTOCLAIM k nobody carol 0 0
                (error) NOGROUP No such key 'k' or consumer group 'nobody'
                > XAUTOCLAIM none g carol 0 0
                (error) NOGROUP No such key 'none' or consumer group 'g'
                """);
    }

    @Test
    void consumers_have_been_seen_and_have_been_active() {
        conversation(
                """
                > XGROUP CREATE k g 0 MKSTREAM
                OK
                > XGROUP CREATECONSUMER k g alice
                (integer) 1
                ... 1000
                > XINFO CONSUMERS k g
                1) 1) "name"
                   2) "alice"
                   3) "pending"
                   4) (integer) 0
                   5) "idle"
                   6) (integer) 1000
                   7) "inactive"
                   8) (integer) -1
                > XADD k 1-1 f v
                "1-1"
                > XREADGROUP GROUP g bob STREAMS k >
                1) 1) "k"
                   2) 1) 1) "1-1"
                         2) 1) "f"
                            2) "v"
                ... 500
                > XREADGROUP GROUP g bob STREAMS k >
                (nil)
                ... 500
                > XINFO CONSUMERS k g
                1) 1) "name"
                   2) "alice"
                   3) "pending"
                   4) (integer) 0
                   5) "idle"
                   6) (integer) 2000
                   7) "inactive"
                   8) (integer) -1
                2) 1) "name"
                   2) "bob"
                   3) "pending"
                   4) (integer) 1
                   5) "idle"
                   6) (integer) 500
                   7) "inactive"
                   8) (integer) 1000
                > XPENDING k g - + 10
                1) 1) "1-1"
                   2) "bob"
                   3) (integer) 1000
                   4) (integer) 1
                > XPENDING k g IDLE 1001 - + 10
                (empty array)
                > XPENDING k g IDLE 1000 - + 10 bob
                1) 1) "1-1"
                   2) "bob"
                   3) (integer) 1000
                   4) (integer) 1
                > XCLAIM k g alice 1001 1-1
                (empty array)
                > XAUTOCLAIM k g alice 1000 0
                1) "0-0"
                2) 1) 1) "1-1"
                      2) 1) "f"
                         2) "v"
                3) (empty array)
                > XPENDING k g - + 10
                1) 1) "1-1"
                   2) "alice"
                   3) (integer) 0
                   4) (integer) 2
                > XINFO STREAM k FULL
                 1) "length"
                 2) (integer) 1
                 3) "radix-tree-keys"
                 4) (integer) 1
                 5) "radix-tree-nodes"
                 6) (integer) 2
                 7) "last-generated-id"
                 8) "1-1"
                 9) "max-deleted-entry-id"
                10) "0-0"
                11) "entries-added"
                12) (integer) 1
                13) "recorded-first-entry-id"
                14) "1-1"
                15) "entries"
                16) 1) 1) "1-1"
                       2) 1) "f"
                          2) "v"
                17) "groups"
                18) 1)  1) "name"
                        2) "g"
                        3) "last-delivered-id"
                        4) "1-1"
                        5) "entries-read"
                        6) (integer) 1
                        7) "lag"
                        8) (integer) 0
                        9) "pel-count"
                       10) (integer) 1
                       11) "pending"
                       12) 1) 1) "1-1"
                              2) "alice"
                              3) (integer) 1700000002000
                              4) (integer) 2
                       13) "consumers"
                       14) 1)  1) "name"
                               2) "alice"
                               3) "seen-time"
                               4) (integer) 1700000002000
                               5) "active-time"
                               6) (integer) 1700000002000
                               7) "pel-count"
                               8) (integer) 1
                               9) "pending"
                              10) 1) 1) "1-1"
                                     2) (integer) 1700000002000
                                     3) (integer) 2
                           2)  1) "name"
                               2) "bob"
                               3) "seen-time"
                               4) (integer) 1700000001500
                               5) "active-time"
                               6) (integer) 1700000001000
                               7) "pel-count"
                               8) (integer) 0
                               9) "pending"
                              10) (empty array)
                """);
    }
}
