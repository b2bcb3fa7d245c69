package hearsay.node.command;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import org.junit.jupiter.api.Test;

class SetCommandsTest {

    @Test
    void members_are_added_looked_for_and_removed() {
        twinConversation(
                """
                > SADD s 3 1 2 3
                (integer) 3
                > SADD s 3
                (integer) 0
                > SCARD s
                (integer) 3
                > SMEMBERS s
                1) "1"
                2) "2"
                3) "3"
                > SISMEMBER s 2
                (integer) 1
                > SISMEMBER s 02
                (integer) 0
                > SISMEMBER s two
                (integer) 0
                > SISMEMBER nothing 2
                (integer) 0
                > SMISMEMBER s 1 9 3
                1) (integer) 1
                2) (integer) 0
                3) (integer) 1
                > SMISMEMBER nothing 1 2
                1) (integer) 0
                2) (integer) 0
                > SREM s 1 9 1
                (integer) 1
                > SREM nothing 1
                (integer) 0
                > SREM s 2 3 4
                (integer) 2
                > EXISTS s
                (integer) 0
                > SCARD s
                (integer) 0
                > SMEMBERS s
                (empty array)
                """);
    }

    @Test
    void members_are_any_bytes() {
        twinConversation(
                """
                > SADD s "" "a b" "\\x00\\xff"
                (integer) 3
                > SISMEMBER s ""
                (integer) 1
                > SISMEMBER s "\\x00\\xff"
                (integer) 1
                > SREM s "" "\\x00\\xff"
                (integer) 2
                > SMEMBERS s
                1) "a b"
                """);
    }

    @Test
    void smove() {
        twinConversation(
                """
                > SADD from 1 2
                (integer) 2
                > SMOVE from to 1
                (integer) 1
                > SMOVE from to 1
                (integer) 0
                > SMOVE from from 2
                (integer) 1
                > SMOVE from from 9
                (integer) 0
                > SADD to 2
                (integer) 1
                > SMOVE from to 2
                (integer) 1
                > EXISTS from
                (integer) 0
                > SMEMBERS to
                1) "1"
                2) "2"
                > SET string v
                OK
                > SMOVE nothing string 1
                (integer) 0
                > SMOVE to string 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SMOVE to string 9
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SMOVE string to 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SMOVE to fresh word
                (integer) 0
                > EXISTS fresh
                (integer) 0
                """);
    }

    @Test
    void sinter_sunion_and_sdiff() {
        twinConversation(
                """
                > SADD a 1 2 3 4
                (integer) 4
                > SADD b 3 4 5
                (integer) 3
                > SADD c 4 5 6 7 8
                (integer) 5
                > SINTER a b c
                1) "4"
                > SINTER a
                1) "1"
                2) "2"
                3) "3"
                4) "4"
                > SINTER a nothing
                (empty array)
                > SINTER a a
                1) "1"
                2) "2"
                3) "3"
                4) "4"
                > SUNION a b nothing c
                1) "1"
                2) "2"
                3) "3"
                4) "4"
                5) "5"
                6) "6"
                7) "7"
                8) "8"
                > SUNION nothing
                (empty array)
                > SDIFF a b c
                1) "1"
                2) "2"
                > SDIFF a a
                (empty array)
                > SDIFF nothing a
                (empty array)
                > SDIFF c nothing
                1) "4"
                2) "5"
                3) "6"
                4) "7"
                5) "8"
                > SDIFF c b a
                1) "6"
                2) "7"
                3) "8"
                > SET string v
                OK
                > SINTER nothing string
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SUNION a string
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SDIFF a string
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SINTER
                (error) ERR wrong number of arguments for 'sinter' command
                """);
    }

    @Test
    void results_are_stored() {
        twinConversation(
                """
                > SADD a 1 2 3 4
                (integer) 4
                > SADD b 3 4 5
                (integer) 3
                > SET target old EX 100
                OK
                > SINTERSTORE target a b
                (integer) 2
                > TTL target
                (integer) -1
                > SMEMBERS target
                1) "3"
                2) "4"
                > SUNIONSTORE a a b
                (integer) 5
                > SMEMBERS a
                1) "1"
                2) "2"
                3) "3"
                4) "4"
                5) "5"
                > SDIFFSTORE target a b
                (integer) 2
                > SMEMBERS target
                1) "1"
                2) "2"
                > SDIFFSTORE target b a
                (integer) 0
                > EXISTS target
                (integer) 0
                > SINTERSTORE target a nothing
                (integer) 0
                > SUNIONSTORE target nothing
                (integer) 0
                > SET target string
                OK
                > SINTERSTORE a target b
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SUNIONSTORE a target
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SDIFFSTORE a nothing target
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SINTERSTORE target nothing a
                (integer) 0
                > EXISTS target
                (integer) 0
                > SUNIONSTORE target
                (error) ERR wrong number of arguments for 'sunionstore' command
                """);
    }

