package hearsay.node.command;

import static hearsay.node.TwinConversation.twinConversation;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import org.junit.jupiter.api.Test;

class HyperLogLogCommandsTest {

    @Test
    void different_elements_are_counted() {
        twinConversation(
                """
                > PFADD visitors ann bob ann
                (integer) 1
                > PFADD visitors bob
                (integer) 0
                > PFCOUNT visitors
                (integer) 2
                > PFADD visitors carl
                (integer) 1
                > PFCOUNT visitors
                (integer) 3
                > PFCOUNT nothing
                (integer) 0
                > PFADD fresh
                (integer) 1
                > PFADD fresh
                (integer) 0
                > PFCOUNT fresh
                (integer) 0
                > TYPE visitors
                string
                > OBJECT ENCODING visitors
                "raw"
                > PFADD
                (error) ERR wrong number of arguments for 'pfadd' command
                > PFCOUNT
                (error) ERR wrong number of arguments for 'pfcount' command
                """);
    }

    @Test
    void the_value_is_redis_own() {
        twinConversation(
                """
                > PFADD k a b c
                (integer) 1
                > GET k
                "HYLL\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x80`\\xf3\\x80P\\xb1\\x84K\\xfb\\x80BZ"
                > PFCOUNT k
                (integer) 3
                > GETRANGE k 0 15
                "HYLL\\x01\\x00\\x00\\x00\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
                > PFDEBUG DECODE k
                "Z:8436 v:1,1 Z:4274 v:2,1 Z:3068 v:1,1 Z:603"
                """);
    }

    @Test
    void several_are_counted_together_or_merged() {
        twinConversation(
                """
                > PFADD monday ann bob
                (integer) 1
                > PFADD tuesday bob carl
                (integer) 1
                > PFCOUNT monday tuesday nothing
                (integer) 3
                > PFMERGE week monday tuesday nothing
                OK
                > PFCOUNT week
                (integer) 3
                > PFMERGE week
                OK
                > PFMERGE empty
                OK
                > PFCOUNT empty
                (integer) 0
                > PFDEBUG TODENSE tuesday
                (integer) 1
                > PFMERGE monday tuesday
                OK
                > PFDEBUG ENCODING monday
                dense
                > PFCOUNT monday tuesday week
                (integer) 3
                > STRLEN monday
                (integer) 12304
                """);
    }

    @Test
    void the_sparse_form_becomes_dense_where_it_would_be_too_long() {
        twinConversation(
                """
                > CONFIG SET hll-sparse-max-bytes 22
                OK
                > PFADD k a
                (integer) 1
                > PFDEBUG ENCODING k
                sparse
                > STRLEN k
                (integer) 21
                > PFADD k b
                (integer) 1
                > PFDEBUG ENCODING k
                dense
                > PFCOUNT k
                (integer) 2
                > PFDEBUG TODENSE k
                (integer) 0
                > PFDEBUG DECODE k
                (error) ERR HLL encoding is not sparse
                """);
    }

    @Test
    void what_is_none_is_refused() {
        twinConversation(
                """
                > SET text "not one of them"
                OK
                > SET number 12
                OK
                > RPUSH list a
                (integer) 1
                > PFADD text a
                (error) WRONGTYPE Key is not a valid HyperLogLog string value.
                > PFCOUNT text
                (error) WRONGTYPE Key is not a valid HyperLogLog string value.
                > PFCOUNT number text
                (error) WRONGTYPE Key is not a valid HyperLogLog string value.
                > PFMERGE text
                (error) WRONGTYPE Key is not a valid HyperLogLog string value.
                > PFADD list a
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > PFCOUNT list
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > PFMERGE k list
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > PFDEBUG GETREG nothing
                (error) ERR The specified key does not exist
                > PFDEBUG GETREG text
                (error) WRONGTYPE Key is not a valid HyperLogLog string value.
                > PFDEBUG NONSENSE nothing
                (error) ERR The specified key does not exist
                > PFADD k a
                (integer) 1
                > PFDEBUG NONSENSE k
                (error) ERR Unknown PFDEBUG subcommand 'NONSENSE'
                > PFDEBUG GETREG
                (error) ERR wrong number of arguments for 'pfdebug' command
                """);
    }

    @Test
    void spoilt_registers_are_noticed() {
        twinConversation(
                """
                > PFADD k a
                (integer) 1
                > APPEND k x
                (integer) 22
                > PFCOUNT k
                (error) INVALIDOBJ Corrupted HLL object detected
                > PFMERGE other k
                (error) INVALIDOBJ Corrupted HLL object detected
                > PFCOUNT k k
                (error) INVALIDOBJ Corrupted HLL object detected
                > PFDEBUG TODENSE k
                (error) INVALIDOBJ Corrupted HLL object detected
                > EXISTS other
                (integer) 0
                """);
    }

    @Test
    void counting_remembers_the_number_and_touches_watchers_once() {
        new Conversation(new TestNode())
                .hold(
                        """
                        > PFADD k a
                        (integer) 1
                        > WATCH k
                        OK
                        B> PFCOUNT k
                        (integer) 1
                        > MULTI
                        OK
                        > PFCOUNT k
                        QUEUED
                        > EXEC
                        (nil)
                        > WATCH k
                        OK
                        B> PFCOUNT k
                        (integer) 1
                        B> PFADD k a
                        (integer) 0
                        > MULTI
                        OK
                        > PFCOUNT k
                        QUEUED
                        > EXEC
                        1) (integer) 1
                        """);
    }

    @Test
    void it_tests_itself() {
        twinConversation(
                """
                > PFSELFTEST
                OK
                """);
    }
}
