package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.node.RealRedis;
import hearsay.node.resp.Buffers;
import hearsay.node.resp.Replies;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// COMMAND DOCS tells what may follow a command's name: by this redis-cli shows hints.
class ArgumentTest {

    /// Commands whose arguments Redis 7.2 tells otherwise than 7.0 does, and how.
    private static final Map<String, String> CHANGED = new TreeMap<>();

    static {
        var units = "7.2 writes the units in small letters";
        for (var name : List.of("", "_ro", "bymember", "bymember_ro")) {
            CHANGED.put("georadius" + name, units + " and offers one STORE only");
        }
        CHANGED.put("geodist", units);
        CHANGED.put("geosearch", units);
        CHANGED.put("geosearchstore", units);
        CHANGED.put("geohash", "7.2 allows no members");
        CHANGED.put("geopos", "7.2 allows no members");
        CHANGED.put("pfmerge", "7.2 allows no sources");
        CHANGED.put("bitop", "7.2 names the operations");
        CHANGED.put("client|kill", "7.2 writes types in small letters and names yes and no");
        CHANGED.put("client|list", "7.2 writes types in small letters");
        CHANGED.put("command|getkeys", "7.0 tells nothing");
        CHANGED.put("command|getkeysandflags", "7.0 tells nothing");
        CHANGED.put("config|get", "a block of one in 7.0");
        CHANGED.put("psubscribe", "a block of one in 7.0");
        CHANGED.put("migrate", "7.2 tells the empty string as two quotes");
        CHANGED.put("module|loadex", "a block of one in 7.0");
        CHANGED.put("xinfo|stream", "FULL is a token before the block in 7.0");
        CHANGED.put("zrank", "WITHSCORE is new");
        CHANGED.put("zrevrank", "WITHSCORE is new");
    }

    @Test
    void an_argument_is_written_as_one_would_type_it() {
        assertThat(Argument.parse("key#0 [order<ASC|DESC=down:token>@6.2.0] [GET=pattern...&]"))
                .containsExactly(
                        new Argument("key", "key", "key", 0, null, "", "", List.of(), List.of()),
                        new Argument(
                                "order",
                                "oneof",
                                "",
                                -1,
                                null,
                                "6.2.0",
                                "",
                                List.of("optional"),
                                List.of(token("asc", "ASC"), token("down", "DESC"))),
                        new Argument(
                                "pattern",
                                "string",
                                "pattern",
                                -1,
                                "GET",
                                "",
                                "",
                                List.of("optional", "multiple", "multiple_token"),
                                List.of()));
    }

    private static Argument token(String name, String word) {
        return new Argument(name, "pure-token", name, -1, word, "", "", List.of(), List.of());
    }

    @Test
    void what_is_not_well_formed_is_refused_with_the_place() {
        for (var notation : List.of("[a", "a<b", "a(b|c)", "A=", "a b ", "'x", "a\"b")) {
            assertThatThrownBy(() -> Argument.parse(notation))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(" >>> ");
        }
    }

    @Test
    void arguments_are_as_in_a_real_redis() {
        try (var real = RealRedis.startOrSkip()) {
            var different = new ArrayList<String>();
            compare("", list(real.ask("COMMAND", "DOCS")), different);
            assertThat(different).containsExactlyInAnyOrderElementsOf(CHANGED.keySet());
        }
    }

    private static void compare(String prefix, List<?> docs, List<String> different) {
        for (int i = 0; i < docs.size(); i += 2) {
            var name = String.valueOf(docs.get(i));
            var doc = map(list(docs.get(i + 1)));
            var theirs = list(doc.getOrDefault("arguments", List.of()));
            if (!shape(theirs, "").equals(shape(ours(name), ""))) different.add(name);
            compare(name + "|", list(doc.getOrDefault("subcommands", List.of())), different);
        }
    }

    private static List<?> ours(String command) {
        var replies = new Replies(new Buffers());
        Argument.write(replies, CommandDocs.arguments(command));
        var written = new String(replies.bytes(), 0, replies.length(), StandardCharsets.ISO_8859_1);
        return list(RealRedis.decode(written));
    }

    /// Without names: 7.2 has given many arguments better ones, and tells the old ones, if need be,
    /// as texts to be shown.
    private static List<String> shape(List<?> arguments, String indent) {
        var lines = new ArrayList<String>();
        for (var argument : arguments) {
            var map = map(list(argument));
            var parts = map.remove("arguments");
            map.remove("display_text");
            map.remove("name");
            lines.add(indent + map);
            if (parts != null) lines.addAll(shape(list(parts), indent + "  "));
        }
        return lines;
    }

    private static List<?> list(@Nullable Object reply) {
        return (List<?>) Objects.requireNonNull(reply);
    }

    private static Map<String, @Nullable Object> map(List<?> pairs) {
        var map = new TreeMap<String, @Nullable Object>();
        for (int i = 0; i < pairs.size(); i += 2)
            map.put(String.valueOf(pairs.get(i)), pairs.get(i + 1));
        return map;
    }
}
