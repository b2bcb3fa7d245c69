package hearsay.node.command;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import org.junit.jupiter.api.Test;

class BitCommandsTest {

    @Test
    void a_bit_is_set_and_the_string_grows_to_hold_it() {
        twinConversation(
                """
                > SETBIT visits 7 1
                (integer) 0
                > SETBIT visits 7 0
                (integer) 1
                > SETBIT visits 20 1
                (integer) 0
                > GET visits
                "\\x00\\x00\\b"
                > GETBIT visits 20
                (integer) 1
                > GETBIT visits 21
                (integer) 0
                > GETBIT visits 4000000000
                (integer) 0
                > GETBIT nothing 1
                (integer) 0
                > STRLEN visits
                (integer) 3
                > OBJECT ENCODING visits
                "raw"
                > SET number 12
                OK
                > SETBIT number 7 0
                (integer) 1
                > GET number
                "02"
                """);
    }

    @Test
    void positions_and_bits_have_their_limits() {
        twinConversation(
                """
                > SETBIT k -1 1
                (error) ERR bit offset is not an integer or out of range
                > SETBIT k 4294967296 1
                (error) ERR bit offset is not an integer or out of range
                > GETBIT k 4294967296
                (error) ERR bit offset is not an integer or out of range
                > SETBIT k one 1
                (error) ERR bit offset is not an integer or out of range
                > SETBIT k #1 1
                (error) ERR bit offset is not an integer or out of range
                > SETBIT k 1 2
                (error) ERR bit is not an integer or out of range
                > SETBIT k 1 on
                (error) ERR bit is not an integer or out of range
                > SETBIT k 1
                (error) ERR wrong number of arguments for 'setbit' command
                > EXISTS k
                (integer) 0
                > GETBIT k 4294967295
                (integer) 0
                > CONFIG SET proto-max-bulk-len 1048576
                OK
                > SETBIT k 8388607 1
                (integer) 0
                > SETBIT k 8388608 1
                (error) ERR bit offset is not an integer or out of range
                > STRLEN k
                (integer) 1048576
                > BITCOUNT k
                (integer) 1
                > BITPOS k 1
                (integer) 8388607
                """);
    }

    @Test
    void list_bits_are_counted_in_bytes_or_in_bits() {
        twinConversation(
                """
                > SET word foobar
                OK
                > BITCOUNT word
                (integer) 26
                > BITCOUNT word 0 0
                (integer) 4
                > BITCOUNT word 1 1 BYTE
                (integer) 6
                > BITCOUNT word 5 30 BIT
                (integer) 17
                > BITCOUNT word -2 -1
                (integer) 7
                > BITCOUNT word -1 -2
                (integer) 0
                > BITCOUNT word 4 1
                (integer) 0
                > BITCOUNT word -100 100
                (integer) 26
                > BITCOUNT word 0
                (error) ERR syntax error
                > BITCOUNT word 0 1 NIBBLE
                (error) ERR syntax error
                > BITCOUNT word a b
                (error) ERR value is not an integer or out of range
                > BITCOUNT nothing
                (integer) 0
                > BITCOUNT nothing a b
                (integer) 0
                """);
    }

    @Test
    void the_first_bit_is_looked_for() {
        twinConversation(
                """
                > SETRANGE k 1 x
                (integer) 2
                > BITPOS k 1
                (integer) 9
                > BITPOS k 0
                (integer) 0
                > BITPOS k 1 -1
                (integer) 9
                > BITPOS k 1 10 12 BIT
                (integer) 10
                > BITPOS k 1 13 -1 BIT
                (integer) -1
                > BITPOS k 0 9 11 BIT
                (integer) -1
                > BITPOS k 1 0 0 BYTE
                (integer) -1
                > BITPOS k 1 5 2
                (integer) -1
                > BITPOS nothing 1
                (integer) -1
                > BITPOS nothing 0
                (integer) 0
                > BITPOS k 2
                (error) ERR The bit argument must be 1 or 0.
                > BITPOS k x
                (error) ERR value is not an integer or out of range
                > BITPOS k 1 0 1 NIBBLE
                (error) ERR syntax error
                > BITPOS k 1 0 1 BIT more
                (error) ERR syntax error
                """);
    }

    @Test
    void a_string_of_ones_is_followed_by_zeros_unless_its_end_was_named() {
        conversation(
                """
                > SETBIT k 0 1
                (integer) 0
                > BITFIELD k SET u8 0 255
                1) (integer) 128
                > BITPOS k 0
                (integer) 8
                > BITPOS k 0 0
                (integer) 8
                > BITPOS k 0 0 -1
                (integer) -1
                """);
    }

    @Test
    void bitmaps_are_combined() {
        twinConversation(
                """
                > SET a abc
                OK
                > SET b ~
                OK
                > BITOP AND both a b
                (integer) 3
                > GET both
                "`\\x00\\x00"
                > BITOP or either a b
                (integer) 3
                > GET either
                "\\x7fbc"
                > BITOP XOR one a b
                (integer) 3
                > GET one
                "\\x1fbc"
                > BITOP NOT not a
                (integer) 3
                > GET not
                "\\x9e\\x9d\\x9c"
                > BITOP AND both a nothing
                (integer) 3
                > GET both
                "\\x00\\x00\\x00"
                > EXPIRE a 100
                (integer) 1
                > BITOP OR a nothing nowhere
                (integer) 0
                > EXISTS a
                (integer) 0
                > BITOP NOT a b one
                (error) ERR BITOP NOT must be called with a single source key.
                > BITOP NAND a b one
                (error) ERR syntax error
                > BITOP AND a
                (error) ERR wrong number of arguments for 'bitop' command
                """);
    }

