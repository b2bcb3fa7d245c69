package hearsay.node.command;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import org.junit.jupiter.api.Test;

class HashCommandsTest {

    @Test
    void fields_are_set_read_and_deleted() {
        twinConversation(
                """
                > HSET user:1 name Ada born 1815
                (integer) 2
                > HSET user:1 name "Ada Lovelace" city London
                (integer) 1
                > HGET user:1 name
                "Ada Lovelace"
                > HGET user:1 nothing
                (nil)
                > HGET nobody name
                (nil)
                > HLEN user:1
                (integer) 3
                > HLEN nobody
                (integer) 0
                > HEXISTS user:1 born
                (integer) 1
                > HEXISTS user:1 died
                (integer) 0
                > HEXISTS nobody born
                (integer) 0
                > HSTRLEN user:1 name
                (integer) 12
                > HSTRLEN user:1 born
                (integer) 4
                > HSTRLEN user:1 nothing
                (integer) 0
                > HSTRLEN nobody name
                (integer) 0
                > HDEL user:1 born nothing born
                (integer) 1
                > HDEL nobody field
                (integer) 0
                > HDEL user:1 name city
                (integer) 2
                > EXISTS user:1
                (integer) 0
                > TYPE user:1
                none
                """);
    }

    @Test
    void a_field_may_be_set_twice_by_one_command() {
        twinConversation(
                """
                > HSET k f 1 f 2
                (integer) 1
                > HGET k f
                "2"
                > HMSET k f 3 g 4 f 5
                OK
                > HGETALL k
                1) "f"
                2) "5"
                3) "g"
                4) "4"
                """);
    }

    @Test
    void several_fields_at_once() {
        twinConversation(
                """
                > HMSET k a 1 b two
                OK
                > HMGET k a nothing b a
                1) "1"
                2) (nil)
                3) "two"
                4) "1"
                > HMGET nothing a b
                1) (nil)
                2) (nil)
                > HGETALL k
                1) "a"
                2) "1"
                3) "b"
                4) "two"
                > HKEYS k
                1) "a"
                2) "b"
                > HVALS k
                1) "1"
                2) "two"
                > HGETALL nothing
                (empty array)
                > HKEYS nothing
                (empty array)
                > HVALS nothing
                (empty array)
                > HSETNX k a 2
                (integer) 0
                > HSETNX k c 3
                (integer) 1
                > HSETNX fresh c 3
                (integer) 1
                > HGET k c
                "3"
                """);
    }

    @Test
    void in_resp3_a_hash_is_a_map_and_a_chosen_field_a_pair() {
        resp3Conversation(
                """
                > HGETALL nothing
                (empty hash)
                > HSET k a 1 b two
                (integer) 2
                > HGETALL k
                1# "a" => "1"
                2# "b" => "two"
                > HKEYS k
                1) "a"
                2) "b"
                > HRANDFIELD k 5 WITHVALUES
                1) 1) "a"
                   2) "1"
                2) 1) "b"
                   2) "two"
                > HRANDFIELD k 5
                1) "a"
                2) "b"
                > HRANDFIELD nothing
                (nil)
                > HSCAN k 0 MATCH b
                1) "0"
                2) 1) "b"
                   2) "two"
                > HINCRBYFLOAT k a 1.5
                "2.5"
                """);
    }

    private static void resp3Conversation(String expected) {
        var conversation = new Conversation(new TestNode());
        conversation.client("A").session().replies().protocol(3);
        conversation.hold(expected);
    }

