package hearsay.simulations.diary;

import hearsay.simulations.diary.TraceFile.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a node was, and when: slices that lie within each other.
///
/// ```
///   |------- master -------||-- down --||------------- replica -------------|
///        |-- partitioned --|                |- paused -|  |- cluster_state:fail -|
/// ```
///
/// What a node is lies outermost, then that it is cut off, that it is paused, and that it takes the
/// cluster for down. When an outer slice ends, those within end with it, and what is still so
/// begins again: slices of one track may not cross.
final class NodeTrack {

    /// What every process is when it starts, until it knows better.
    private static final String MASTER = "master";

    /// A slice that has not ended.
    private record Open(String name, long fromNanos) {}

    private final int track;
    private final List<Slice> slices;
    private final List<Open> open = new ArrayList<>();
    private String role = MASTER;
    private boolean down;
    private boolean partitioned;
    private boolean paused;
    private boolean failing;

    private NodeTrack(int track, List<Slice> slices) {
        this.track = track;
        this.slices = slices;
        update(0);
    }

    /// All slices of all nodes, outer ones before those within.
    ///
    /// @param tracks the number of each node's track; the world's own is left empty
    static List<Slice> slices(List<Entry> entries, Map<String, Integer> tracks, long untilNanos) {
        List<Slice> slices = new ArrayList<>();
        Map<String, NodeTrack> nodes = new LinkedHashMap<>();
        tracks.forEach((name, track) -> {
            if (!name.equals(Entry.WORLD)) nodes.put(name, new NodeTrack(track, slices));
        });
        long until = untilNanos;
        for (Entry entry : entries) {
            until = Math.max(until, entry.nanos());
            for (String name : concerned(entry, nodes)) {
                NodeTrack node = nodes.get(name);
                if (node != null) node.take(entry);
            }
        }
        for (NodeTrack node : nodes.values()) node.close(0, until);
        slices.sort(
                Comparator.comparingInt(Slice::track)
                        .thenComparingLong(Slice::fromNanos)
                        .thenComparing(Comparator.comparingLong(Slice::toNanos).reversed()));
        return slices;
    }

    /// The node; of something that concerns several, those in the detail `nodes`, or everyone.
    private static List<String> concerned(Entry entry, Map<String, NodeTrack> nodes) {
        if (!entry.isOf(Entry.WORLD)) return List.of(entry.where());
        for (What.Detail detail : entry.details())
            if (detail.name().equals(Deed.NODES))
                return List.of(detail.value().toString().split(" ", -1));
        return List.copyOf(nodes.keySet());
    }

    private void take(Entry entry) {
        switch (entry.word()) {
            case Deed.CRASH, Deed.POWER_CUT, Deed.GAVE_UP, Deed.ENDED -> {
                down = true;
                paused = false;
                failing = false;
            }
            case Deed.START, Deed.RESTART -> {
                role = MASTER;
                down = false;
                paused = false;
                failing = false;
            }
            case Deed.PAUSE -> paused = true;
            case Deed.RESUME -> paused = false;
            case Deed.PARTITION -> partitioned = true;
            case Deed.HEAL -> partitioned = false;
            case Deed.BECOMES_MASTER, Words.ELECTED -> role = MASTER;
            case Deed.BECOMES_REPLICA, Words.FOLLOWS -> role = "replica";
            case Words.STATE_FAIL -> failing = true;
            case Words.STATE_OK -> failing = false;
            default -> {
                return;
            }
        }
        update(entry.nanos());
    }

    private void update(long nanos) {
        List<String> names = new ArrayList<>();
        names.add(down ? "down" : role);
        if (partitioned) names.add("partitioned");
        if (paused) names.add("paused");
        if (failing) names.add("cluster_state:fail");
        int same = 0;
        while (same < Math.min(names.size(), open.size())
                && names.get(same).equals(open.get(same).name())) same++;
        close(same, nanos);
        for (String name : names.subList(same, names.size())) open.add(new Open(name, nanos));
    }

    /// Ends those from that depth on.
    private void close(int depth, long nanos) {
        while (open.size() > depth) {
            Open last = open.removeLast();
            if (nanos > last.fromNanos())
                slices.add(new Slice(track, last.name(), last.fromNanos(), nanos));
        }
    }
}