    @Test
    void a_string_holds_numbers_of_any_width() {
        twinConversation(
                """
                > BITFIELD k SET u8 0 200 SET i8 8 -1 GET u16 0 GET i16 0
                1) (integer) 0
                2) (integer) 0
                3) (integer) 51455
                4) (integer) -14081
                > BITFIELD k SET i5 #3 -7 GET i5 #3 GET u5 15
                1) (integer) -16
                2) (integer) -7
                3) (integer) 25
                > BITFIELD k GET i64 0 GET u63 1
                1) (integer) -3963290817388347392
                2) (integer) 5260081219466428416
                > BITFIELD_RO k GET u8 0 GET u4 #100
                1) (integer) 200
                2) (integer) 0
                > BITFIELD k
                (empty array)
                > BITFIELD nothing GET u8 0
                1) (integer) 0
                > EXISTS nothing
                (integer) 0
                """);
    }

    @Test
    void a_number_that_does_not_fit_goes_round_stays_at_the_border_or_is_not_written() {
        twinConversation(
                """
                > BITFIELD k INCRBY u2 0 3 INCRBY u2 0 2
                1) (integer) 3
                2) (integer) 1
                > BITFIELD k OVERFLOW SAT INCRBY u2 0 9 INCRBY i4 8 -20 INCRBY i4 8 100
                1) (integer) 3
                2) (integer) -8
                3) (integer) 7
                > BITFIELD k OVERFLOW FAIL INCRBY u2 0 1 INCRBY u2 0 -1 OVERFLOW WRAP INCRBY i4 8 1
                1) (nil)
                2) (integer) 2
                3) (integer) -8
                > BITFIELD k OVERFLOW FAIL SET i64 0 9223372036854775807 INCRBY i64 0 1
                1) (integer) -9187343239835811840
                2) (nil)
                > BITFIELD grown OVERFLOW FAIL SET u2 100 9
                1) (nil)
                > STRLEN grown
                (integer) 13
                """);
    }

    @Test
    void wrong_fields_are_refused_before_anything_is_done() {
        twinConversation(
                """
                > BITFIELD k SET u8 0 1 SET u64 0 1
                (error) ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
                > BITFIELD k GET i65 0
                (error) ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
                > BITFIELD k GET u0 0
                (error) ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
                > BITFIELD k GET 8 0
                (error) ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
                > BITFIELD k SET u8 0 1 GET u8 -1
                (error) ERR bit offset is not an integer or out of range
                > BITFIELD k SET u8 #536870912 1
                (error) ERR bit offset is not an integer or out of range
                > BITFIELD k SET u8 0 x
                (error) ERR value is not an integer or out of range
                > BITFIELD k SET u8 0
                (error) ERR syntax error
                > BITFIELD k OVERFLOW ROUND INCRBY u8 0 1
                (error) ERR Invalid OVERFLOW type specified
                > BITFIELD_RO k SET u8 0 1
                (error) ERR BITFIELD_RO only supports the GET subcommand
                > EXISTS k
                (integer) 0
                """);
    }

    @Test
    void other_types_are_no_bitmaps() {
        twinConversation(
                """
                > RPUSH list member
                (integer) 1
                > SETBIT list 1 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > GETBIT list 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > BITCOUNT list
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > BITPOS list 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > BITFIELD list GET u1 0
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > BITFIELD list SET u1 0 1
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > BITOP AND k list
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > BITOP AND list nothing nowhere
                (integer) 0
                > EXISTS list
                (integer) 0
                """);
    }

    @Test
    void only_what_changes_something_touches_watchers() {
        var node = new TestNode();
        new Conversation(node)
                .hold(
                        """
                        > SETBIT k 9 1
                        (integer) 0
                        > WATCH k
                        OK
                        B> SETBIT k 9 1
                        (integer) 1
                        B> BITFIELD k SET u2 8 1 OVERFLOW FAIL SET u2 8 4
                        1) (integer) 1
                        2) (nil)
                        > MULTI
                        OK
                        > GETBIT k 9
                        QUEUED
                        > EXEC
                        1) (integer) 1
                        > WATCH k
                        OK
                        B> SETBIT k 16 0
                        (integer) 0
                        > MULTI
                        OK
                        > GETBIT k 9
                        QUEUED
                        > EXEC
                        (nil)
                        """);
    }

    @Test
    void a_client_is_told_which_key_a_bitfield_reads_or_writes() {
        conversation(
                """
                > COMMAND GETKEYSANDFLAGS BITFIELD k GET u8 0
                1) 1) "k"
                   2) 1) RO
                      2) access
                > COMMAND GETKEYSANDFLAGS BITFIELD k GET u8 0 SET u8 0 1
                1) 1) "k"
                   2) 1) RW
                      2) access
                      3) update
                """);
    }
}
