package hearsay.node.info;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/// Every section that INFO knows, and which of them an `INFO …` asks for.
///
/// Source: Redis documentation of INFO.
public final class InfoSections {

    private record Named(String title, boolean byDefault, InfoSection section) {}

    private final Map<String, Named> sections = new LinkedHashMap<>();
    private final Map<String, LongSupplier> gauges = new LinkedHashMap<>();

    /// Adds a section behind the others, or, if there is one of this title, takes its place.
    ///
    /// @param title as in its heading: `Replication`
    /// @param byDefault whether a plain INFO shows it
    public void section(String title, boolean byDefault, InfoSection section) {
        sections.put(title.toLowerCase(Locale.ROOT), new Named(title, byDefault, section));
    }

    /// Takes the place of a section that is there.
    public void replace(String title, InfoSection section) {
        var old = sections.get(title.toLowerCase(Locale.ROOT));
        if (old == null) throw new IllegalArgumentException("no section " + title);
        section(old.title(), old.byDefault(), section);
    }

    /// Drops all other sections.
    public void keep(List<String> titles) {
        var names = titles.stream().map(title -> title.toLowerCase(Locale.ROOT)).toList();
        sections.keySet().retainAll(names);
    }

    /// From now on this supplier knows the number of that name, whatever section it is in.
    public void gauge(String name, LongSupplier supplier) {
        gauges.put(name, supplier);
    }

    /// The answer to an INFO with these words: names of sections, `default`, `all`, `everything`,
    /// in any case; unknown ones are nobody's mistake.
    public String text(List<String> words) {
        var wanted = wanted(words);
        var text = new InfoText(gauges);
        sections.forEach((name, section) -> {
            if (!wanted.contains(name)) return;
            text.heading(section.title());
            section.section().write(text);
        });
        return text.toString();
    }

    private Set<String> wanted(List<String> words) {
        var wanted = new TreeSet<String>();
        for (var word : words.isEmpty() ? List.of("default") : words) {
            switch (word.toLowerCase(Locale.ROOT)) {
                case "all", "everything" -> wanted.addAll(sections.keySet());
                case "default" ->
                        sections.forEach((name, section) -> {
                            if (section.byDefault()) wanted.add(name);
                        });
                case "module_list" -> wanted.add("modules");
                default -> wanted.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return wanted;
    }
}
