package hearsay.client.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.gossip.routing.HashSlot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET foo",
                "get foo",
                "SET foo bar EX 10",
                "MSET foo 1 {foo}x 2",
                "DEL foo",
                "OBJECT ENCODING foo",
                "RENAME foo {foo}2"
            })
    void a_request_goes_to_the_slot_of_its_first_key(String request) {
        assertThat(route(request).slot()).isEqualTo(HashSlot.of("foo"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PING",
                "INFO server",
                "CLUSTER SLOTS",
                "CONFIG GET save",
                "NO.SUCH foo",
                "GET"
            })
    void without_a_known_key_any_node_will_do(String request) {
        assertThat(route(request).slot()).isEqualTo(Route.NO_SLOT);
    }

    @Test
    void only_what_surely_changes_nothing_may_be_done_twice() {
        assertThat(route("GET foo").readOnly()).isTrue();
        assertThat(route("SET foo bar").readOnly()).isFalse();
        assertThat(route("NO.SUCH foo").readOnly()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MULTI", "watch a", "SUBSCRIBE c", "CLIENT REPLY OFF", "Asking"})
    void what_belongs_to_one_connection_is_refused(String request) {
        assertThatThrownBy(() -> route(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("belongs to one connection");
    }

    private static Route route(String request) {
        return Route.of(
                Arrays.stream(request.split(" "))
                        .map(word -> word.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new));
    }
}
