package hearsay.node.command;

import static hearsay.node.Conversation.conversation;

import org.junit.jupiter.api.Test;

class StringCommandsTest {

    @Test
    void set_and_get() {
        conversation(
                """
                > GET color
                (nil)
                > SET color red
                OK
                > GET color
                "red"
                > SET color "light blue"
                OK
                > STRLEN color
                (integer) 10
                > STRLEN nothing
                (integer) 0
                > GET
                (error) ERR wrong number of arguments for 'get' command
                > SET color
                (error) ERR wrong number of arguments for 'set' command
                > NOSUCH a b
                (error) ERR unknown command 'NOSUCH', with args beginning with: 'a' 'b'\s
                """);
    }

    @Test
    void set_only_if_the_key_is_there_or_is_not() {
        conversation(
                """
                > SET k 1 XX
                (nil)
                > SET k 1 NX
                OK
                > SET k 2 NX
                (nil)
                > SET k 2 xx
                OK
                > SET k 3 NX GET
                "2"
                > SET k 3 GET
                "2"
                > SET other 1 GET
                (nil)
                > SET k 4 NX XX
                (error) ERR syntax error
                > SET k 4 nonsense
                (error) ERR syntax error
                > SETNX k 5
                (integer) 0
                > SETNX fresh 5
                (integer) 1
                > GETSET fresh 6
                "5"
                > GETSET fresher 7
                (nil)
                """);
    }

    @Test
    void set_with_a_time_to_live_in_all_its_forms() {
        conversation(
                """
                > SET k v EX 10
                OK
                > PTTL k
                (integer) 10000
                > SET k v PX 1500
                OK
                > PTTL k
                (integer) 1500
                > SET k w KEEPTTL
                OK
                ... 500 ms pass
                > PTTL k
                (integer) 1000
                > SET k v EXAT 1700000100
                OK
                > EXPIRETIME k
                (integer) 1700000100
                > SET k v PXAT 1700000100007
                OK
                > PEXPIRETIME k
                (integer) 1700000100007
                > SET k v
                OK
                > TTL k
                (integer) -1
                > SETEX k 3 v
                OK
                > PSETEX k 2500 v
                OK
                > TTL k
                (integer) 3
                ... 2500 ms pass
                > GET k
                "v"
                ... 1 ms pass
                > GET k
                (nil)
                > SET k v PXAT 1
                OK
                > GET k
                (nil)
                """);
    }

    @Test
    void set_refuses_times_that_make_no_sense() {
        conversation(
                """
                > SET k v EX 0
                (error) ERR invalid expire time in 'set' command
                > SET k v EX -1
                (error) ERR invalid expire time in 'set' command
                > SET k v EX 9223372036854775807
                (error) ERR invalid expire time in 'set' command
                > SET k v PX 9223372036854775807
                (error) ERR invalid expire time in 'set' command
                > SETEX k 0 v
                (error) ERR invalid expire time in 'setex' command
                > PSETEX k -5 v
                (error) ERR invalid expire time in 'psetex' command
                > SET k v EX ten
                (error) ERR value is not an integer or out of range
                > SET k v EX
                (error) ERR syntax error
                > SET k v EX 10 PX 10
                (error) ERR syntax error
                > SET k v EX 10 KEEPTTL
                (error) ERR syntax error
                > SET k v EX 10 EX 20
                OK
                > TTL k
                (integer) 20
                """);
    }

    @Test
    void getex_changes_the_time_to_live_and_getdel_ends_it() {
        conversation(
                """
                > GETEX k EX 10
                (nil)
                > SET k v
                OK
                > GETEX k
                "v"
                > TTL k
                (integer) -1
                > GETEX k EX 10
                "v"
                > TTL k
                (integer) 10
                > GETEX k PXAT 1700000005000
                "v"
                > PTTL k
                (integer) 5000
                > GETEX k PERSIST
                "v"
                > TTL k
                (integer) -1
                > GETEX k EX 0
                (error) ERR invalid expire time in 'getex' command
                > GETEX k KEEPTTL
                (error) ERR syntax error
                > GETEX k PERSIST EX 10
                (error) ERR syntax error
                > GETEX k EXAT 1
                "v"
                > EXISTS k
                (integer) 0
                > SET k v
                OK
                > GETDEL k
                "v"
                > GETDEL k
                (nil)
                """);
    }

    @Test
    void counters_count_and_refuse_what_is_no_number() {
        conversation(
                """
                > INCR visits
                (integer) 1
                B> INCR visits
                (integer) 2
                > INCRBY visits 40
                (integer) 42
                > DECR visits
                (integer) 41
                > DECRBY visits 50
                (integer) -9
                > INCRBY visits 1.5
                (error) ERR value is not an integer or out of range
                > SET color red
                OK
                > INCR color
                (error) ERR value is not an integer or out of range
                > SET big 9223372036854775807
                OK
                > INCR big
                (error) ERR increment or decrement would overflow
                > DECRBY big -9223372036854775808
                (error) ERR decrement would overflow
                > SET spaced " 1"
                OK
                > INCR spaced
                (error) ERR value is not an integer or out of range
                > SET k 5 EX 10
                OK
                > INCR k
                (integer) 6
                > TTL k
                (integer) 10
                """);
    }

