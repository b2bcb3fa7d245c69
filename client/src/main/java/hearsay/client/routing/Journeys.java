package hearsay.client.routing;

import org.jspecify.annotations.Nullable;

/// The journeys under way, in the order in which they began. Each knows its neighbours, so that to
/// come and to go costs nothing.
final class Journeys {

    private @Nullable Journey first;
    private @Nullable Journey last;

    @Nullable Journey first() {
        return first;
    }

    void add(Journey journey) {
        journey.before = last;
        if (last == null) first = journey;
        else last.after = journey;
        last = journey;
    }

    void remove(Journey journey) {
        var before = journey.before;
        var after = journey.after;
        if (before == null) first = after;
        else before.after = after;
        if (after == null) last = before;
        else after.before = before;
        journey.before = null;
        journey.after = null;
    }
}