    @Test
    void sintercard() {
        twinConversation(
                """
                > SADD a 1 2 3 4
                (integer) 4
                > SADD b 2 3 4 5
                (integer) 4
                > SINTERCARD 2 a b
                (integer) 3
                > SINTERCARD 1 a
                (integer) 4
                > SINTERCARD 2 a nothing
                (integer) 0
                > SINTERCARD 2 a b LIMIT 2
                (integer) 2
                > SINTERCARD 2 a b limit 0
                (integer) 3
                > SINTERCARD 2 a b LIMIT 1 LIMIT 9
                (integer) 3
                > SINTERCARD 0 a
                (error) ERR numkeys should be greater than 0
                > SINTERCARD x a
                (error) ERR numkeys should be greater than 0
                > SINTERCARD 3 a b
                (error) ERR Number of keys can't be greater than number of args
                > SINTERCARD 2 a b LIMIT -1
                (error) ERR LIMIT can't be negative
                > SINTERCARD 2 a b LIMIT x
                (error) ERR LIMIT can't be negative
                > SINTERCARD 2 a b LIMIT
                (error) ERR syntax error
                > SINTERCARD 1 a b
                (error) ERR syntax error
                > SET string v
                OK
                > SINTERCARD 2 a string
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SINTERCARD 1
                (error) ERR wrong number of arguments for 'sintercard' command
                """);
    }

    @Test
    void spop_and_srandmember_of_a_single_member() {
        twinConversation(
                """
                > SADD s only
                (integer) 1
                > SRANDMEMBER s
                "only"
                > SRANDMEMBER s 1
                1) "only"
                > SRANDMEMBER s 5
                1) "only"
                > SRANDMEMBER s -3
                1) "only"
                2) "only"
                3) "only"
                > SRANDMEMBER s 0
                (empty array)
                > SRANDMEMBER s x
                (error) ERR value is not an integer or out of range
                > SRANDMEMBER s -9223372036854775808
                (error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807
                > SRANDMEMBER s 1 2
                (error) ERR syntax error
                > SRANDMEMBER nothing
                (nil)
                > SRANDMEMBER nothing 2
                (empty array)
                > SPOP s 0
                (empty array)
                > SPOP s -1
                (error) ERR value is out of range, must be positive
                > SPOP s x
                (error) ERR value is out of range, must be positive
                > SPOP s 1 2
                (error) ERR syntax error
                > SPOP s
                "only"
                > EXISTS s
                (integer) 0
                > SPOP s
                (nil)
                > SPOP s 2
                (empty array)
                > SADD s 2 1
                (integer) 2
                > SPOP s 3
                1) "1"
                2) "2"
                > EXISTS s
                (integer) 0
                """);
    }