    @Test
    void hincrby() {
        twinConversation(
                """
                > HINCRBY k f 5
                (integer) 5
                > HINCRBY k f -7
                (integer) -2
                > HGETALL k
                1) "f"
                2) "-2"
                > HSET k text abc spaces " 1" big 9223372036854775807 small -9223372036854775808
                (integer) 4
                > HINCRBY k text 1
                (error) ERR hash value is not an integer
                > HINCRBY k spaces 1
                (error) ERR hash value is not an integer
                > HINCRBY k big 1
                (error) ERR increment or decrement would overflow
                > HINCRBY k small -1
                (error) ERR increment or decrement would overflow
                > HINCRBY k f x
                (error) ERR value is not an integer or out of range
                > HINCRBY k f 9223372036854775808
                (error) ERR value is not an integer or out of range
                > HINCRBY k f 1.5
                (error) ERR value is not an integer or out of range
                > HINCRBY k big -1
                (integer) 9223372036854775806
                """);
    }

    @Test
    void hincrbyfloat() {
        twinConversation(
                """
                > HINCRBYFLOAT k f 0.1
                "0.1"
                > HINCRBYFLOAT k f 0.2
                "0.3"
                > HINCRBYFLOAT k f -5.0e3
                "-4999.70000000000000018"
                > HGET k f
                "-4999.70000000000000018"
                > HSET k text abc n 10 huge 1e4932 spaces " 1"
                (integer) 4
                > HINCRBYFLOAT k n 2
                "12"
                > HINCRBYFLOAT k text 1
                (error) ERR hash value is not a float
                > HINCRBYFLOAT k spaces 1
                (error) ERR hash value is not a float
                > HINCRBYFLOAT k n abc
                (error) ERR value is not a valid float
                > HINCRBYFLOAT k n nan
                (error) ERR value is not a valid float
                > HINCRBYFLOAT k n inf
                (error) ERR value is NaN or Infinity
                > HINCRBYFLOAT k huge 1e4932
                (error) ERR increment would produce NaN or Infinity
                > SET string 1
                OK
                > HINCRBYFLOAT string f 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HINCRBYFLOAT string f inf
                (error) ERR value is NaN or Infinity
                """);
    }

    @Test
    void mistakes() {
        twinConversation(
                """
                > HSET k f
                (error) ERR wrong number of arguments for 'hset' command
                > HSET k f 1 g
                (error) ERR wrong number of arguments for 'hset' command
                > HMSET k f 1 g
                (error) ERR wrong number of arguments for 'hmset' command
                > HSETNX k f 1 g 2
                (error) ERR wrong number of arguments for 'hsetnx' command
                > HGET k
                (error) ERR wrong number of arguments for 'hget' command
                > HDEL k
                (error) ERR wrong number of arguments for 'hdel' command
                > EXISTS k
                (integer) 0
                """);
    }

    @Test
    void a_key_of_another_type_is_no_hash() {
        twinConversation(
                """
                > SET k v
                OK
                > HSET k f v
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HMSET k f v
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HSETNX k f v
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HGET k f
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HMGET k f g
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HGETALL k
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HKEYS k
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HVALS k
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HLEN k
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HSTRLEN k f
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HEXISTS k f
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HDEL k f
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HINCRBY k f 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HINCRBY k f x
                (error) ERR value is not an integer or out of range
                > HRANDFIELD k
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HRANDFIELD k 5
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HSCAN k 0
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > HSCAN k x
                (error) ERR invalid cursor
                > GET k
                "v"
                > HSET h f v
                (integer) 1
                > GET h
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > TYPE h
                hash
                """);
    }

    @Test
    void many_fields_or_a_long_one_make_a_table() {
        twinConversation(
                """
                > CONFIG SET hash-max-listpack-entries 3 hash-max-listpack-value 8
                OK
                > HSET k a 1 b 2 c 3
                (integer) 3
                > OBJECT ENCODING k
                "listpack"
                > HSET k a 9 b 8
                (integer) 0
                > OBJECT ENCODING k
                "listpack"
                > HSET k d 4
                (integer) 1
                > OBJECT ENCODING k
                "hashtable"
                > HDEL k a b c
                (integer) 3
                > OBJECT ENCODING k
                "hashtable"
                > HGETALL k
                1) "d"
                2) "4"
                > HSET value f 12345678
                (integer) 1
                > OBJECT ENCODING value
                "listpack"
                > HSET value f 123456789
                (integer) 0
                > OBJECT ENCODING value
                "hashtable"
                > HSET field 123456789 1
                (integer) 1
                > OBJECT ENCODING field
                "hashtable"
                > HSET counter f 99999999
                (integer) 1
                > HINCRBY counter f 1
                (integer) 100000000
                > OBJECT ENCODING counter
                "hashtable"
                > HSET float f 0.25
                (integer) 1
                > HINCRBYFLOAT float f 0.00001
                "0.25001"
                > OBJECT ENCODING float
                "listpack"
                > HINCRBYFLOAT float f 0.0000001
                "0.2500101"
                > OBJECT ENCODING float
                "hashtable"
                > HSETNX nx f 123456789
                (integer) 1
                > OBJECT ENCODING nx
                "hashtable"
                """);
    }

