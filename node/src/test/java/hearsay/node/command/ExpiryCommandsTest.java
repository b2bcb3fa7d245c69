package hearsay.node.command;

import static hearsay.node.Conversation.conversation;

import org.junit.jupiter.api.Test;

class ExpiryCommandsTest {

    @Test
    void a_time_to_live_is_given_asked_for_and_taken_away() {
        conversation(
                """
                > EXPIRE nothing 10
                (integer) 0
                > TTL nothing
                (integer) -2
                > SET k v
                OK
                > TTL k
                (integer) -1
                > EXPIRE k 10
                (integer) 1
                > TTL k
                (integer) 10
                > EXPIRETIME k
                (integer) 1700000010
                > PEXPIRE k 1499
                (integer) 1
                > TTL k
                (integer) 1
                > PEXPIRE k 1500
                (integer) 1
                > TTL k
                (integer) 2
                > PEXPIRETIME k
                (integer) 1700000001500
                > EXPIREAT k 1700000100
                (integer) 1
                > PEXPIREAT k 1700000100001
                (integer) 1
                > PTTL k
                (integer) 100001
                > PERSIST k
                (integer) 1
                > PERSIST k
                (integer) 0
                > PERSIST nothing
                (integer) 0
                > PEXPIRETIME k
                (integer) -1
                > EXPIRETIME nothing
                (integer) -2
                """);
    }

    @Test
    void a_key_vanishes_after_its_last_millisecond() {
        conversation(
                """
                > SET k v PX 100
                OK
                ... 100 ms pass
                > PTTL k
                (integer) 0
                ... 1 ms pass
                > PTTL k
                (integer) -2
                """);
    }

    @Test
    void a_time_already_past_deletes_at_once() {
        conversation(
                """
                > MSET a 1 b 2 c 3
                OK
                > EXPIRE a -1
                (integer) 1
                > EXPIRE b 0
                (integer) 1
                > PEXPIREAT c 1
                (integer) 1
                > EXISTS a b c
                (integer) 0
                """);
    }

    @Test
    void conditions_on_the_present_time_to_live() {
        conversation(
                """
                > SET k v
                OK
                > EXPIRE k 10 XX
                (integer) 0
                > EXPIRE k 10 GT
                (integer) 0
                > EXPIRE k 10 NX
                (integer) 1
                > EXPIRE k 20 NX
                (integer) 0
                > EXPIRE k 5 GT
                (integer) 0
                > EXPIRE k 20 gt
                (integer) 1
                > EXPIRE k 30 LT
                (integer) 0
                > EXPIRE k 15 XX LT
                (integer) 1
                > TTL k
                (integer) 15
                > PERSIST k
                (integer) 1
                > EXPIRE k 10 LT
                (integer) 1
                > EXPIRE k 10 NX GT
                (error) ERR NX and XX, GT or LT options at the same time are not compatible
                > EXPIRE k 10 LT GT
                (error) ERR GT and LT options at the same time are not compatible
                > EXPIRE k 10 AB
                (error) ERR Unsupported option AB
                """);
    }

    @Test
    void times_beyond_all_numbers_are_refused() {
        conversation(
                """
                > SET k v
                OK
                > EXPIRE k 9223372036854775807
                (error) ERR invalid expire time in 'expire' command
                > EXPIRE k -9223372036854775808
                (error) ERR invalid expire time in 'expire' command
                > PEXPIRE k 9223372036854775807
                (error) ERR invalid expire time in 'pexpire' command
                > EXPIREAT k 9223372036854776
                (error) ERR invalid expire time in 'expireat' command
                > EXPIRE k soon
                (error) ERR value is not an integer or out of range
                > PEXPIREAT k 9223372036854775807
                (integer) 1
                > PEXPIRETIME k
                (integer) 9223372036854775807
                """);
    }

    @Test
    void keys_nobody_asks_for_vanish_too() {
        conversation(
                """
                > MSET a 1 b 2
                OK
                > PEXPIRE a 50
                (integer) 1
                ... 1000 ms pass
                > SCAN 0
                1) "0"
                2) 1) "b"
                """);
    }
}
