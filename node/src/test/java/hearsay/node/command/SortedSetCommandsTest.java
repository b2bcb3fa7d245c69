package hearsay.node.command;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import org.junit.jupiter.api.Test;

class SortedSetCommandsTest {

    @Test
    void zadd_and_what_it_answers() {
        twinConversation(
                """
                > ZADD board 1 one
                (integer) 1
                > ZADD board 2 two 3 three
                (integer) 2
                > ZADD board 1 one 5 two
                (integer) 0
                > ZADD board CH 1 one 6 two 7 four
                (integer) 2
                > ZRANGE board 0 -1 WITHSCORES
                1) "one"
                2) "1"
                3) "three"
                4) "3"
                5) "two"
                6) "6"
                7) "four"
                8) "7"
                > ZADD board 1.5 half +inf most -inf least 1e3 thousand 0x10 sixteen
                (integer) 5
                > ZRANGE board 0 -1 WITHSCORES
                 1) "least"
                 2) "-inf"
                 3) "one"
                 4) "1"
                 5) "half"
                 6) "1.5"
                 7) "three"
                 8) "3"
                 9) "two"
                10) "6"
                11) "four"
                12) "7"
                13) "sixteen"
                14) "16"
                15) "thousand"
                16) "1000"
                17) "most"
                18) "inf"
                > ZCARD board
                (integer) 9
                > TYPE board
                zset
                > OBJECT ENCODING board
                "listpack"
                > ZADD board
                (error) ERR wrong number of arguments for 'zadd' command
                > ZADD board 1
                (error) ERR wrong number of arguments for 'zadd' command
                > ZADD board 1 one 2
                (error) ERR syntax error
                > ZADD board x one
                (error) ERR value is not a valid float
                > ZADD board nan one
                (error) ERR value is not a valid float
                > ZADD board 1 one x two
                (error) ERR value is not a valid float
                > ZADD board 1e400 one
                (error) ERR value is not a valid float
                > ZADD board "" one
                (error) ERR value is not a valid float
                > ZADD board " 1" one
                (error) ERR value is not a valid float
                > ZCARD board
                (integer) 9
                > SET string x
                OK
                > ZADD string 1 a
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZADD string x a
                (error) ERR value is not a valid float
                """);
    }

    @Test
    void zadd_with_conditions() {
        twinConversation(
                """
                > ZADD z NX 1 a
                (integer) 1
                > ZADD z NX 2 a 3 b
                (integer) 1
                > ZADD z XX 4 a 5 c
                (integer) 0
                > ZADD z XX CH 6 a 5 c
                (integer) 1
                > ZADD z GT 5 a
                (integer) 0
                > ZADD z GT CH 7 a
                (integer) 1
                > ZADD z LT CH 8 a
                (integer) 0
                > ZADD z LT CH 2 a
                (integer) 1
                > ZADD z GT 9 new
                (integer) 1
                > ZADD z XX GT CH 10 a 1 other
                (integer) 1
                > ZADD z ch nx 1 d
                (integer) 1
                > ZRANGE z 0 -1 WITHSCORES
                1) "d"
                2) "1"
                3) "b"
                4) "3"
                5) "new"
                6) "9"
                7) "a"
                8) "10"
                > ZADD none XX 1 a
                (integer) 0
                > EXISTS none
                (integer) 0
                > ZADD z NX XX 1 a
                (error) ERR XX and NX options at the same time are not compatible
                > ZADD z NX GT 1 a
                (error) ERR GT, LT, and/or NX options at the same time are not compatible
                > ZADD z NX LT 1 a
                (error) ERR GT, LT, and/or NX options at the same time are not compatible
                > ZADD z GT LT 1 a
                (error) ERR GT, LT, and/or NX options at the same time are not compatible
                > ZADD z NX
                (error) ERR wrong number of arguments for 'zadd' command
                > ZADD z CH 1
                (error) ERR syntax error
                """);
    }

