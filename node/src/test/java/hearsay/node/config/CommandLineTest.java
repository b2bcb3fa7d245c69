package hearsay.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    @Test
    void nothing_at_all() {
        assertThat(options()).isEmpty();
        assertThat(CommandLine.parse(List.of()).file()).isEmpty();
    }

    @Test
    void a_file_comes_first() {
        assertThat(CommandLine.parse(List.of("redis.conf", "--port", "7000")).file())
                .contains("redis.conf");
        assertThat(CommandLine.parse(List.of("--port", "7000", "redis.conf")).file()).isEmpty();
    }

    @Test
    void a_dash_at_either_end_is_standard_input() {
        assertThat(CommandLine.parse(List.of("-")).standardInput()).isTrue();
        assertThat(CommandLine.parse(List.of("redis.conf", "--port", "7000", "-")).standardInput())
                .isTrue();
        assertThat(CommandLine.parse(List.of("-", "--port", "7000")).standardInput()).isTrue();
        assertThat(
                        CommandLine.parse(List.of("--masterauth", "-", "--port", "7000"))
                                .standardInput())
                .isFalse();
    }

    @Test
    void each_directive_is_a_line_with_its_values_quoted() {
        assertThat(options("--port", "7000", "--save", "60", "1", "--bind", "127.0.0.1 ::1"))
                .isEqualTo("port \"7000\" \nsave \"60\" \"1\" \nbind \"127.0.0.1 ::1\" ");
    }

    @Test
    void name_and_value_may_be_one_argument() {
        assertThat(options("--port 7000", "--timeout", "5"))
                .isEqualTo("port 7000 \ntimeout \"5\" ");
    }

    @Test
    void the_first_value_may_begin_with_dashes() {
        assertThat(options("--masterauth", "--secret", "--port", "7000"))
                .isEqualTo("masterauth \"--secret\" \nport \"7000\" ");
    }

    @Test
    void save_may_stand_without_a_value() {
        assertThat(options("--save", "--port", "7000")).isEqualTo("save \"\"\nport \"7000\" ");
        assertThat(options("--save")).isEqualTo("save \"\"");
        assertThat(options("--save", "")).isEqualTo("save \"\" ");
    }

    @Test
    void sentinel_may_stand_without_a_value() {
        assertThat(options("--sentinel", "--port", "7000")).isEqualTo("sentinel \nport \"7000\" ");
    }

    private static String options(String... arguments) {
        return CommandLine.parse(List.of(arguments)).options();
    }
}
