package hearsay.node.keyspace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RealRedis;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello       | hello  | true",
                "hello       | hell   | false",
                "h?llo       | hallo  | true",
                "h?llo       | hllo   | false",
                "h*llo       | hllo   | true",
                "h*llo       | heeello| true",
                "h*llo*      | hello  | true",
                "***         | x      | true",
                "a*b*c       | aXbYbZc| true",
                "a*b*c       | aXbYbZ | false",
                "*ab         | aab    | true",
                "h[ae]llo    | hello  | true",
                "h[ae]llo    | hillo  | false",
                "h[^e]llo    | hallo  | true",
                "h[^e]llo    | hello  | false",
                "h[a-c]llo   | hbllo  | true",
                "h[c-a]llo   | hbllo  | true",
                "h[a-c]llo   | hdllo  | false",
                "h[a\\-c]llo | h-llo  | true",
                "h[\\]]llo   | h]llo  | true",
                "h\\*llo     | h*llo  | true",
                "h\\*llo     | hello  | false",
                "h[a         | ha     | true",
                "h[^         | hx     | true",
                "h[          | h[     | false",
                "h[]         | h]     | false",
                "h\\         | h\\    | true",
                "HELLO       | hello  | false",
                "``          | x      | false",
            })
    void a_pattern_and_a_text(String pattern, String text, boolean expected) {
        assertThat(matches(pattern, text)).isEqualTo(expected);
    }

    @Test
    void an_empty_text_is_matched_by_nothing_but_the_empty_pattern() {
        assertThat(matches("", "")).isTrue();
        assertThat(matches("*", "")).isFalse();
        assertThat(matches("?", "")).isFalse();
    }

    @Test
    void letters_match_in_any_case_if_asked_for() {
        assertThat(matchesInAnyCase("HELLO*", "hello world")).isTrue();
        assertThat(matchesInAnyCase("h[A-C]llo", "hbllo")).isTrue();
        assertThat(matchesInAnyCase("h[XE]llo", "hello")).isTrue();
        assertThat(matchesInAnyCase("h[^E]llo", "hello")).isFalse();
    }

    @Test
    void a_stretch_of_both_arrays_can_be_matched() {
        byte[] pattern = "xx*b.yy".getBytes(ISO_8859_1);
        byte[] text = "zzaab.z".getBytes(ISO_8859_1);

        assertThat(Glob.matches(pattern, 2, 3, text, 2, 4, false)).isTrue();
        assertThat(Glob.matches(pattern, 2, 3, text, 2, 3, false)).isFalse();
    }

    @Test
    void bytes_above_127_are_signed_in_ranges() {
        assertThat(matches("[\u00e0-\u00ff]", "\u00e9")).isTrue();
        assertThat(matches("[a-\u00ff]", "\u00e9")).isFalse();
    }

    /// With backtracking into every star this would take longer than the universe has.
    @Test
    void many_stars_take_no_time() {
        assertThat(matches("a*".repeat(60) + "b", "a".repeat(20_000))).isFalse();
        assertThat(matches("a*".repeat(60) + "b", "a".repeat(20_000) + "b")).isTrue();
    }

    @Test
    void random_patterns_find_what_redis_finds() {
        try (RealRedis redis = RealRedis.startOrSkip()) {
            Random random = new Random(7);
            for (int i = 0; i < 3_000; i++) {
                String pattern = randomText(random, "aab*?[]^-\\", 1 + random.nextInt(7));
                String key = randomText(random, "aab-]^\\", 1 + random.nextInt(5));
                redis.ask("FLUSHALL");
                redis.ask("SET", key, "");
                Object found = redis.ask("KEYS", pattern);

                assertThat(matches(pattern, key))
                        .as("KEYS %s with the key %s", pattern, key)
                        .isEqualTo(found instanceof List<?> keys && !keys.isEmpty());
            }
        }
    }

    private static String randomText(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++)
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        return text.toString();
    }

    private static boolean matches(String pattern, String text) {
        return Glob.matches(pattern.getBytes(ISO_8859_1), text.getBytes(ISO_8859_1));
    }

    private static boolean matchesInAnyCase(String pattern, String text) {
        byte[] p = pattern.getBytes(ISO_8859_1);
        byte[] t = text.getBytes(ISO_8859_1);
        return Glob.matches(p, 0, p.length, t, 0, t.length, true);
    }
}