    @Test
    void zadd_incr_and_zincrby() {
        twinConversation(
                """
                > ZADD z INCR 5 a
                "5"
                > ZADD z INCR -1.5 a
                "3.5"
                > ZADD z INCR NX 1 a
                (nil)
                > ZADD z INCR XX 1 b
                (nil)
                > ZADD z INCR GT -1 a
                (nil)
                > ZADD z INCR LT -1 a
                "2.5"
                > ZADD z INCR 0 a
                "2.5"
                > ZADD none INCR XX 1 a
                (nil)
                > ZADD z INCR 1 a 2 b
                (error) ERR INCR option supports a single increment-element pair
                > ZINCRBY z 10 a
                "12.5"
                > ZINCRBY z 0.5 b
                "0.5"
                > ZINCRBY z x b
                (error) ERR value is not a valid float
                > ZINCRBY z nan b
                (error) ERR value is not a valid float
                > ZINCRBY z nx b
                (error) ERR syntax error
                > ZADD z inf most
                (integer) 1
                > ZINCRBY z -inf most
                (error) ERR resulting score is not a number (NaN)
                > ZINCRBY z 1 most
                "inf"
                > ZADD z INCR -inf most
                (error) ERR resulting score is not a number (NaN)
                > ZSCORE z most
                "inf"
                > ZINCRBY z
                (error) ERR wrong number of arguments for 'zincrby' command
                > SET string x
                OK
                > ZINCRBY string 1 a
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void scores_and_ranks() {
        twinConversation(
                """
                > ZADD z 1 a 2 b 2 c 10 d
                (integer) 4
                > ZSCORE z a
                "1"
                > ZSCORE z x
                (nil)
                > ZSCORE none a
                (nil)
                > ZMSCORE z a x d
                1) "1"
                2) (nil)
                3) "10"
                > ZMSCORE none a b
                1) (nil)
                2) (nil)
                > ZMSCORE z
                (error) ERR wrong number of arguments for 'zmscore' command
                > ZRANK z a
                (integer) 0
                > ZRANK z c
                (integer) 2
                > ZRANK z x
                (nil)
                > ZRANK none a
                (nil)
                > ZREVRANK z a
                (integer) 3
                > ZREVRANK z d
                (integer) 0
                > ZREVRANK z x
                (nil)
                > ZCARD z
                (integer) 4
                > ZCARD none
                (integer) 0
                > SET string x
                OK
                > ZSCORE string a
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZMSCORE string a
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZRANK string a
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZREVRANK string a
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZCARD string
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZRANK z
                (error) ERR wrong number of arguments for 'zrank' command
                > ZSCORE z
                (error) ERR wrong number of arguments for 'zscore' command
                """);
    }

    @Test
    void ranks_with_scores() {
        conversation(
                """
                > ZADD z 1.5 a 2 b
                (integer) 2
                > ZRANK z a WITHSCORE
                1) (integer) 0
                2) "1.5"
                > ZREVRANK z a withscore
                1) (integer) 1
                2) "1.5"
                > ZRANK z x WITHSCORE
                (nil)
                > ZRANK none a WITHSCORE
                (nil)
                > ZRANK z a WITHSCORES
                (error) ERR syntax error
                > ZRANK z a WITHSCORE x
                (error) ERR wrong number of arguments for 'zrank' command
                """);
    }

    @Test
    void zrem() {
        twinConversation(
                """
                > ZADD z 1 a 2 b 3 c
                (integer) 3
                > ZREM z a x
                (integer) 1
                > ZREM z x
                (integer) 0
                > ZREM z b c d
                (integer) 2
                > EXISTS z
                (integer) 0
                > ZREM z a
                (integer) 0
                > ZREM z
                (error) ERR wrong number of arguments for 'zrem' command
                > SET string x
                OK
                > ZREM string a
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void zcount() {
        twinConversation(
                """
                > ZADD z 1 a 2 b 3 c 3 d
                (integer) 4
                > ZCOUNT z 2 3
                (integer) 3
                > ZCOUNT z (2 3
                (integer) 2
                > ZCOUNT z (2 (3
                (integer) 0
                > ZCOUNT z -inf +inf
                (integer) 4
                > ZCOUNT z 3 1
                (integer) 0
                > ZCOUNT z 1e0 0x2
                (integer) 2
                > ZCOUNT z "" 1
                (integer) 1
                > ZCOUNT z " 1" 2
                (integer) 2
                > ZCOUNT z ( 2
                (integer) 2
                > ZCOUNT none 1 2
                (integer) 0
                > ZCOUNT z a 2
                (error) ERR min or max is not a float
                > ZCOUNT z 1 (b
                (error) ERR min or max is not a float
                > ZCOUNT z nan 1
                (error) ERR min or max is not a float
                > ZCOUNT z [1 2
                (error) ERR min or max is not a float
                > ZCOUNT z 1
                (error) ERR wrong number of arguments for 'zcount' command
                > SET string x
                OK
                > ZCOUNT string 1 2
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZCOUNT string x 2
                (error) ERR min or max is not a float
                """);
    }

    @Test
    void zrange_by_rank() {
        twinConversation(
                """
                > ZADD z 1 a 2 b 3 c 4 d
                (integer) 4
                > ZRANGE z 0 -1
                1) "a"
                2) "b"
                3) "c"
                4) "d"
                > ZRANGE z 1 2
                1) "b"
                2) "c"
                > ZRANGE z -2 -1 WITHSCORES
                1) "c"
                2) "3"
                3) "d"
                4) "4"
                > ZRANGE z -100 100
                1) "a"
                2) "b"
                3) "c"
                4) "d"
                > ZRANGE z 3 2
                (empty array)
                > ZRANGE z 4 10
                (empty array)
                > ZRANGE z 0 1 REV
                1) "d"
                2) "c"
                > ZRANGE z 0 1 REV WITHSCORES
                1) "d"
                2) "4"
                3) "c"
                4) "3"
                > ZREVRANGE z 0 1
                1) "d"
                2) "c"
                > ZREVRANGE z 0 1 WITHSCORES
                1) "d"
                2) "4"
                3) "c"
                4) "3"
                > ZREVRANGE z -1 -1
                1) "a"
                > ZRANGE none 0 -1
                (empty array)
                > ZRANGE z 0 x
                (error) ERR value is not an integer or out of range
                > ZRANGE z x 0
                (error) ERR value is not an integer or out of range
                > ZRANGE z 1.5 2
                (error) ERR value is not an integer or out of range
                > ZRANGE z 0 1 LIMIT 0 1
                (error) ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX
                > ZRANGE z 0 1 LIMIT 0 -1
                1) "a"
                2) "b"
                > ZRANGE z 0 1 REV REV
                (error) ERR syntax error
                > ZRANGE z 0 1 nonsense
                (error) ERR syntax error
                > ZREVRANGE z 0 1 REV
                (error) ERR syntax error
                > ZREVRANGE z 0 1 BYSCORE
                (error) ERR syntax error
                > ZRANGE z 0
                (error) ERR wrong number of arguments for 'zrange' command
                > SET string x
                OK
                > ZRANGE string 0 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZRANGE string x 1
                (error) ERR value is not an integer or out of range
                """);
    }

    @Test
    void zrange_by_score() {
        twinConversation(
                """
                > ZADD z 1 a 2 b 3 c 4 d
                (integer) 4
                > ZRANGE z 2 3 BYSCORE
                1) "b"
                2) "c"
                > ZRANGE z (2 +inf BYSCORE WITHSCORES
                1) "c"
                2) "3"
                3) "d"
                4) "4"
                > ZRANGE z 3 2 BYSCORE REV
                1) "c"
                2) "b"
                > ZRANGE z 2 3 BYSCORE REV
                (empty array)
                > ZRANGEBYSCORE z -inf (3
                1) "a"
                2) "b"
                > ZRANGEBYSCORE z 1 4 WITHSCORES LIMIT 1 2
                1) "b"
                2) "2"
                3) "c"
                4) "3"
                > ZRANGEBYSCORE z 1 4 LIMIT 1 -1
                1) "b"
                2) "c"
                3) "d"
                > ZRANGEBYSCORE z 1 4 LIMIT 1 -5
                1) "b"
                2) "c"
                3) "d"
                > ZRANGEBYSCORE z 1 4 LIMIT -1 2
                (empty array)
                > ZRANGEBYSCORE z 1 4 LIMIT 4 1
                (empty array)
                > ZRANGEBYSCORE z 1 4 LIMIT 0 0
                (empty array)
                > ZREVRANGEBYSCORE z 4 2
                1) "d"
                2) "c"
                3) "b"
                > ZREVRANGEBYSCORE z 4 (2 LIMIT 1 1 WITHSCORES
                1) "c"
                2) "3"
                > ZREVRANGEBYSCORE z 2 4
                (empty array)
                > ZRANGEBYSCORE none 1 2
                (empty array)
                > ZRANGEBYSCORE z a 2
                (error) ERR min or max is not a float
                > ZRANGEBYSCORE z 1 2 LIMIT 1
                (error) ERR syntax error
                > ZRANGEBYSCORE z 1 2 LIMIT a 2
                (error) ERR value is not an integer or out of range
                > ZRANGEBYSCORE z 1 2 LIMIT 1 a
                (error) ERR value is not an integer or out of range
                > ZRANGEBYSCORE z 1 2 REV
                (error) ERR syntax error
                > ZRANGEBYSCORE z 1 2 BYSCORE
                (error) ERR syntax error
                > ZRANGE z 1 2 BYSCORE BYLEX
                (error) ERR syntax error
                > SET string x
                OK
                > ZRANGEBYSCORE string 1 2
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZREVRANGEBYSCORE string 2 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void zrange_by_lex() {
        twinConversation(
                """
                > ZADD z 0 a 0 aa 0 b 0 ba 0 c
                (integer) 5
                > ZRANGE z [a [b BYLEX
                1) "a"
                2) "aa"
                3) "b"
                > ZRANGE z (a (b BYLEX
                1) "aa"
                > ZRANGE z - + BYLEX
                1) "a"
                2) "aa"
                3) "b"
                4) "ba"
                5) "c"
                > ZRANGE z + - BYLEX REV
                1) "c"
                2) "ba"
                3) "b"
                4) "aa"
                5) "a"
                > ZRANGE z [b [a BYLEX REV
                1) "b"
                2) "aa"
                3) "a"
                > ZRANGE z + - BYLEX
                (empty array)
                > ZRANGEBYLEX z - [b
                1) "a"
                2) "aa"
                3) "b"
                > ZRANGEBYLEX z - + LIMIT 1 2
                1) "aa"
                2) "b"
                > ZRANGEBYLEX z - + LIMIT 1 -1
                1) "aa"
                2) "b"
                3) "ba"
                4) "c"
                > ZRANGEBYLEX z (b +
                1) "ba"
                2) "c"
                > ZREVRANGEBYLEX z (b -
                1) "aa"
                2) "a"
                > ZREVRANGEBYLEX z + - LIMIT 1 2
                1) "ba"
                2) "b"
                > ZREVRANGEBYLEX z - +
                (empty array)
                > ZLEXCOUNT z - +
                (integer) 5
                > ZLEXCOUNT z [a (b
                (integer) 2
                > ZLEXCOUNT z [b [a
                (integer) 0
                > ZLEXCOUNT z (b (b
                (integer) 0
                > ZLEXCOUNT z - -
                (integer) 0
                > ZLEXCOUNT none - +
                (integer) 0
                > ZRANGEBYLEX none - +
                (empty array)
                > ZRANGEBYLEX z a b
                (error) ERR min or max not valid string range item
                > ZRANGEBYLEX z [a b
                (error) ERR min or max not valid string range item
                > ZRANGEBYLEX z -a +
                (error) ERR min or max not valid string range item
                > ZRANGEBYLEX z "" +
                (error) ERR min or max not valid string range item
                > ZRANGEBYLEX z 1 2
                (error) ERR min or max not valid string range item
                > ZRANGE z - + BYLEX WITHSCORES
                (error) ERR syntax error, WITHSCORES not supported in combination with BYLEX
                > ZRANGEBYLEX z - + WITHSCORES
                (error) ERR syntax error, WITHSCORES not supported in combination with BYLEX
                > ZLEXCOUNT z a b
                (error) ERR min or max not valid string range item
                > SET string x
                OK
                > ZRANGEBYLEX string - +
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZREVRANGEBYLEX string + -
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZLEXCOUNT string - +
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void zrangestore() {
        twinConversation(
                """
                > ZADD z 1 a 2 b 3 c 4 d
                (integer) 4
                > ZRANGESTORE to z 0 1
                (integer) 2
                > ZRANGE to 0 -1 WITHSCORES
                1) "a"
                2) "1"
                3) "b"
                4) "2"
                > ZRANGESTORE to z 2 +inf BYSCORE LIMIT 1 5
                (integer) 2
                > ZRANGE to 0 -1 WITHSCORES
                1) "c"
                2) "3"
                3) "d"
                4) "4"
                > ZRANGESTORE to z + - BYLEX REV LIMIT 0 2
                (integer) 2
                > ZRANGE to 0 -1 WITHSCORES
                1) "c"
                2) "3"
                3) "d"
                4) "4"
                > ZRANGESTORE to z 0 0 REV
                (integer) 1
                > ZRANGE to 0 -1 WITHSCORES
                1) "d"
                2) "4"
                > ZRANGESTORE z z 1 2
                (integer) 2
                > ZRANGE z 0 -1
                1) "b"
                2) "c"
                > SET string x EX 100
                OK
                > ZRANGESTORE string z 0 -1
                (integer) 2
                > TTL string
                (integer) -1
                > TYPE string
                zset
                > ZRANGESTORE to z 5 6
                (integer) 0
                > EXISTS to
                (integer) 0
                > ZRANGESTORE to none 0 1
                (integer) 0
                > ZRANGESTORE to z 0 1 WITHSCORES
                (error) ERR syntax error
                > ZRANGESTORE to z 0 1 LIMIT 1 1
                (error) ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX
                > ZRANGESTORE to z a b
                (error) ERR value is not an integer or out of range
                > ZRANGESTORE to z 0
                (error) ERR wrong number of arguments for 'zrangestore' command
                > SET string x
                OK
                > ZRANGESTORE to string 0 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > GET string
                "x"
                """);
    }

    @Test
    void zremrange() {
        twinConversation(
                """
                > ZADD z 1 a 2 b 3 c 4 d 5 e
                (integer) 5
                > ZREMRANGEBYRANK z 0 1
                (integer) 2
                > ZREMRANGEBYRANK z 5 6
                (integer) 0
                > ZREMRANGEBYRANK z -1 -1
                (integer) 1
                > ZRANGE z 0 -1
                1) "c"
                2) "d"
                > ZREMRANGEBYSCORE z (3 4
                (integer) 1
                > ZREMRANGEBYSCORE z 10 20
                (integer) 0
                > ZRANGE z 0 -1
                1) "c"
                > ZREMRANGEBYSCORE z -inf inf
                (integer) 1
                > EXISTS z
                (integer) 0
                > ZADD z 0 a 0 b 0 c
                (integer) 3
                > ZREMRANGEBYLEX z [a (c
                (integer) 2
                > ZREMRANGEBYLEX z - +
                (integer) 1
                > EXISTS z
                (integer) 0
                > ZREMRANGEBYRANK z 0 1
                (integer) 0
                > ZREMRANGEBYRANK z a 1
                (error) ERR value is not an integer or out of range
                > ZREMRANGEBYRANK z 0 b
                (error) ERR value is not an integer or out of range
                > ZREMRANGEBYSCORE z a 1
                (error) ERR min or max is not a float
                > ZREMRANGEBYLEX z a b
                (error) ERR min or max not valid string range item
                > SET string x
                OK
                > ZREMRANGEBYRANK string 0 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZREMRANGEBYSCORE string 0 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZREMRANGEBYLEX string - +
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void zpopmin_and_zpopmax() {
        twinConversation(
                """
                > ZADD z 1 a 2 b 3 c 4 d 5 e
                (integer) 5
                > ZPOPMIN z
                1) "a"
                2) "1"
                > ZPOPMAX z
                1) "e"
                2) "5"
                > ZPOPMIN z 2
                1) "b"
                2) "2"
                3) "c"
                4) "3"
                > ZPOPMAX z 0
                (empty array)
                > ZPOPMIN z 10
                1) "d"
                2) "4"
                > EXISTS z
                (integer) 0
                > ZPOPMIN z
                (empty array)
                > ZPOPMAX z 2
                (empty array)
                > ZPOPMIN z -1
                (error) ERR value is out of range, must be positive
                > ZPOPMIN z x
                (error) ERR value is out of range, must be positive
                > ZPOPMIN z 1 2
                (error) ERR syntax error
                > SET string x
                OK
                > ZPOPMIN string
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZPOPMAX string 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void zmpop() {
        twinConversation(
                """
                > ZADD z 1 a 2 b 3 c 4 d
                (integer) 4
                > ZMPOP 2 none z MIN
                1) "z"
                2) 1) 1) "a"
                      2) "1"
                > ZMPOP 1 z MAX COUNT 2
                1) "z"
                2) 1) 1) "d"
                      2) "4"
                   2) 1) "c"
                      2) "3"
                > ZMPOP 1 z min COUNT 10
                1) "z"
                2) 1) 1) "b"
                      2) "2"
                > ZMPOP 1 z MIN
                (nil)
                > ZMPOP 0 z MIN
                (error) ERR numkeys should be greater than 0
                > ZMPOP x z MIN
                (error) ERR numkeys should be greater than 0
                > ZMPOP -1 z MIN
                (error) ERR numkeys should be greater than 0
                > ZMPOP 2 z MIN
                (error) ERR syntax error
                > ZMPOP 1 z
                (error) ERR wrong number of arguments for 'zmpop' command
                > ZMPOP 1 z MIDDLE
                (error) ERR syntax error
                > ZMPOP 1 z MIN COUNT 0
                (error) ERR count should be greater than 0
                > ZMPOP 1 z MIN COUNT x
                (error) ERR count should be greater than 0
                > ZMPOP 1 z MIN COUNT
                (error) ERR syntax error
                > ZMPOP 1 z MIN COUNT 1 COUNT 2
                (error) ERR syntax error
                > ZMPOP 1 z MIN COUNT 0 COUNT 2
                (error) ERR count should be greater than 0
                > ZMPOP 1 z MIN nonsense
                (error) ERR syntax error
                > SET string x
                OK
                > ZMPOP 2 none string MIN
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void zunion_and_zunionstore() {
        twinConversation(
                """
                > ZADD a 1 one 2 two
                (integer) 2
                > ZADD b 10 two 20 three
                (integer) 2
                > SADD set two four
                (integer) 2
                > ZUNION 2 a b
                1) "one"
                2) "two"
                3) "three"
                > ZUNION 2 a b WITHSCORES
                1) "one"
                2) "1"
                3) "two"
                4) "12"
                5) "three"
                6) "20"
                > ZUNION 2 a b WEIGHTS 2 3 WITHSCORES
                1) "one"
                2) "2"
                3) "two"
                4) "34"
                5) "three"
                6) "60"
                > ZUNION 2 a b AGGREGATE MIN WITHSCORES
                1) "one"
                2) "1"
                3) "two"
                4) "2"
                5) "three"
                6) "20"
                > ZUNION 2 a b AGGREGATE max WITHSCORES
                1) "one"
                2) "1"
                3) "two"
                4) "10"
                5) "three"
                6) "20"
                > ZUNION 3 a b set WEIGHTS 1 1 100 AGGREGATE SUM WITHSCORES
                1) "one"
                2) "1"
                3) "three"
                4) "20"
                5) "four"
                6) "100"
                7) "two"
                8) "112"
                > ZUNION 1 none
                (empty array)
                > ZUNIONSTORE to 2 a b
                (integer) 3
                > ZRANGE to 0 -1 WITHSCORES
                1) "one"
                2) "1"
                3) "two"
                4) "12"
                5) "three"
                6) "20"
                > ZUNIONSTORE a 2 a a
                (integer) 2
                > ZRANGE a 0 -1 WITHSCORES
                1) "one"
                2) "2"
                3) "two"
                4) "4"
                > ZUNIONSTORE to 1 none
                (integer) 0
                > EXISTS to
                (integer) 0
                > ZADD inf inf x
                (integer) 1
                > ZADD ninf -inf x
                (integer) 1
                > ZUNION 2 inf ninf WITHSCORES
                1) "x"
                2) "0"
                > ZUNION 1 inf WEIGHTS 0 WITHSCORES
                1) "x"
                2) "0"
                > ZUNION 0 a
                (error) ERR at least 1 input key is needed for 'zunion' command
                > ZUNION -1 a
                (error) ERR at least 1 input key is needed for 'zunion' command
                > ZUNION x a
                (error) ERR value is not an integer or out of range
                > ZUNION 2 a
                (error) ERR syntax error
                > ZUNION 3 a b
                (error) ERR syntax error
                > ZUNION 1 a nonsense
                (error) ERR syntax error
                > ZUNION 1 a WEIGHTS
                (error) ERR syntax error
                > ZUNION 1 a WEIGHTS x
                (error) ERR weight value is not a float
                > ZUNION 2 a b WEIGHTS 1
                (error) ERR syntax error
                > ZUNION 1 a AGGREGATE
                (error) ERR syntax error
                > ZUNION 1 a AGGREGATE avg
                (error) ERR syntax error
                > ZUNIONSTORE to 1 a WITHSCORES
                (error) ERR syntax error
                > ZUNIONSTORE to 0 a
                (error) ERR at least 1 input key is needed for 'zunionstore' command
                > SET string x
                OK
                > ZUNION 2 a string
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZUNIONSTORE string 1 a
                (integer) 2
                > TYPE string
                zset
                """);
    }

    @Test
    void zinter_and_zinterstore_and_zintercard() {
        twinConversation(
                """
                > ZADD a 1 one 2 two 3 three
                (integer) 3
                > ZADD b 10 two 20 three
                (integer) 2
                > SADD set two four
                (integer) 2
                > ZINTER 2 a b
                1) "two"
                2) "three"
                > ZINTER 2 a b WITHSCORES
                1) "two"
                2) "12"
                3) "three"
                4) "23"
                > ZINTER 2 a b WEIGHTS 2 3 AGGREGATE MIN WITHSCORES
                1) "two"
                2) "4"
                3) "three"
                4) "6"
                > ZINTER 3 a b set WITHSCORES
                1) "two"
                2) "13"
                > ZINTER 2 a none
                (empty array)
                > ZINTERSTORE to 2 a b AGGREGATE MAX
                (integer) 2
                > ZRANGE to 0 -1 WITHSCORES
                1) "two"
                2) "10"
                3) "three"
                4) "20"
                > ZINTERSTORE to 2 a none
                (integer) 0
                > EXISTS to
                (integer) 0
                > ZINTERCARD 2 a b
                (integer) 2
                > ZINTERCARD 2 a b LIMIT 1
                (integer) 1
                > ZINTERCARD 2 a b LIMIT 0
                (integer) 2
                > ZINTERCARD 1 none
                (integer) 0
                > ZINTERCARD 2 a b LIMIT -1
                (error) ERR LIMIT can't be negative
                > ZINTERCARD 2 a b LIMIT x
                (error) ERR LIMIT can't be negative
                > ZINTERCARD 2 a b LIMIT
                (error) ERR syntax error
                > ZINTERCARD 2 a b WITHSCORES
                (error) ERR syntax error
                > ZINTERCARD 0 a
                (error) ERR at least 1 input key is needed for 'zintercard' command
                > ZINTER 0 a
                (error) ERR at least 1 input key is needed for 'zinter' command
                > ZINTER 2 a b LIMIT 1
                (error) ERR syntax error
                > SET string x
                OK
                > ZINTER 2 none string
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZINTERCARD 2 none string
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void zdiff_and_zdiffstore() {
        twinConversation(
                """
                > ZADD a 1 one 2 two 3 three
                (integer) 3
                > ZADD b 10 two
                (integer) 1
                > SADD set three
                (integer) 1
                > ZDIFF 2 a b
                1) "one"
                2) "three"
                > ZDIFF 2 a b WITHSCORES
                1) "one"
                2) "1"
                3) "three"
                4) "3"
                > ZDIFF 3 a b set
                1) "one"
                > ZDIFF 2 a a
                (empty array)
                > ZDIFF 2 none a
                (empty array)
                > ZDIFF 1 set WITHSCORES
                1) "three"
                2) "1"
                > ZDIFFSTORE to 2 a b
                (integer) 2
                > ZRANGE to 0 -1 WITHSCORES
                1) "one"
                2) "1"
                3) "three"
                4) "3"
                > ZDIFFSTORE to 2 a a
                (integer) 0
                > EXISTS to
                (integer) 0
                > ZDIFF 2 a b WEIGHTS 1 2
                (error) ERR syntax error
                > ZDIFF 2 a b AGGREGATE SUM
                (error) ERR syntax error
                > ZDIFF 0 a
                (error) ERR at least 1 input key is needed for 'zdiff' command
                > ZDIFFSTORE to 0 a
                (error) ERR at least 1 input key is needed for 'zdiffstore' command
                > ZDIFFSTORE to 2 a b WITHSCORES
                (error) ERR syntax error
                > SET string x
                OK
                > ZDIFF 2 a string
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void zrandmember_where_there_is_no_choice() {
        twinConversation(
                """
                > ZADD z 1 a
                (integer) 1
                > ZRANDMEMBER z
                "a"
                > ZRANDMEMBER z 1
                1) "a"
                > ZRANDMEMBER z 5 WITHSCORES
                1) "a"
                2) "1"
                > ZRANDMEMBER z -3
                1) "a"
                2) "a"
                3) "a"
                > ZRANDMEMBER z -2 WITHSCORES
                1) "a"
                2) "1"
                3) "a"
                4) "1"
                > ZRANDMEMBER z 0
                (empty array)
                > ZADD z 2 b 3 c
                (integer) 2
                > ZRANDMEMBER z 3 WITHSCORES
                1) "c"
                2) "3"
                3) "b"
                4) "2"
                5) "a"
                6) "1"
                > ZRANDMEMBER none
                (nil)
                > ZRANDMEMBER none 1
                (empty array)
                > ZRANDMEMBER z x
                (error) ERR value is not an integer or out of range
                > ZRANDMEMBER z 1 nonsense
                (error) ERR syntax error
                > ZRANDMEMBER z 1 WITHSCORES x
                (error) ERR syntax error
                > ZRANDMEMBER z -9223372036854775808
                (error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807
                > ZRANDMEMBER z 9223372036854775807 WITHSCORES
                (error) ERR value is out of range
                > SET string x
                OK
                > ZRANDMEMBER string
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > ZRANDMEMBER string 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void zscan() {
        twinConversation(
                """
                > ZADD z 1 a 2 b 1.5 ab
                (integer) 3
                > ZSCAN z 0
                1) "0"
                2) 1) "a"
                   2) "1"
                   3) "ab"
                   4) "1.5"
                   5) "b"
                   6) "2"
                > ZSCAN z 0 MATCH a*
                1) "0"
                2) 1) "a"
                   2) "1"
                   3) "ab"
                   4) "1.5"
                > ZSCAN z 0 COUNT 1
                1) "0"
                2) 1) "a"
                   2) "1"
                   3) "ab"
                   4) "1.5"
                   5) "b"
                   6) "2"
                > ZSCAN z 7
                1) "0"
                2) 1) "a"
                   2) "1"
                   3) "ab"
                   4) "1.5"
                   5) "b"
                   6) "2"
                > ZSCAN none 0
                1) "0"
                2) (empty array)
                > ZSCAN z x
                (error) ERR invalid cursor
                > ZSCAN z 0 COUNT 0
                (error) ERR syntax error
                > ZSCAN z 0 TYPE zset
                (error) ERR syntax error
                > ZSCAN none 0 nonsense
                1) "0"
                2) (empty array)
                > SET string x
                OK
                > ZSCAN string 0
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void encodings_change_with_size() {
        twinConversation(
                """
                > CONFIG SET zset-max-listpack-entries 3
                OK
                > ZADD z 1 a 2 b 3 c
                (integer) 3
                > OBJECT ENCODING z
                "listpack"
                > ZADD z 4 c
                (integer) 0
                > OBJECT ENCODING z
                "listpack"
                > ZADD z 4 d
                (integer) 1
                > OBJECT ENCODING z
                "skiplist"
                > ZREM z a b
                (integer) 2
                > OBJECT ENCODING z
                "skiplist"
                > ZADD many 1 a 2 b 3 c 4 d
                (integer) 4
                > OBJECT ENCODING many
                "skiplist"
                > ZUNIONSTORE to 1 z
                (integer) 2
                > OBJECT ENCODING to
                "listpack"
                > ZUNIONSTORE to 2 z many
                (integer) 4
                > OBJECT ENCODING to
                "skiplist"
                > ZRANGESTORE to many 0 2
                (integer) 3
                > OBJECT ENCODING to
                "listpack"
                > ZRANGESTORE to many 0 -1
                (integer) 4
                > OBJECT ENCODING to
                "skiplist"
                > ZADD long 1 aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg
                (integer) 1
                > OBJECT ENCODING long
                "listpack"
                > ZADD long 1 aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg
                (integer) 1
                > OBJECT ENCODING long
                "skiplist"
                > ZUNIONSTORE to 1 long
                (integer) 2
                > OBJECT ENCODING to
                "skiplist"
                > ZREM long aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg
                (integer) 1
                > ZUNIONSTORE to 1 long
                (integer) 1
                > OBJECT ENCODING to
                "listpack"
                """);
    }

    @Test
    void so_do_many_members_said_at_once_even_if_they_are_here() {
        conversation(
                """
                > CONFIG SET zset-max-listpack-entries 3
                OK
                > ZADD z 1 a
                (integer) 1
                > ZADD z 1 a 1 a 1 a 1 a
                (integer) 0
                > OBJECT ENCODING z
                "skiplist"
                > ZCARD z
                (integer) 1
                """);
    }

    @Test
    void in_resp3_scores_are_doubles_and_members_come_in_pairs() {
        resp3Conversation(
                """
                > ZADD z 1 a 2.5 b inf c
                (integer) 3
                > ZADD z INCR 0.5 a
                (double) 1.5
                > ZADD z INCR NX 0.5 a
                (nil)
                > ZINCRBY z 1 a
                (double) 2.5
                > ZSCORE z b
                (double) 2.5
                > ZSCORE z x
                (nil)
                > ZMSCORE z a x
                1) (double) 2.5
                2) (nil)
                > ZRANK z b WITHSCORE
                1) (integer) 1
                2) (double) 2.5
                > ZRANK z x WITHSCORE
                (nil)
                > ZRANGE z 0 -1
                1) "a"
                2) "b"
                3) "c"
                > ZRANGE z 0 -1 WITHSCORES
                1) 1) "a"
                   2) (double) 2.5
                2) 1) "b"
                   2) (double) 2.5
                3) 1) "c"
                   2) (double) inf
                > ZRANGEBYSCORE z 0 2.5 WITHSCORES LIMIT 0 1
                1) 1) "a"
                   2) (double) 2.5
                > ZUNION 1 z WITHSCORES
                1) 1) "a"
                   2) (double) 2.5
                2) 1) "b"
                   2) (double) 2.5
                3) 1) "c"
                   2) (double) inf
                > ZRANDMEMBER z 5 WITHSCORES
                1) 1) "c"
                   2) (double) inf
                2) 1) "b"
                   2) (double) 2.5
                3) 1) "a"
                   2) (double) 2.5
                > ZSCAN z 0
                1) "0"
                2) 1) "a"
                   2) "2.5"
                   3) "b"
                   4) "2.5"
                   5) "c"
                   6) "inf"
                > ZPOPMAX z
                1) "c"
                2) (double) inf
                > ZPOPMIN z 2
                1) 1) "a"
                   2) (double) 2.5
                2) 1) "b"
                   2) (double) 2.5
                > ZPOPMIN z
                (empty array)
                > ZADD z 1 a 2 b
                (integer) 2
                > BZPOPMIN z 0
                1) "z"
                2) "a"
                3) (double) 1
                > ZMPOP 1 z MAX
                1) "z"
                2) 1) 1) "b"
                      2) (double) 2
                > ZMPOP 1 z MAX
                (nil)
                > GEOADD places 13.361389 38.115556 Palermo
                (integer) 1
                > GEOPOS places Palermo x
                1) 1) (double) 13.36138933897018433
                   2) (double) 38.11555639549629859
                2) (nil)
                > GEODIST places Palermo Palermo
                "0.0000"
                > GEODIST places Palermo x
                (nil)
                > GEOSEARCH places FROMMEMBER Palermo BYRADIUS 1 m WITHCOORD WITHDIST WITHHASH
                1) 1) "Palermo"
                   2) "0.0000"
                   3) (integer) 3479099956230698
                   4) 1) (double) 13.36138933897018433
                      2) (double) 38.11555639549629859
                """);
    }

    private static void resp3Conversation(String expected) {
        var conversation = new Conversation(new TestNode());
        conversation.client("A").session().replies().protocol(3);
        conversation.hold(expected);
    }
}