    /// Redis 7.0 counts them one by one and stays with the listpack.
    @Test
    void a_command_with_many_fields_makes_a_table_even_if_they_are_the_same() {
        conversation(
                """
                > CONFIG SET hash-max-listpack-entries 3
                OK
                > HSET k a 1 a 2 a 3
                (integer) 1
                > OBJECT ENCODING k
                "listpack"
                > HSET k a 1 a 2 a 3 a 4
                (integer) 0
                > OBJECT ENCODING k
                "hashtable"
                """);
    }

    @Test
    void hrandfield() {
        twinConversation(
                """
                > HRANDFIELD nothing
                (nil)
                > HRANDFIELD nothing 3
                (empty array)
                > HRANDFIELD nothing -3 WITHVALUES
                (empty array)
                > HSET k f v
                (integer) 1
                > HRANDFIELD k
                "f"
                > HRANDFIELD k 1
                1) "f"
                > HRANDFIELD k 5 withvalues
                1) "f"
                2) "v"
                > HRANDFIELD k -2
                1) "f"
                2) "f"
                > HRANDFIELD k -2 WITHVALUES
                1) "f"
                2) "v"
                3) "f"
                4) "v"
                > HRANDFIELD k 0
                (empty array)
                > HRANDFIELD k x
                (error) ERR value is not an integer or out of range
                > HRANDFIELD k 1 nonsense
                (error) ERR syntax error
                > HRANDFIELD k 1 WITHVALUES more
                (error) ERR syntax error
                > HRANDFIELD k -9223372036854775808
                (error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807
                > HRANDFIELD k 9223372036854775807 WITHVALUES
                (error) ERR value is out of range
                > HRANDFIELD k -9223372036854775807 WITHVALUES
                (error) ERR value is out of range
                > HRANDFIELD k 9223372036854775807
                1) "f"
                > HSET k g w
                (integer) 1
                > HRANDFIELD k 2 WITHVALUES
                1) "f"
                2) "v"
                3) "g"
                4) "w"
                """);
    }

    @Test
    void hscan_shows_a_small_hash_at_once() {
        twinConversation(
                """
                > HSET k f 1 g 2 fg 3
                (integer) 3
                > HSCAN k 0
                1) "0"
                2) 1) "f"
                   2) "1"
                   3) "g"
                   4) "2"
                   5) "fg"
                   6) "3"
                > HSCAN k 77 COUNT 1 MATCH f*
                1) "0"
                2) 1) "f"
                   2) "1"
                   3) "fg"
                   4) "3"
                > HSCAN k 0 MATCH nothing
                1) "0"
                2) (empty array)
                > HSCAN k 0 TYPE hash
                (error) ERR syntax error
                > HSCAN k 0 COUNT 0
                (error) ERR syntax error
                > HSCAN k 0 COUNT x
                (error) ERR value is not an integer or out of range
                > HSCAN k 0 MATCH
                (error) ERR syntax error
                > HSCAN k x
                (error) ERR invalid cursor
                > HSCAN nothing 0 COUNT 0
                1) "0"
                2) (empty array)
                > HSCAN k
                (error) ERR wrong number of arguments for 'hscan' command
                """);
    }
}