    @Test
    void a_key_of_another_type_is_no_set() {
        twinConversation(
                """
                > SET k v
                OK
                > SADD k m
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SREM k m
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SCARD k
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SMEMBERS k
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SISMEMBER k m
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SMISMEMBER k m
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SPOP k
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SPOP k 0
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SPOP k -1
                (error) ERR value is out of range, must be positive
                > SRANDMEMBER k
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SRANDMEMBER k 3
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SSCAN k 0
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > SSCAN k x
                (error) ERR invalid cursor
                > SADD
                (error) ERR wrong number of arguments for 'sadd' command
                > SADD s
                (error) ERR wrong number of arguments for 'sadd' command
                > SMEMBERS s t
                (error) ERR wrong number of arguments for 'smembers' command
                > SMOVE s t
                (error) ERR wrong number of arguments for 'smove' command
                > SADD s m
                (integer) 1
                > TYPE s
                set
                > GET s
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void sscan_shows_a_small_set_at_once() {
        twinConversation(
                """
                > SADD s 1 2 11
                (integer) 3
                > SSCAN s 0
                1) "0"
                2) 1) "1"
                   2) "2"
                   3) "11"
                > SSCAN s 5 MATCH 1* COUNT 1
                1) "0"
                2) 1) "1"
                   2) "11"
                > SSCAN s 0 COUNT 0
                (error) ERR syntax error
                > SSCAN s 0 COUNT x
                (error) ERR value is not an integer or out of range
                > SSCAN s 0 NOVALUES
                (error) ERR syntax error
                > SSCAN nothing 0 nonsense
                1) "0"
                2) (empty array)
                > SSCAN s x
                (error) ERR invalid cursor
                """);
        conversation(
                """
                > SADD s a b ab
                (integer) 3
                > SSCAN s 0 MATCH a*
                1) "0"
                2) 1) "a"
                   2) "ab"
                """);
    }

    /// These are 7.2's: 7.0 has no listpacks in sets.
    @Test
    void a_set_begins_as_what_suits_its_first_member_and_grows_from_there() {
        conversation(
                """
                > CONFIG SET set-max-intset-entries 4 set-max-listpack-entries 6 set-max-listpack-value 8
                OK
                > SADD s 1 2 3 4
                (integer) 4
                > OBJECT ENCODING s
                "intset"
                > SADD s 5
                (integer) 1
                > OBJECT ENCODING s
                "hashtable"
                > SADD mixed 1 2 3 word
                (integer) 4
                > OBJECT ENCODING mixed
                "listpack"
                > SMEMBERS mixed
                1) "1"
                2) "2"
                3) "3"
                4) "word"
                > SADD mixed 5 6
                (integer) 2
                > OBJECT ENCODING mixed
                "listpack"
                > SADD mixed 7
                (integer) 1
                > OBJECT ENCODING mixed
                "hashtable"
                > SADD long 12345678
                (integer) 1
                > OBJECT ENCODING long
                "intset"
                > SADD long 12345678a
                (integer) 1
                > OBJECT ENCODING long
                "hashtable"
                > SADD longnumber 123456789 a
                (integer) 2
                > OBJECT ENCODING longnumber
                "hashtable"
                > SADD words abcdefgh
                (integer) 1
                > OBJECT ENCODING words
                "listpack"
                > SADD words abcdefghi
                (integer) 1
                > OBJECT ENCODING words
                "hashtable"
                > SADD five 1 2 3 4 5
                (integer) 5
                > OBJECT ENCODING five
                "listpack"
                > SADD seven 1 2 3 4 5 6 7
                (integer) 7
                > OBJECT ENCODING seven
                "hashtable"
                """);
    }

    @Test
    void many_words_make_a_table_even_if_they_are_the_same() {
        conversation(
                """
                > CONFIG SET set-max-intset-entries 2 set-max-listpack-entries 3
                OK
                > SADD numbers 1
                (integer) 1
                > SADD numbers 1 1 1
                (integer) 0
                > OBJECT ENCODING numbers
                "hashtable"
                > SADD words a
                (integer) 1
                > SADD words a a a
                (integer) 0
                > OBJECT ENCODING words
                "listpack"
                > SADD words a a a a
                (integer) 0
                > OBJECT ENCODING words
                "hashtable"
                > SADD fresh a a a a
                (integer) 1
                > OBJECT ENCODING fresh
                "hashtable"
                """);
    }

    @Test
    void a_result_that_is_stored_begins_anew() {
        conversation(
                """
                > CONFIG SET set-max-intset-entries 4 set-max-listpack-entries 6
                OK
                > SADD table 1 2 3 4 5 6 7 a
                (integer) 8
                > OBJECT ENCODING table
                "hashtable"
                > SADD few 1 2 3
                (integer) 3
                > SINTERSTORE s table few
                (integer) 3
                > OBJECT ENCODING s
                "intset"
                > SADD mixed 1 2 a
                (integer) 3
                > SINTERSTORE s table mixed
                (integer) 3
                > OBJECT ENCODING s
                "listpack"
                > SADD numbers 1 2 3 4 5 b
                (integer) 6
                > OBJECT ENCODING numbers
                "listpack"
                > SINTERSTORE s table numbers
                (integer) 5
                > OBJECT ENCODING s
                "listpack"
                > SREM numbers 5
                (integer) 1
                > SINTERSTORE s table numbers
                (integer) 4
                > OBJECT ENCODING s
                "intset"
                > SUNIONSTORE s few mixed
                (integer) 4
                > OBJECT ENCODING s
                "listpack"
                > SUNIONSTORE s few table
                (integer) 8
                > OBJECT ENCODING s
                "hashtable"
                > SDIFFSTORE s mixed few
                (integer) 1
                > OBJECT ENCODING s
                "listpack"
                > SDIFFSTORE s table mixed
                (integer) 5
                > OBJECT ENCODING s
                "hashtable"
                > SMOVE mixed target 1
                (integer) 1
                > OBJECT ENCODING target
                "intset"
                > SMOVE mixed target a
                (integer) 1
                > OBJECT ENCODING target
                "listpack"
                """);
    }

    @Test
    void in_resp3_what_has_no_order_is_a_set() {
        var conversation = new Conversation(new TestNode());
        conversation.client("A").session().replies().protocol(3);
        conversation.hold(
                """
                > SADD s 1 2
                (integer) 2
                > SMEMBERS s
                1~ "1"
                2~ "2"
                > SMEMBERS nothing
                (empty set)
                > SINTER s nothing
                (empty set)
                > SINTER s s
                1~ "1"
                2~ "2"
                > SUNION s nothing
                1~ "1"
                2~ "2"
                > SDIFF s s
                (empty set)
                > SRANDMEMBER s 2
                1) "1"
                2) "2"
                > SRANDMEMBER nothing 2
                (empty array)
                > SRANDMEMBER nothing
                (nil)
                > SMISMEMBER s 1
                1) (integer) 1
                > SPOP s 0
                (empty set)
                > SPOP s 2
                1~ "1"
                2~ "2"
                > SPOP s
                (nil)
                > SPOP s 1
                (empty set)
                """);
    }
}
