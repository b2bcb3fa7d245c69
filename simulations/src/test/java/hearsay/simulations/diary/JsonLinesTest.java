package hearsay.simulations.diary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import hearsay.node.server.Log.Level;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The diary as JSON lines")
class JsonLinesTest {

    private final Small world = new Small();

    @Test
    void an_object_a_line_its_members_in_a_fixed_order() {
        world.at(2_000).note("7000", Deed.of(Deed.CRASH, "is killed"));
        world.at(4_113)
                .note(
                        "7001",
                        Level.WARNING,
                        Deed.of("votes", "votes for " + Small.id(7003))
                                .with("candidate", Small.id(7003))
                                .with("epoch", 7L)
                                .with("share", 0.5)
                                .with("forced", false));
        assertThat(world.jsonLines())
                .isEqualTo(
                        """
                        {"nanos":2000000000,"node":"7000","level":"notice","word":"crash","text":"is killed"}
                        {"nanos":4113000000,"node":"7001","level":"warning","word":"votes","text":"votes for 7003","details":{"candidate":"7003","epoch":7,"share":0.5,"forced":false}}
                        """);
    }

    @Test
    void whatever_a_node_says_stays_one_line_of_json() throws Exception {
        String odd = "a \"quoted\"\nline\twith \\ and \u0001 and Grüße";
        world.at(0).note("7000", new LogLine(odd));
        String text = world.jsonLines();
        assertThat(text.lines()).hasSize(1);
        try (var parser = new JsonFactory().createParser(text)) {
            String found = "";
            for (var token = parser.nextToken(); token != null; token = parser.nextToken())
                if (token == JsonToken.VALUE_STRING && "text".equals(parser.currentName()))
                    found = parser.getText();
            assertThat(found).isEqualTo(odd);
        }
    }
}
