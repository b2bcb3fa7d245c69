package hearsay.simulations.story;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What is wrong with a story file, each with where it stands: `kill.conf: 3: …`.
final class Mistakes {

    private final List<BadStory.Mistake> all = new ArrayList<>();

    void add(ConfigOrigin origin, String text) {
        var mistake = new BadStory.Mistake(where(origin), Math.max(0, origin.lineNumber()), text);
        if (!all.contains(mistake)) all.add(mistake);
    }

    /// A word that is none of those that are known there.
    void addUnknown(ConfigOrigin origin, String kind, String word, Collection<String> known) {
        add(
                origin,
                "unknown " + kind + " '" + word + "'; expected " + NearestWord.oneOf(word, known));
    }

    int count() {
        return all.size();
    }

    /// @throws BadStory if there is any
    void refuseIfAny() {
        if (!all.isEmpty()) throw new BadStory(all);
    }

    /// The description of an origin is that of the file, a colon and the line.
    private static String where(ConfigOrigin origin) {
        return origin.description().replaceFirst(": [0-9]+(-[0-9]+)?$", "");
    }
}
