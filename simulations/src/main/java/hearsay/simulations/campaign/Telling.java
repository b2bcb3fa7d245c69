package hearsay.simulations.campaign;

import hearsay.simulations.story.BadStory;
import hearsay.simulations.story.Catalogue;
import hearsay.simulations.story.Story;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/// The options that say how a story is told, the same for `sim` and `replay`.
final class Telling {

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a parameter of the story; may be repeated. --list shows them.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--law",
            paramLabel = "NAME=on|off",
            description = "Switches a law on or off; may be repeated.")
    private Map<String, String> switches = new LinkedHashMap<>();

    /// @throws BadStory with all that is wrong with it
    Story story(String nameOrFile) {
        Story story = Catalogue.find(nameOrFile, settings());
        return switches.isEmpty() ? story : story.with(laws(story));
    }

    SortedMap<String, String> settings() {
        return new TreeMap<>(settings);
    }

    CommandText command(String nameOrFile) {
        List<String> words = new ArrayList<>();
        new TreeMap<>(switches).forEach((law, state) -> words.add(law + "=" + state));
        return new CommandText(nameOrFile, settings(), words);
    }

    private List<String> laws(Story story) {
        List<BadStory.Mistake> mistakes = new ArrayList<>();
        List<String> laws = new ArrayList<>();
        for (var entry : switches.entrySet()) {
            Story.problemOfLaw(entry.getKey())
                    .ifPresent(text -> mistakes.add(new BadStory.Mistake("--law", 0, text)));
            if (!entry.getValue().equals("on") && !entry.getValue().equals("off"))
                mistakes.add(
                        new BadStory.Mistake(
                                "--law " + entry.getKey(),
                                0,
                                "'" + entry.getValue() + "' is neither on nor off"));
        }
        if (!mistakes.isEmpty()) throw new BadStory(mistakes);
        for (String law : Story.allLaws()) {
            String state = switches.get(law);
            if (state == null ? story.laws().contains(law) : state.equals("on")) laws.add(law);
        }
        return laws;
    }
}
