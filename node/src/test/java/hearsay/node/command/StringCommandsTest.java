package hearsay.node.command;

import static hearsay.node.Conversation.conversation;

import org.junit.jupiter.api.Test;

class StringCommandsTest {

    @Test
    void incr_counts_and_refuses_what_is_no_number() {
        conversation(
                """
                > SET color red
                OK
                > GET color
                "red"
                > INCR color
                (error) ERR value is not an integer or out of range
                > INCR visits
                (integer) 1
                B> INCR visits
                (integer) 2
                > GET
                (error) ERR wrong number of arguments for 'get' command
                > NOSUCH a b
                (error) ERR unknown command 'NOSUCH', with args beginning with: 'a' 'b'\s
                """);
    }
}
