package hearsay.simulations.story;

import hearsay.gossip.bus.BusMessage;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.fault.Fault.Partition;
import hearsay.simulations.fault.Fault.Partition.Clients;
import hearsay.simulations.fault.Fault.Partition.Shape;
import hearsay.simulations.fault.Latency;
import hearsay.simulations.fault.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// The words for faults in a story file; the aim stands behind them, what else a fault needs
/// beside.
///
/// ```
/// crash = any master                 power-cut, pause, reset-links, hold, release, full-disk
/// restart = it, disk = lost          or kept
/// clock-jump = 7000, by = -1h        clock-drift = 7000, ppm = 500
/// isolate = minority of the masters, clients = with-aimed      halves, ring, bridge, mute, deaf
/// delay = all, latency = 50ms        loss, duplication (probability), reordering (also late)
/// bandwidth = all, bytes = 1000000   per second
/// drop = all, type = auth-ack, probability = 1, count = 0, direction = from      or to
/// slow-disk = any node, sync = 2s    lose-file = 7000, file = nodes.conf
/// heal = all, what = network         disks, clocks, processes, everything
/// failover = best replica of slot 0, kind = takeover           or normal, force
/// reshard = master of slot 16383, slots = 0-99                 to there
/// ```
final class FaultWords {

    /// Each with what reads it; `random` is not among them.
    static final Map<String, Function<Section, Fault>> READERS = readers();

    private FaultWords() {}

    private static Map<String, Function<Section, Fault>> readers() {
        Map<String, Function<Section, Fault>> readers = new LinkedHashMap<>();
        readers.put("crash", s -> new Fault.Crash());
        readers.put("power-cut", s -> new Fault.PowerCut());
        readers.put(
                "restart",
                s -> new Fault.Restart(s.constant("disk", Disk.KEPT, Disk.class) == Disk.KEPT));
        readers.put("pause", s -> new Fault.Pause());
        readers.put(
                "clock-jump",
                s -> new Fault.ClockJump(s.required("by", Duration.ofSeconds(1), Text::duration)));
        readers.put("clock-drift", s -> new Fault.ClockDrift(s.required("ppm", 0.0, Text::number)));
        readers.put("isolate", s -> partition(s, Shape.ISOLATE));
        readers.put("halves", s -> partition(s, Shape.HALVES));
        readers.put("ring", s -> partition(s, Shape.RING));
        readers.put("bridge", s -> partition(s, Shape.BRIDGE));
        readers.put("mute", s -> partition(s, Shape.MUTE));
        readers.put("deaf", s -> partition(s, Shape.DEAF));
        readers.put(
                "delay", s -> new Fault.Delay(s.required("latency", Latency.NONE, Latency::parse)));
        readers.put("loss", s -> new Fault.Loss(probability(s)));
        readers.put("duplication", s -> new Fault.Duplication(probability(s)));
        readers.put(
                "reordering",
                s ->
                        new Fault.Reordering(
                                probability(s), s.duration("late", Duration.ofMillis(10))));
        readers.put(
                "bandwidth",
                s -> new Fault.Bandwidth(s.required("bytes", 1L, TroubleReader::bytes)));
        readers.put("drop", FaultWords::drop);
        readers.put("reset-links", s -> new Fault.ResetLinks());
        readers.put("hold", s -> new Fault.Hold());
        readers.put("release", s -> new Fault.Release());
        readers.put(
                "slow-disk",
                s -> new Fault.SlowDisk(s.required("sync", Latency.NONE, Latency::parse)));
        readers.put("full-disk", s -> new Fault.FullDisk());
        readers.put(
                "lose-file",
                s -> new Fault.LoseFile(s.required("file", "nodes.conf", Function.identity())));
        readers.put(
                "heal",
                s ->
                        new Fault.Heal(
                                s.constant(
                                        "what",
                                        Fault.Heal.What.EVERYTHING,
                                        Fault.Heal.What.class)));
        readers.put(
                "failover",
                s ->
                        new Fault.ManualFailover(
                                s.constant(
                                        "kind",
                                        Fault.ManualFailover.Kind.NORMAL,
                                        Fault.ManualFailover.Kind.class)));
        readers.put(
                "reshard", s -> s.required("slots", new Fault.Reshard(0, 0), Fault.Reshard::parse));
        return Collections.unmodifiableMap(readers);
    }

    private enum Disk {
        KEPT,
        LOST
    }

    private enum Direction {
        FROM,
        TO
    }

    private static Fault partition(Section section, Shape shape) {
        return new Partition(shape, section.constant("clients", Clients.EVERYWHERE, Clients.class));
    }

    private static double probability(Section section) {
        return section.required("probability", 0.0, Text::fraction);
    }

    private static Fault drop(Section section) {
        return new Fault.DropMessages(
                section.required("type", BusMessage.Type.PING, FaultWords::type),
                section.fraction("probability", 1),
                section.whole("count", 0),
                section.constant("direction", Direction.FROM, Direction.class) == Direction.FROM);
    }

    /// By the names of CLUSTER INFO's statistics.
    private static BusMessage.Type type(String text) {
        List<String> words = new ArrayList<>();
        for (BusMessage.Type type : BusMessage.Type.values()) {
            if (text.equals(word(type))) return type;
            words.add(word(type));
        }
        throw new IllegalArgumentException(
                "unknown type of message '"
                        + text
                        + "'; expected "
                        + NearestWord.oneOf(text, words));
    }

    static String word(BusMessage.Type type) {
        return type.word().toLowerCase(Locale.ROOT);
    }
}
