package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.RespText;
import hearsay.node.TestNode;
import org.junit.jupiter.api.Test;

class DebugTablesTest {

    private final TestNode node = new TestNode("--enable-debug-command", "yes");

    @Test
    void tables_are_told_with_their_size_and_what_is_in_them() {
        new Conversation(node)
                .hold(
                        """
                        > MSET a 1 b 2
                        OK
                        > DEBUG HTSTATS 0
                        "[Dictionary HT]\\nHash table 0 stats (main hash table):\\n table size: 4\\n number of elements: 2\\n[Expires HT]\\nHash table 0 stats (main hash table):\\nNo stats available for empty dictionaries\\n"
                        > DEBUG HTSTATS 16
                        (error) ERR Out of range database
                        > DEBUG HTSTATS x
                        (error) ERR value is not an integer or out of range
                        > SADD small 1
                        (integer) 1
                        > DEBUG HTSTATS-KEY small
                        (error) ERR The value stored at the specified key is not represented using an hash table
                        > DEBUG HTSTATS-KEY nothing
                        (error) ERR no such key
                        """);
    }

    @Test
    void chains_are_counted_on_demand() {
        var client = node.connect();
        for (int i = 0; i < 1000; i++) client.request("SADD", "set", "member:" + i);
        client.take();
        client.request("DEBUG", "HTSTATS-KEY", "set", "FULL");
        var told = RespText.of(client.take());
        assertThat(told)
                .contains(" table size: 1024\\n number of elements: 1000\\n different slots: ")
                .contains(
                        " max chain length: ", "Chain length distribution:\\n   0: ", "\\n   1: ");
        int slots = Integer.parseInt(told.replaceAll(".*different slots: (\\d+).*\n", "$1"));
        assertThat(slots).isBetween(580, 680);
    }
}
