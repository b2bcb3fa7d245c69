package hearsay.simulations.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearsay.simulations.fault.Aim;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.fault.When;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The catalogue of stories")
class CatalogueTest {

    static List<String> names() {
        return Catalogue.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_story_can_be_told(String name) {
        Story story = Catalogue.story(name);

        assertEquals(name, story.name());
        assertFalse(story.about().isBlank());
        assertFalse(story.workloads().isEmpty() && story.world().watch().isNone());
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_story_can_be_written_down_and_read_again(String name) {
        Story story = Catalogue.story(name);

        Story again = StoryFile.read(StoryText.of(story), name + ".conf", new TreeMap<>());

        assertEquals(story.world(), again.world());
        assertEquals(story.workloads(), again.workloads());
        assertEquals(story.troubles(), again.troubles());
        assertEquals(story.laws(), again.laws());
        assertEquals(story.lasts(), again.lasts());
        assertEquals(story.settles(), again.settles());
    }

    @Test
    void kill_master_kills_the_master_of_slot_0() {
        Story story = Catalogue.story("kill-master");

        assertEquals(
                List.of(
                        new Trouble(
                                new When.At(Duration.ofSeconds(10)),
                                new Fault.Crash(),
                                new Aim.MasterOf(0),
                                Optional.of(Duration.ofSeconds(30)))),
                story.troubles());
    }

    @Test
    void a_parameter_is_set_from_outside() {
        var settings = new TreeMap<String, String>();
        settings.put("timeout", "5s");
        settings.put("masters", "5");

        Story story = Catalogue.story("kill-master", settings);

        assertEquals(Duration.ofSeconds(5), story.world().nodeTimeout());
        assertEquals(5, story.world().masters());
        assertEquals("5s", story.parameters().get("timeout"));
    }

    @Test
    void who_misspells_a_name_hears_the_nearest() {
        var e = assertThrows(BadStory.class, () -> Catalogue.find("kill-mastr", new TreeMap<>()));

        assertTrue(
                e.text()
                        .startsWith(
                                "kill-mastr: there is neither a story nor a file of that name; expected 'kill-master', or one of bridge, calm"),
                e.text());
    }
}
