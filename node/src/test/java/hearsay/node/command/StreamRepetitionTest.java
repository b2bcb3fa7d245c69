package hearsay.node.command;

import static hearsay.node.Conversation.conversation;

import org.junit.jupiter.api.Test;

/// What replicas and files are told of streams, which events there are, and who minds.
class StreamRepetitionTest extends Repetition {

    @Test
    void an_id_that_was_chosen_is_told() {
        tell("XADD k * f v");
        tell("XADD k 1700000000005-* f v");
        tell("XADD k 1700000000007-3 f v");
        tell("XADD none NOMKSTREAM * f v");
        hears(
                "XADD k 1700000000000-0 f v",
                "XADD k 1700000000005-0 f v",
                "XADD k 1700000000007-3 f v");
        happens("xadd k", "xadd k", "xadd k");
    }

    @Test
    void what_was_trimmed_roughly_is_told_exactly() {
        tell("CONFIG SET stream-node-max-entries 2");
        for (int i = 1; i <= 5; i++) tell("XADD k " + i + "-1 f v");
        tell("XADD k MAXLEN ~ 3 * f v");
        tell("XADD k MAXLEN 4 7-1 f v");
        tell("XTRIM k MINID ~ 5-5");
        tell("XTRIM k MAXLEN ~ 9");
        tell("XTRIM k MAXLEN 1");
        hears(
                "XADD k 1-1 f v",
                "XADD k 2-1 f v",
                "XADD k 3-1 f v",
                "XADD k 4-1 f v",
                "XADD k 5-1 f v",
                "XADD k MAXLEN = 4 1700000000000-0 f v",
                "XTRIM k MINID = 5-1",
                "XTRIM k MAXLEN 1");
        happens(
                "xadd k", "xadd k", "xadd k", "xadd k", "xadd k", "xadd k", "xtrim k", "xtrim k",
                "xtrim k");
    }

    @Test
    void what_was_delivered_is_told_as_a_claim() {
        tell("XADD k 1-1 f v");
        tell("XADD k 1-2 f v");
        tell("XGROUP CREATE k g 0");
        tell("XREADGROUP GROUP g alice COUNT 1 STREAMS k >");
        tell("XREADGROUP GROUP g bob NOACK STREAMS k >");
        tell("XREADGROUP GROUP g carol STREAMS k >");
        tell("XREADGROUP GROUP g alice STREAMS k 0");
        hears(
                "XADD k 1-1 f v",
                "XADD k 1-2 f v",
                "XGROUP CREATE k g 0",
                "XCLAIM k g alice 0 1-1 TIME 1700000000000 RETRYCOUNT 1 FORCE JUSTID LASTID 1-1",
                "MULTI",
                "XGROUP CREATECONSUMER k g bob",
                "XGROUP SETID k g 1-2 ENTRIESREAD 2",
                "EXEC");
        happens(
                "xadd k",
                "xadd k",
                "xgroup-create k",
                "xgroup-createconsumer k",
                "xgroup-createconsumer k",
                "xgroup-createconsumer k");
    }

    @Test
    void what_was_claimed_is_told_one_by_one() {
        tell("XADD k 1-1 f v");
        tell("XADD k 1-2 f v");
        tell("XADD k 1-3 f v");
        tell("XGROUP CREATE k g 0");
        tell("XREADGROUP GROUP g alice STREAMS k >");
        tell("XDEL k 1-2");
        int before = told().size();
        node.pass(5);
        tell("XAUTOCLAIM k g bob 0 0 COUNT 2");
        tell("XCLAIM k g bob 0 1-3 IDLE 1000 RETRYCOUNT 9 LASTID 7-0");
        tell("XCLAIM k g bob 0 9-9 LASTID 8-0");
        tell("XCLAIM k g bob 0 9-9");
        assertThatToldSince(
                before,
                "MULTI",
                "XCLAIM k g bob 0 1-1 TIME 1700000000005 RETRYCOUNT 2 FORCE JUSTID LASTID 1-3",
                "XCLAIM k g alice 0 1-2 TIME 1700000000000 RETRYCOUNT 1 FORCE JUSTID LASTID 1-3",
                "EXEC",
                "XCLAIM k g bob 0 1-3 TIME 1699999999005 RETRYCOUNT 9 FORCE JUSTID LASTID 7-0",
                "XGROUP SETID k g 8-0 ENTRIESREAD 3");
    }

    @Test
    void groups_and_acknowledgements_are_repeated_as_they_are() {
        tell("XGROUP CREATE k g $ MKSTREAM");
        tell("XADD k 1-1 f v");
        tell("XGROUP SETID k g $");
        tell("XGROUP CREATECONSUMER k g alice");
        tell("XGROUP CREATECONSUMER k g alice");
        tell("XCLAIM k g alice 0 1-1 FORCE JUSTID RETRYCOUNT 1");
        tell("XACK k g 1-1 1-2");
        tell("XACK k g 1-1");
        tell("XGROUP DELCONSUMER k g alice");
        tell("XGROUP DELCONSUMER k g alice");
        tell("XSETID k 2-0");
        tell("XDEL k 9-9");
        tell("XDEL k 1-1");
        tell("XGROUP DESTROY k g");
        tell("XGROUP DESTROY k g");
        hears(
                "XGROUP CREATE k g $ MKSTREAM",
                "XADD k 1-1 f v",
                "XGROUP SETID k g $",
                "XGROUP CREATECONSUMER k g alice",
                "XCLAIM k g alice 0 1-1 TIME 1700000000000 RETRYCOUNT 1 FORCE JUSTID LASTID 1-1",
                "XACK k g 1-1 1-2",
                "XGROUP DELCONSUMER k g alice",
                "XSETID k 2-0",
                "XDEL k 1-1",
                "XGROUP DESTROY k g");
        happens(
                "xgroup-create k",
                "xadd k",
                "xgroup-setid k",
                "xgroup-createconsumer k",
                "xgroup-delconsumer k",
                "xsetid k",
                "xdel k",
                "xgroup-destroy k");
    }

    @Test
    void a_transaction_minds_what_happens_to_entries_but_not_to_groups() {
        conversation(
                """
                A> XADD k 1-1 f v
                "1-1"
                A> XGROUP CREATE k g 0
                OK
                B> WATCH k
                OK
                A> XREADGROUP GROUP g alice STREAMS k >
                1) 1) "k"
                   2) 1) 1) "1-1"
                         2) 1) "f"
                            2) "v"
                A> XACK k g 1-1
                (integer) 1
                A> XGROUP CREATE k h $
                OK
                A> XSETID k 2-0
                OK
                B> MULTI
                OK
                B> EXEC
                (empty array)
                B> WATCH k
                OK
                A> XDEL k 1-1
                (integer) 1
                B> MULTI
                OK
                B> EXEC
                (nil)
                """);
    }

    private void assertThatToldSince(int before, String... expected) {
        org.assertj.core.api.Assertions.assertThat(told().subList(before, told().size()))
                .containsExactly(expected);
    }
}
