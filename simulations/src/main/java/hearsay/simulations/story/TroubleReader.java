package hearsay.simulations.story;

import hearsay.simulations.fault.Aim;
import hearsay.simulations.fault.AimText;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.fault.Text;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.fault.When;
import hearsay.simulations.world.WorldPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// One of the `troubles` of a story file: when, what and to whom, for how long.
///
/// ```
/// { at = 10s, crash = master of slot 0, for = 5s }
/// { every = 10s, from = 5s, until = 50s, pause = any master, for = 3s }
/// { between = [5s, 50s], mean = 4s, reset-links = any node }      without mean: once
/// { on = votes, after = 10ms, nth = 1, times = 1, pause = the winner, for = 5s }
/// { between = [5s, 50s], mean = 4s, random = [
///     { weight = 3, crash = any node, for = [1s, 5s] }
///     { weight = 1, clock-jump = any node, by = 1h } ] }
/// ```
final class TroubleReader {

    private static final String RANDOM = "random";
    private static final List<String> TIMES = List.of("at", "every", "between", "on");

    private final WorldPlan world;
    private final Duration lasts;
    private final Collection<String> events;

    /// @param lasts the story
    /// @param events the diary's words
    TroubleReader(WorldPlan world, Duration lasts, Collection<String> events) {
        this.world = world;
        this.lasts = lasts;
        this.events = events;
    }

    /// @param isFirst whether no fault has met anybody before
    Optional<Trouble> read(Section section, boolean isFirst) {
        Optional<When> when = when(section);
        boolean isItKnown = !isFirst || (when.isPresent() && when.get() instanceof When.On);
        if (section.has(RANDOM)) {
            List<Fault.Random.Choice> choices = new ArrayList<>();
            for (Section choice : section.sections(RANDOM))
                choice(choice, isItKnown).ifPresent(choices::add);
            section.close();
            return section.make(() ->
                    new Trouble(
                            when.orElseThrow(IllegalArgumentException::new),
                            new Fault.Random(choices),
                            Aim.EVERYONE,
                            Optional.empty()));
        }
        Optional<Aimed> aimed = fault(section, isItKnown);
        Optional<Duration> lasting = section.duration("for");
        section.close();
        return section.make(() -> {
            Aimed found = aimed.orElseThrow(IllegalArgumentException::new);
            return new Trouble(
                    when.orElseThrow(IllegalArgumentException::new),
                    found.fault(),
                    found.aim(),
                    lasting);
        });
    }

    private record Aimed(Fault fault, Aim aim) {}

    private Optional<Fault.Random.Choice> choice(Section section, boolean isItKnown) {
        double weight = section.number("weight", 1);
        List<Duration> lasting = section.range("for");
        Optional<Aimed> aimed = fault(section, isItKnown);
        section.close();
        return section.make(() -> {
            Aimed found = aimed.orElseThrow(IllegalArgumentException::new);
            if (!lasting.isEmpty() && !Trouble.isTakenBack(found.fault()))
                throw new IllegalArgumentException("what cannot be taken back lasts no time");
            return new Fault.Random.Choice(
                    weight,
                    found.fault(),
                    found.aim(),
                    lasting.isEmpty() ? Duration.ZERO : lasting.getFirst(),
                    lasting.isEmpty() ? Duration.ZERO : lasting.getLast());
        });
    }

    private Optional<Aimed> fault(Section section, boolean isItKnown) {
        Collection<String> words = FaultWords.READERS.keySet();
        List<String> found = section.present(words);
        if (found.size() != 1) {
            section.knows(words);
            if (found.size() > 1)
                section.mistakes()
                        .add(
                                section.origin(),
                                "one trouble has one fault, not " + String.join(" and ", found));
            else nothing(section);
            return Optional.empty();
        }
        String word = found.getFirst();
        Function<Section, Fault> reader = FaultWords.READERS.get(word);
        if (reader == null) return Optional.empty();
        Aim aim = section.read(word, Aim.EVERYONE, text -> aim(text, isItKnown));
        Optional<Fault> fault = section.make(() -> reader.apply(section));
        return fault.map(made -> new Aimed(made, aim));
    }

    /// Nothing that is known is there: then something unknown may be, and is told of when the
    /// section is closed.
    private void nothing(Section section) {
        int before = section.mistakes().count();
        section.knows(
                List.of("for", "weight", "from", "until", "mean", "after", "nth", "times", RANDOM));
        section.knows(TIMES);
        section.close();
        if (section.mistakes().count() == before)
            section.mistakes()
                    .add(
                            section.origin(),
                            "a trouble without a fault; expected one of "
                                    + String.join(", ", FaultWords.READERS.keySet())
                                    + ", "
                                    + RANDOM);
    }

    private Aim aim(String text, boolean isItKnown) {
        Aim aim = AimText.parse(text);
        Optional<String> nobody = AimCheck.nobody(aim, world, isItKnown);
        if (nobody.isPresent())
            throw new IllegalArgumentException("'" + text + "' aims at nobody: " + nobody.get());
        return aim;
    }

    private Optional<When> when(Section section) {
        List<String> found = section.present(TIMES);
        section.knows(TIMES);
        if (found.size() != 1) {
            section.mistakes()
                    .add(
                            section.origin(),
                            found.isEmpty()
                                    ? "a trouble without a time; expected at, every, between or on"
                                    : "one trouble has one time, not "
                                            + String.join(" and ", found));
            section.knows(List.of("from", "until", "mean", "after", "nth", "times"));
            return Optional.empty();
        }
        return switch (found.getFirst()) {
            case "at" ->
                    section.make(() -> new When.At(within(section, "at", time(section, "at"))));
            case "every" -> {
                Duration from = section.duration("from", Duration.ZERO);
                Duration until = within(section, "until", section.duration("until", lasts));
                yield section.make(() -> new When.Every(time(section, "every"), from, until));
            }
            case "between" -> between(section);
            default -> on(section);
        };
    }

    private Optional<When> between(Section section) {
        List<Duration> range = section.range("between");
        Duration mean = section.duration("mean", Duration.ZERO);
        return section.make(() -> {
            if (range.size() != 2)
                throw new IllegalArgumentException("between takes two durations, as in [5s, 30s]");
            return new When.Between(
                    range.getFirst(), within(section, "between", range.getLast()), mean);
        });
    }

    private Optional<When> on(Section section) {
        String event = section.text("on", "");
        if (!event.isEmpty() && !events.contains(event))
            section.mistakes()
                    .addUnknown(section.originOf("on"), "event", event, new TreeSet<>(events));
        Duration after = section.duration("after", Duration.ZERO);
        int nth = section.whole("nth", 1);
        int times = section.whole("times", 1);
        return section.make(() -> new When.On(event, after, nth, times));
    }

    private static Duration time(Section section, String word) {
        return section.duration(word, Duration.ofSeconds(1));
    }

    private Duration within(Section section, String word, Duration time) {
        if (time.compareTo(lasts) > 0)
            section.mistakes()
                    .add(
                            section.originOf(word),
                            "%s: at %s the story is over; expected at most %s"
                                    .formatted(word, Text.of(time), Text.of(lasts)));
        return time;
    }

    /// A number of bytes.
    static long bytes(String text) {
        double number = Text.number(text);
        if (number >= 0 && number <= Long.MAX_VALUE && number == Math.rint(number))
            return (long) number;
        throw new IllegalArgumentException("'" + text + "' is no number of bytes");
    }
}
