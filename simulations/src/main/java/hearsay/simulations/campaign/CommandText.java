package hearsay.simulations.campaign;

import java.util.List;
import java.util.SortedMap;

/// The command lines that show a run again.
///
/// @param story its name or file
/// @param settings parameters that differ from the story's own
/// @param laws what was said of laws: `linearizable=off`
record CommandText(String story, SortedMap<String, String> settings, List<String> laws) {

    String replay(long seed) {
        return "./hearsay replay " + seed + " " + rest();
    }

    String sim(long seed) {
        return "./hearsay sim " + rest() + " --seed " + seed;
    }

    private String rest() {
        var text = new StringBuilder(quoted(story));
        settings.forEach(
                (name, value) -> text.append(" --set ").append(quoted(name + "=" + value)));
        for (String law : laws) text.append(" --law ").append(law);
        return text.toString();
    }

    /// As a shell takes it for one word.
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./=%+,:-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
