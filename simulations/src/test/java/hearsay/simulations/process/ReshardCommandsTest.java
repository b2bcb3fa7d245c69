package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// add, reshard, rebalance, fix and remove, one after the other on a cluster of JVMs.
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReshardCommandsTest {

    private static final int PORT = 12_640;
    private static final int KEYS = 600;

    @TempDir private static Path temporary = Path.of("");

    @BeforeAll
    void up() throws Exception {
        assertThat(run("up", "--masters", "3", "--replicas", "0", "--port", "" + PORT))
                .endsWith("exit 0");
        for (int i = 0; i < KEYS; i++) set("key:" + i, "value " + i);
    }

    @AfterAll
    void down() {
        assertThat(run("down", "--purge")).endsWith("exit 0");
    }

    @Test
    @Order(1)
    void what_cannot_be_done_is_said_before_anything_moves() {
        assertThat(run("reshard", "--to", "12999", "--slots", "10", "--yes"))
                .startsWith("There is no node '12999' in the cluster. These are known:")
                .endsWith("exit 1");
        assertThat(run("reshard", "--to", "12641", "--slots", "10923", "--yes"))
                .isEqualTo(
                        "10923 slots are too many: together the sources have only 10922.\nexit 1");
        assertThat(run("reshard", "--from", "12641", "--to", "12641", "--slots", "5", "--yes"))
                .startsWith("127.0.0.1:12641 cannot be source and target at once")
                .endsWith("exit 1");
        assertThat(run("reshard", "--to", "12641", "--yes"))
                .isEqualTo("Either --slots says how many, or --slot says which.\nexit 1");
        assertThat(run("reshard", "--slots", "5", "--yes")).endsWith("exit 2");
        assertThat(run("rebalance")).isEqualTo("Every master has its share, to 2.0 %.\nexit 0");
        assertThat(run("fix"))
                .isEqualTo(
                        "Nothing is wrong: every slot has one owner, and its keys are there.\nexit 0");
    }

    @Test
    @Order(2)
    void a_master_is_added_and_gets_slots_with_their_keys() throws Exception {
        assertThat(run("add"))
                .contains("Starting a hearsay on port 12643 ... ", "It serves no slot yet:")
                .endsWith("exit 0");
        assertThat(run("reshard", "--to", "12643", "--slots", "90", "--yes"))
                .contains("127.0.0.1:12640  127.0.0.1:12643  30     0-29\n")
                .contains("Moved 90 slots with ")
                .endsWith("exit 0");
        assertThat(run("reshard", "--to", "12643", "--slot", "100,200-201", "--yes"))
                .contains("127.0.0.1:12640  127.0.0.1:12643  3      100 200-201\n")
                .endsWith("exit 0");
        allAreThere();
    }

    @Test
    @Order(3)
    void a_slot_left_half_open_stops_reshards_until_it_is_fixed() throws Exception {
        String source = ask(PORT, "CLUSTER", "MYID");
        String target = ask(PORT + 1, "CLUSTER", "MYID");
        ask(PORT + 1, "CLUSTER", "SETSLOT", "300", "IMPORTING", source);
        ask(PORT, "CLUSTER", "SETSLOT", "300", "MIGRATING", target);
        assertThat(run("reshard", "--to", "12643", "--slots", "9", "--yes"))
                .startsWith("Slot 300 stands open: another reshard is under way")
                .endsWith("exit 1");
        assertThat(run("fix", "--dry-run"))
                .startsWith(
                        "Slot 300: of 127.0.0.1:12640, migrating from 127.0.0.1:12640 to 127.0.0.1:12641")
                .endsWith("exit 1");
        assertThat(run("fix", "--yes")).endsWith("Repaired.\nexit 0");
        assertThat(run("fix")).startsWith("Nothing is wrong");
        allAreThere();
    }

    @Test
    @Order(4)
    void a_replica_is_added_and_removed() {
        assertThat(run("add", "--replica-of", "12641"))
                .contains("Making it a replica of 12641 ... ")
                .containsPattern("12644 .* replica of 12641")
                .endsWith("exit 0");
        assertThat(run("remove", "12644", "--yes")).endsWith("Removed 127.0.0.1:12644\nexit 0");
        assertThat(run("status")).doesNotContain("12644").endsWith("exit 0");
    }

    @Test
    @Order(5)
    void a_master_is_removed_and_others_serve_what_it_had() throws Exception {
        assertThat(run("remove", "12643", "--yes"))
                .contains("Moved 93 slots with ")
                .endsWith("Removed 127.0.0.1:12643\nexit 0");
        assertThat(run("status")).doesNotContain("12643").endsWith("exit 0");
        assertThat(PortHolder.isFree("127.0.0.1", 12_643)).isTrue();
        allAreThere();
    }

    private void allAreThere() throws Exception {
        long keys = 0;
        for (int port = PORT; port < PORT + 4; port++)
            if (!PortHolder.isFree("127.0.0.1", port)) keys += Long.parseLong(ask(port, "DBSIZE"));
        assertThat(keys).isEqualTo(KEYS);
        for (int i = 0; i < KEYS; i += 7) assertThat(get("key:" + i)).isEqualTo("value " + i);
    }

    private void set(String key, String value) throws Exception {
        assertThat(askOwner("SET", key, value)).isEqualTo("OK");
    }

    private String get(String key) throws Exception {
        return askOwner("GET", key);
    }

    private String askOwner(String... words) throws Exception {
        int port = PORT;
        while (true) {
            try {
                return ask(port, words);
            } catch (RespConnection.ReplyError moved) {
                String text = String.valueOf(moved.getMessage());
                assertThat(text).startsWith("MOVED ");
                port = Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
            }
        }
    }

    private static String ask(int port, String... words) throws Exception {
        try (var node = RespConnection.to("127.0.0.1", port, 5_000)) {
            return node.call(words);
        }
    }

    private String run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--dir", temporary.resolve("cluster").toString()));
        var output = new StringWriter();
        var line = Launcher.commandLine();
        line.setOut(new PrintWriter(output, true)).setErr(new PrintWriter(output, true));
        int code = line.execute(all.toArray(String[]::new));
        return output + "exit " + code;
    }
}
