package hearsay.simulations.diary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import hearsay.simulations.world.WorldPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The diary of a world in which a master dies")
class DiaryOfAWorldTest {

    private static final long SECOND = 1_000_000_000;

    @TempDir private Path folder = Path.of("");

    @Test
    void tells_in_every_form_who_suspected_whom_and_who_voted_for_whom() throws Exception {
        Overheard overheard = tell(4);

        assertThat(words("7000", "7003"))
                .containsSubsequence(
                        "7000 crash",
                        "7003 asks-for-votes",
                        "7003 elected",
                        "7003 takes-slots",
                        "7000 restart",
                        "7000 follows");
        // Whoever is first: a replica may hear of the failure before it suspects anything itself.
        assertThat(read("diary.txt"))
                .containsPattern("suspects +suspects 7000")
                .containsPattern("failed +declares 7000 failed");
        assertThat(read("diary.txt")).contains("votes for 7003 in epoch 7", "takes slots 0-5460");
        assertThat(read("diary.jsonl").lines())
                .allMatch(line -> line.startsWith("{\"nanos\":") && line.endsWith("}"))
                .anyMatch(
                        line -> line.contains("\"details\":{\"candidate\":\"7003\",\"epoch\":7}"));
        assertThat(overheard.messages())
                .extracting(message -> message.text(new Names()))
                .contains("FAILOVER_AUTH_REQUEST in epoch 7", "FAILOVER_AUTH_ACK in epoch 7")
                .doesNotContain("PING", "PONG");
        checkClocks(read("shiviz.log"));
        assertThat(read("trace.json")).contains("failed operations");
        try (var json = new JsonFactory().createParser(read("trace.json"))) {
            while (json.nextToken() != null) assertThat(json.currentToken()).isNotNull();
        }
    }

    @Test
    void is_the_same_for_the_same_seed_to_the_byte() throws Exception {
        tell(7);
        Map<String, String> first = files();
        tell(7);
        assertThat(files()).isEqualTo(first);
        tell(8);
        assertThat(files()).isNotEqualTo(first);
    }

    private Overheard tell(long seed) throws Exception {
        try (var world = new World(WorldPlan.USUAL, seed)) {
            Map<String, String> names = new LinkedHashMap<>();
            for (Host host : world.hosts()) names.put(host.ip(), host.name());
            var overheard = new Overheard(ip -> names.getOrDefault(ip, ip));
            world.network().tap(overheard);
            world.runFor(12 * SECOND);
            world.diary().note("7000", Deed.of(Deed.CRASH, "is killed"));
            world.host(7000).crash();
            world.runFor(15 * SECOND);
            world.diary().note("7000", Deed.of(Deed.RESTART, "is started again"));
            world.host(7000).start();
            world.runFor(5 * SECOND);
            DiaryFiles.write(
                    folder,
                    world.diary(),
                    overheard.messages(),
                    new long[] {SECOND, 2 * SECOND},
                    world.nanos());
            return overheard;
        }
    }

    /// Each host counts its own events without a gap, and knows of others only what they had when
    /// they said something to somebody.
    private static void checkClocks(String log) {
        var event = Pattern.compile("(\\S*) \\{(.*)}\\n(.*)\\n");
        Map<String, Long> own = new LinkedHashMap<>();
        Matcher matcher = event.matcher(log);
        int events = 0;
        int learned = 0;
        while (matcher.find()) {
            events++;
            String host = matcher.group(1);
            for (String part : matcher.group(2).split(",")) {
                String[] known = part.replace("\"", "").split(":");
                long count = Long.parseLong(known[1]);
                if (known[0].equals(host))
                    assertThat(count).isEqualTo(own.merge(host, 1L, Long::sum));
                else {
                    learned++;
                    assertThat(count).isLessThanOrEqualTo(own.getOrDefault(known[0], 0L));
                }
            }
        }
        assertThat(log.lines().count()).isEqualTo(2L * events);
        assertThat(learned).isPositive();
    }

    private List<String> words(String... nodes) throws Exception {
        return read("diary.txt")
                .lines()
                .map(line -> line.strip().split(" +"))
                .filter(columns -> List.of(nodes).contains(columns[1]))
                .map(columns -> columns[1] + " " + columns[2])
                .toList();
    }

    private Map<String, String> files() throws Exception {
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : List.of("diary.txt", "diary.jsonl", "shiviz.log", "trace.json"))
            files.put(name, read(name));
        return files;
    }

    private String read(String name) throws Exception {
        return Files.readString(folder.resolve(name));
    }
}
