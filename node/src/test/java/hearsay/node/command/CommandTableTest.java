package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import hearsay.node.RealRedis;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Our command table against what Redis 7.2 says of its commands, kept in `commands-7.2.tsv`.
class CommandTableTest {

    /// Redis Sentinel only, or computed from the key specifications.
    private static final EnumSet<Flag> NOT_LISTED = EnumSet.of(Flag.MOVABLEKEYS);

    @Test
    void every_command_is_what_it_is_in_redis() {
        var theirs = RedisCommands.all();
        assertSoftly(softly -> {
            for (var command : CommandCommandsTest.allCommands()) {
                var name = command.fullName();
                var line = theirs.get(name);
                softly.assertThat(line).describedAs("%s is a command", name).isNotNull();
                if (line == null) continue;
                softly.assertThat(command.arity())
                        .describedAs("arity of %s", name)
                        .isEqualTo(line.arity());
                softly.assertThat(command.group())
                        .describedAs("group of %s", name)
                        .isEqualTo(line.group());
                softly.assertThat(flags(command))
                        .describedAs("flags of %s", name)
                        .isEqualTo(line.flags());
                softly.assertThat(command.categories())
                        .describedAs("categories of %s", name)
                        .isEqualTo(line.categories());
                softly.assertThat(command.keySpecs().stream().map(CommandTableTest::text).toList())
                        .describedAs("keys of %s", name)
                        .isEqualTo(line.keySpecs());
                softly.assertThat(CommandDocs.of(command).tips())
                        .describedAs("tips of %s", name)
                        .isEqualTo(line.tips());
            }
        });
    }

    @Test
    void a_real_redis_tells_the_same_of_the_commands_it_has() {
        try (var real = RealRedis.startOrSkip()) {
            var client = new hearsay.node.TestNode().connect();
            assertSoftly(softly -> {
                for (var command : CommandCommandsTest.allCommands()) {
                    var name = command.fullName();
                    if (NEWER_THAN_7_0.contains(name)) continue;
                    client.request("COMMAND", "INFO", name);
                    var ours =
                            RealReply.of(
                                    new String(
                                            client.take(),
                                            java.nio.charset.StandardCharsets.ISO_8859_1));
                    var theirs = RealReply.of(real.raw("COMMAND", "INFO", name));
                    softly.assertThat(RealReply.comparable(ours))
                            .describedAs(name)
                            .isEqualTo(RealReply.comparable(theirs));
                }
            });
        }
    }

    @Test
    void what_is_not_there_yet_is_unknown() {
        var table = new CommandTable();
        var later =
                RedisCommands.all().keySet().stream()
                        .filter(name -> table.named(name) == null)
                        .filter(name -> !name.contains("|"))
                        .toList();
        for (var name : later) {
            hearsay.node.Conversation.conversation(
                    """
                    > %s
                    (error) ERR unknown command '%s', with args beginning with:\s
                    """
                            .formatted(name, name));
        }
        assertThat(table.named("get")).isNotNull();
    }

    /// Commands, or what is said of them, that came or changed after the Redis that Debian has.
    private static final List<String> NEWER_THAN_7_0 =
            List.of(
                    "blmove",
                    "blmpop",
                    "blpop",
                    "brpop",
                    "brpoplpush",
                    "bzpopmax",
                    "bzpopmin",
                    "client|setinfo",
                    "client|no-touch",
                    "command|getkeys",
                    "command|getkeysandflags",
                    "cluster|myshardid",
                    "cluster|shards",
                    "cluster|slots",
                    "wait",
                    "zrank",
                    "zrevrank");

    private static TreeSet<String> flags(Command command) {
        return command.flags().stream()
                .filter(flag -> !NOT_LISTED.contains(flag))
                .map(Flag::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// As in `commands-7.2.tsv`: `index:1 range:0,1,0 [RO ACCESS]`.
    private static String text(KeySpec spec) {
        var begin =
                switch (spec.begin()) {
                    case KeySpec.Begin.Index(int position) -> "index:" + position;
                    case KeySpec.Begin.Keyword(String word, int from) ->
                            "keyword:" + word + "," + from;
                    case KeySpec.Begin.Unknown unknown -> "unknown";
                };
        var find =
                switch (spec.find()) {
                    case KeySpec.Find.Range(int last, int step, int limit) ->
                            "range:" + last + "," + step + "," + limit;
                    case KeySpec.Find.KeyNumber(int number, int first, int step) ->
                            "keynum:" + number + "," + first + "," + step;
                    case KeySpec.Find.Unknown unknown -> "unknown";
                    case KeySpec.Find.StoreOfSort store -> "unknown";
                };
        var flags = spec.flags().stream().sorted().collect(Collectors.joining(" "));
        return String.format(Locale.ROOT, "%s %s [%s]", begin, find, flags);
    }

    static String sortedFlags(String spec) {
        int open = spec.indexOf('[');
        var flags = spec.substring(open + 1, spec.length() - 1).split(" ");
        Arrays.sort(flags);
        return spec.substring(0, open + 1) + String.join(" ", flags) + "]";
    }
}
