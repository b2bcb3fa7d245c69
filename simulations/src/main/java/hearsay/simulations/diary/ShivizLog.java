package hearsay.simulations.diary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The diary for ShiViz, which draws who could have known what when: two lines an event, its host
/// with a vector clock, and what happened.
///
/// ```
/// 7001 {"7000":3,"7001":12}
/// 4.190 votes: votes for 7003 in epoch 7
/// ```
///
/// To be read with ShiViz' own default, `(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`. A host's
/// number in a clock is how many of its events are known there: one more with every event of its
/// own, and what the sender knew with every message that it hears. PINGs and PONGs are not among
/// the messages, so that less is drawn as known than really was.
///
/// Source: https://bestchai.bitbucket.io/shiviz; F. Mattern, "Virtual Time and Global States of
/// Distributed Systems", 1988.
public final class ShivizLog {

    private final Names names;

    public ShivizLog(Names names) {
        this.names = names;
    }

    /// What a host does at one nanosecond comes in this order, so that it sends what it has decided
    /// on what it has heard. Only what takes no time at all is heard last, after it was sent.
    private enum Kind {
        HEARS,
        HAPPENS,
        SAYS,
        HEARS_AT_ONCE
    }

    /// @param arrow its number, -1 for none
    private record Event(String host, long nanos, Kind kind, String text, int arrow) {}

    /// @param entries what happened; best only what tells something, see [Excerpt#isNoise]
    public void write(List<Entry> entries, List<Arrow> arrows, Appendable to) {
        Map<String, Map<String, Long>> clocks = new LinkedHashMap<>();
        Map<Integer, Map<String, Long>> onTheWay = new LinkedHashMap<>();
        try {
            for (Event event : events(entries, arrows)) {
                Map<String, Long> clock =
                        clocks.computeIfAbsent(event.host(), host -> new TreeMap<>());
                clock.merge(event.host(), 1L, Long::sum);
                switch (event.kind()) {
                    case SAYS -> onTheWay.put(event.arrow(), new TreeMap<>(clock));
                    case HEARS, HEARS_AT_ONCE -> {
                        Map<String, Long> known = onTheWay.remove(event.arrow());
                        if (known == null) throw new IllegalStateException("heard before said");
                        known.forEach((host, count) -> clock.merge(host, count, Math::max));
                    }
                    case HAPPENS -> {}
                }
                to.append(event.host()).append(' ').append(text(clock)).append('\n');
                to.append(event.text().replace('\n', ' ')).append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Event> events(List<Entry> entries, List<Arrow> arrows) {
        List<Event> events = new ArrayList<>();
        for (Entry entry : entries)
            events.add(
                    new Event(
                            entry.where(),
                            entry.nanos(),
                            Kind.HAPPENS,
                            seconds(entry.nanos()) + entry.word() + ": " + names.in(entry.text()),
                            -1));
        for (int i = 0; i < arrows.size(); i++) {
            Arrow arrow = arrows.get(i);
            boolean atOnce = arrow.fromNanos() == arrow.toNanos();
            events.add(
                    new Event(
                            arrow.from(),
                            arrow.fromNanos(),
                            Kind.SAYS,
                            seconds(arrow.fromNanos()) + "to " + arrow.to() + ": " + arrow.text(),
                            i));
            events.add(
                    new Event(
                            arrow.to(),
                            arrow.toNanos(),
                            atOnce ? Kind.HEARS_AT_ONCE : Kind.HEARS,
                            seconds(arrow.toNanos()) + "from " + arrow.from() + ": " + arrow.text(),
                            i));
        }
        events.sort(Comparator.comparingLong(Event::nanos).thenComparing(Event::kind));
        return events;
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f ", nanos / 1_000_000 / 1000.0);
    }

    private static String text(Map<String, Long> clock) {
        return clock.entrySet().stream()
                .map(entry -> '"' + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
