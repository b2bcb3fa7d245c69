package hearsay.simulations.fault;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.model.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// Something that goes wrong, or that an operator does. A value: [Trouble] says when and to whom,
/// and for how long. What has a length is taken back when it is over: see each.
public sealed interface Fault {

    // --- The process

    /// `kill -9`: streams are reset, un-synced bytes survive in the operating system. Taken back:
    /// the node is started with its disk.
    record Crash() implements Fault {}

    /// The machine goes dark: what was not synced is lost, its peers hear nothing. Taken back: the
    /// node is started with what is left on its disk.
    record PowerCut() implements Fault {}

    /// A node that is down is started; one that runs is crashed first. Not taken back.
    ///
    /// @param withDisk whether its files are still there; without, it is a new node
    record Restart(boolean withDisk) implements Fault {}

    /// As SIGSTOP, or a long garbage collection: what arrives waits. Taken back: it goes on.
    record Pause() implements Fault {}

    // --- Its clock

    /// The wall clock is set.
    ///
    /// @param by forwards, or backwards if negative. Taken back: by as much in the other direction
    record ClockJump(Duration by) implements Fault {
        public ClockJump {
            if (by.isZero())
                throw new IllegalArgumentException("a clock that jumps by 0s does not");
        }
    }

    /// The clock goes wrong from now on. Taken back: it goes right from then on, wherever it is.
    ///
    /// @param partsPerMillion how much faster than time; slower if negative
    record ClockDrift(double partsPerMillion) implements Fault {
        public ClockDrift {
            if (!(Math.abs(partsPerMillion) < 1_000_000))
                throw new IllegalArgumentException(
                        "a clock's drift is between -1000000 and 1000000 parts per million");
        }
    }

    // --- Who reaches whom

    /// The network falls into parts. Taken back: this partition heals, others stay.
    record Partition(Shape shape, Clients clients) implements Fault {
        public Partition {
            Objects.requireNonNull(shape);
            Objects.requireNonNull(clients);
        }

        /// Which nodes do not reach which. Ports order the nodes where it says "next".
        public enum Shape {
            /// The aimed nodes together, cut off from all others.
            ISOLATE,
            /// All nodes fall into two halves by chance; the first of the aimed is in the larger
            /// one.
            HALVES,
            /// Every node reaches only the next one and the one before.
            RING,
            /// Two halves by chance, and one node, the first aimed one, that reaches both.
            BRIDGE,
            /// One way: what the aimed nodes say to other nodes is lost.
            MUTE,
            /// One way: what other nodes say to the aimed ones is lost.
            DEAF
        }

        /// Whom clients still reach. A ring leaves them alone, whatever is said here.
        public enum Clients {
            /// Every node: only nodes are cut off from each other.
            EVERYWHERE,
            /// The aimed nodes (of halves and bridge: the smaller half).
            WITH_AIMED,
            /// Those that were not aimed at (of halves and bridge: the larger half).
            WITH_OTHERS,
            /// Every other client is with the aimed nodes, the rest with the others.
            BOTH_SIDES
        }
    }

    // --- How the network carries; to and from the aimed nodes, or everywhere when aimed at all

    /// Packets take longer, or shorter. Taken back: as it was.
    record Delay(Latency latency) implements Fault {
        public Delay {
            Objects.requireNonNull(latency);
        }
    }

    /// Bus messages get lost; for streams, which resend, it costs time. Taken back: as it was.
    record Loss(double probability) implements Fault {
        public Loss {
            Checks.probability(probability);
        }
    }

    /// Bus messages arrive twice. Taken back: as it was.
    record Duplication(double probability) implements Fault {
        public Duplication {
            Checks.probability(probability);
        }
    }

    /// Bus messages overtake each other. Taken back: as it was.
    ///
    /// @param late by how much more one is late that is overtaken, at most
    record Reordering(double probability, Duration late) implements Fault {
        public Reordering {
            Checks.probability(probability);
            Checks.positive("how late", late);
        }
    }

    /// The network carries only so much. Taken back: as it was.
    record Bandwidth(long bytesPerSecond) implements Fault {
        public Bandwidth {
            if (bytesPerSecond < 1)
                throw new IllegalArgumentException("a bandwidth is at least 1 byte per second");
        }
    }