    @Test
    void incrbyfloat_calculates_as_an_x86_long_double_does() {
        conversation(
                """
                > SET k 10.50
                OK
                > INCRBYFLOAT k 0.1
                "10.6"
                > INCRBYFLOAT k -5
                "5.6"
                > SET k 5.0e3
                OK
                > INCRBYFLOAT k 2.0e2
                "5200"
                > OBJECT ENCODING k
                "embstr"
                > INCRBYFLOAT fresh 0.1
                "0.1"
                > INCRBYFLOAT fresh 0.2
                "0.3"
                > INCRBYFLOAT huge 1e20
                "100000000000000000000"
                > INCRBYFLOAT huge 0.1
                "100000000000000000000"
                > INCRBYFLOAT k abc
                (error) ERR value is not a valid float
                > INCRBYFLOAT k nan
                (error) ERR value is not a valid float
                > INCRBYFLOAT k inf
                (error) ERR increment would produce NaN or Infinity
                > INCRBYFLOAT hexadecimal 0x1p4
                "16"
                """);
    }

    @Test
    void pieces_of_strings() {
        conversation(
                """
                > APPEND k Hello
                (integer) 5
                > APPEND k " World"
                (integer) 11
                > GETRANGE k 0 4
                "Hello"
                > GETRANGE k -5 -1
                "World"
                > GETRANGE k 5 2
                ""
                > GETRANGE k -1 -5
                ""
                > GETRANGE k -100 100
                "Hello World"
                > SUBSTR k 6 -1
                "World"
                > GETRANGE k a 1
                (error) ERR value is not an integer or out of range
                > SETRANGE k 6 Redis
                (integer) 11
                > GET k
                "Hello Redis"
                > SETRANGE fresh 3 x
                (integer) 4
                > GET fresh
                "\\x00\\x00\\x00x"
                > SETRANGE k 50 ""
                (integer) 11
                > SETRANGE nothing 5 ""
                (integer) 0
                > EXISTS nothing
                (integer) 0
                > SETRANGE k -1 x
                (error) ERR offset is out of range
                > SETRANGE k 536870912 x
                (error) ERR string exceeds maximum allowed size (proto-max-bulk-len)
                > SET number 12345
                OK
                > GETRANGE number 1 2
                "23"
                > APPEND number 6
                (integer) 6
                > INCR number
                (integer) 123457
                """);
    }

    @Test
    void many_at_once() {
        conversation(
                """
                > MSET a 1 b 2 a 3
                OK
                > MGET a b c
                1) "3"
                2) "2"
                3) (nil)
                > MSET a 1 b
                (error) ERR wrong number of arguments for 'mset' command
                > MSETNX c 1 a 1
                (integer) 0
                > EXISTS c
                (integer) 0
                > MSETNX c 1 d 2 c 3
                (integer) 1
                > GET c
                "3"
                > MSETNX e
                (error) ERR wrong number of arguments for 'msetnx' command
                > MSETNX e 1 f
                (error) ERR wrong number of arguments for 'msetnx' command
                """);
    }

    @Test
    void what_two_strings_have_in_common() {
        conversation(
                """
                > MSET key1 ohmytext key2 mynewtext
                OK
                > LCS key1 key2
                "mytext"
                > LCS key1 key2 LEN
                (integer) 6
                > LCS key1 key2 IDX
                1) "matches"
                2) 1) 1) 1) (integer) 4
                         2) (integer) 7
                      2) 1) (integer) 5
                         2) (integer) 8
                   2) 1) 1) (integer) 2
                         2) (integer) 3
                      2) 1) (integer) 0
                         2) (integer) 1
                3) "len"
                4) (integer) 6
                > LCS key1 key2 IDX MINMATCHLEN 4 WITHMATCHLEN
                1) "matches"
                2) 1) 1) 1) (integer) 4
                         2) (integer) 7
                      2) 1) (integer) 5
                         2) (integer) 8
                      3) (integer) 4
                3) "len"
                4) (integer) 6
                > LCS key1 nothing
                ""
                > LCS key1 key2 IDX LEN
                (error) ERR If you want both the length and indexes, please just use IDX.
                > LCS key1 key2 MINMATCHLEN
                (error) ERR syntax error
                > SETRANGE long1 20000 x
                (integer) 20001
                > LCS long1 long1 LEN
                (error) ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len
                """);
    }
}
