package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import hearsay.node.TestNode;
import hearsay.node.resp.Arguments;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands that nearly all traffic consists of leave nothing for the garbage collector, unless
/// they store something new.
class AllocationTest {

    private static final int WARM_UP = 5_000;
    private static final int MEASURED = 10_000;

    /// Members: enough to lose one by each command.
    private static final int MANY = 40_000;

    private final TestNode node = new TestNode();
    private final TestNode.Client client = node.connect();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET text",
                "GET number",
                "GET nothing",
                "INCR number",
                "DECRBY number 3",
                "MGET text number nothing",
                "SET text fedcba9876543210fedcba9876543210",
                "SET text fedcba9876543210fedcba9876543210 EX 100",
                "MSET text fedcba9876543210fedcba9876543210 other fedcba9876543210fedcba9876543210",
                "EXPIRE text 100",
                "TTL text",
                "EXISTS text nothing",
                "LRANGE long 300 900",
                "LRANGE short 0 -1",
                "LINDEX long 1000",
                "LLEN long",
                "HSET hash field value",
                "HSET hash field value number 77",
                "HSET table field value",
                "HGET hash field",
                "HGET table nothing",
                "HMGET table field nothing",
                "HEXISTS hash field",
                "SADD set member",
                "SADD numbers 5",
                "SADD members member:7",
                "SISMEMBER set member",
                "SISMEMBER members member:19999",
                "SRANDMEMBER members",
                "SPOP members",
            })
    void the_hot_path_allocates_nothing(String line) {
        // One object for each command would be at least 160 000 bytes.
        assertThat(allocated(line)).isLessThan(MEASURED);
    }

    /// A listpack that is nearly empty is copied to a smaller array now and then.
    @ParameterizedTest
    @ValueSource(strings = {"LPOP long", "RPOP long"})
    void what_gets_smaller_allocates_next_to_nothing(String line) {
        assertThat(allocated(line)).isLessThan(8 * MEASURED);
    }

    private long allocated(String line) {
        client.request("MSET", "text", "0".repeat(32), "other", "1".repeat(32), "number", "5");
        client.request("RPUSH", "short", "1", "two", "three");
        for (int i = 0; i < 10_000; i++) client.request("RPUSH", "long", "element", "1" + i);
        client.request("HSET", "hash", "field", "value", "number", "77");
        client.request("HSET", "table", "field", "value", "l".repeat(100), "a long name");
        client.request("SADD", "set", "member", "other");
        client.request("SADD", "numbers", "5", "70000");
        if (line.contains("members")) fill("members", "member:");
        client.take();
        var request = Arguments.of(line.split(" "));
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        serve(request, WARM_UP);
        long before = threads.getCurrentThreadAllocatedBytes();
        serve(request, MEASURED);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private void fill(String set, String prefix) {
        var words = new String[MANY + 2];
        words[0] = "SADD";
        words[1] = set;
        for (int i = 0; i < MANY; i++) words[i + 2] = prefix + i;
        client.request(words);
    }

    private void serve(Arguments request, int times) {
        var replies = client.session().replies();
        for (int i = 0; i < times; i++) {
            node.dispatcher().execute(client.session(), request);
            replies.truncate(0);
        }
    }
}
