package hearsay.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DirectivesTest {

    @Test
    void every_name_and_alias_is_there_once() {
        List<String> names = new ArrayList<>();
        for (Directive<?> directive : Directives.ALL) {
            names.add(directive.name());
            if (!directive.alias().isEmpty()) names.add(directive.alias());
        }
        assertThat(names).doesNotHaveDuplicates();
        assertThat(names).hasSizeGreaterThan(200).allMatch(name -> name.equals(Words.lower(name)));
    }

    @Test
    void every_default_is_a_value_that_could_be_set() {
        for (Directive<?> directive : Directives.ALL) {
            if (directive.name().equals("replicaof")) continue;
            String shown = directive.showDefault();
            List<String> words =
                    directive.kind().takesSeveral() ? Words.cut(shown, ' ') : List.of(shown);

            assertThat((Object) directive.parse(words, directive.defaultValue()))
                    .as("%s %s", directive.name(), shown)
                    .isEqualTo(directive.defaultValue());
        }
    }

    @Test
    void a_name_is_found_in_any_case_and_by_its_alias() {
        assertThat(Directives.find("SLAVE-priority"))
                .isSameAs(Directives.find("replica-priority"))
                .isNotNull();
        assertThat(Directives.find("nosuch")).isNull();
    }

    @Test
    void every_part_that_is_not_served_says_what_is_not_done() {
        for (Part part : Part.values())
            assertThat(part.notDone().isEmpty()).isEqualTo(part.isServed());
    }

    /// The deliberate differences from Redis' defaults.
    @Test
    void nobody_from_outside_is_let_in_and_nothing_is_saved_by_default() {
        assertThat(new Settings(MemoryFiles.none()).get(List.of("bind", "save")).values())
                .containsExactly("127.0.0.1", "");
    }

    @Test
    void our_own_directives_bear_our_name() {
        TreeSet<String> own = new TreeSet<>();
        for (Directive<?> directive : Directives.ALL) {
            if (directive.name().startsWith("hearsay-")) own.add(directive.name());
        }
        assertThat(own).containsExactly("hearsay-seed-nodes");
    }
}