    /// Bus messages of one type get lost. Taken back: no longer.
    ///
    /// @param count no more than so many, 0 for all of them
    /// @param from whether those that the aimed nodes send, otherwise those that they would get
    record DropMessages(BusMessage.Type type, double probability, int count, boolean from)
            implements Fault {
        public DropMessages {
            Objects.requireNonNull(type);
            Checks.probability(probability);
            if (count < 0) throw new IllegalArgumentException("a count cannot be negative");
        }
    }

    /// All streams and bus links of the aimed nodes break; they may be made again at once. Not
    /// taken back.
    record ResetLinks() implements Fault {}

    /// What is sent to and from the aimed nodes waits in the network. Taken back: as [Release].
    record Hold() implements Fault {}

    /// What was held arrives, in its order. Not taken back.
    record Release() implements Fault {}

    // --- The disk

    /// Every fsync takes so long. Taken back: as it was.
    record SlowDisk(Latency sync) implements Fault {
        public SlowDisk {
            Objects.requireNonNull(sync);
        }
    }

    /// Every write fails for want of space. Taken back: there is room again.
    record FullDisk() implements Fault {}

    /// A file is gone: `nodes.conf`, `dump.rdb`, … The node notices when it reads it next. Not
    /// taken back.
    record LoseFile(String name) implements Fault {
        public LoseFile {
            if (name.isBlank()) throw new IllegalArgumentException("which file is lost?");
        }
    }

    // --- What repairs, and what operators do

    /// All that is wrong with the aimed nodes ends: the network's conditions are the plan's again,
    /// those that are paused go on, and so on. Not taken back.
    record Heal(What what) implements Fault {
        public Heal {
            Objects.requireNonNull(what);
        }

        /// Whose troubles end.
        public enum What {
            NETWORK,
            DISKS,
            CLOCKS,
            /// Down: started with its disk. Paused: goes on.
            PROCESSES,
            EVERYTHING
        }
    }

    /// CLUSTER FAILOVER, sent to the aimed replica. Not taken back.
    record ManualFailover(Kind kind) implements Fault {
        public ManualFailover {
            Objects.requireNonNull(kind);
        }

        /// The three forms of the command.
        public enum Kind {
            NORMAL,
            FORCE,
            TAKEOVER
        }
    }

    /// An operator moves slots to the aimed master, one after the other, each from its owner of the
    /// moment, as `redis-cli --cluster reshard` does. When somebody does not answer or refuses he
    /// looks again half a second later who owns the slot and begins anew with it, until all have
    /// moved; also after the story's end. Not taken back.
    ///
    /// @param last inclusive
    record Reshard(int first, int last) implements Fault {
        public Reshard {
            if (first < 0 || last >= Slot.COUNT || first > last)
                throw new IllegalArgumentException("slots are first-last, from 0 to 16383");
        }

        /// Reads `0-99`, or one slot.
        public static Reshard parse(String slots) {
            int dash = slots.indexOf('-');
            try {
                int first = Integer.parseInt(dash < 0 ? slots : slots.substring(0, dash).strip());
                if (dash < 0) return new Reshard(first, first);
                return new Reshard(first, Integer.parseInt(slots.substring(dash + 1).strip()));
            } catch (NumberFormatException wrong) {
                throw new IllegalArgumentException(
                        "'" + slots + "' are no slots; expected first-last, as in 0-99", wrong);
            }
        }

        public String slots() {
            return first + "-" + last;
        }
    }

    /// One of several, by chance. The aim and length of the [Trouble] do not matter: each choice
    /// has its own.
    record Random(List<Choice> choices) implements Fault {
        public Random {
            choices = List.copyOf(choices);
            if (choices.isEmpty())
                throw new IllegalArgumentException("chance has nothing to choose from");
        }

        /// One possibility.
        ///
        /// @param weight how likely, compared with the others
        /// @param atLeast how long it lasts: something between both, all equally likely
        /// @param atMost as `atLeast`, or zero for what is not taken back
        public record Choice(
                double weight, Fault fault, Aim aim, Duration atLeast, Duration atMost) {
            public Choice {
                if (!(weight > 0 && weight < Double.POSITIVE_INFINITY))
                    throw new IllegalArgumentException("a weight is greater than 0");
                if (fault instanceof Random)
                    throw new IllegalArgumentException("chance does not choose chance");
                if (atLeast.isNegative() || atMost.compareTo(atLeast) < 0)
                    throw new IllegalArgumentException("how long it lasts is from low to high");
                Trouble.check(fault, aim);
            }
        }
    }
}
