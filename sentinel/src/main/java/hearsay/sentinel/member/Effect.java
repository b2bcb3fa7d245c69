package hearsay.sentinel.member;

import hearsay.gossip.diary.Level;
import hearsay.sentinel.model.Address;
import hearsay.sentinel.model.Milestone;
import java.util.List;

/// Everything that a Sentinel can ask of the world, to be carried out in order.
public sealed interface Effect {

    /// What a link is for.
    enum LinkKind {
        COMMANDS,
        PUBSUB
    }

    /// Connect to `address` (its ip). Answered by [Event.LinkOpened] or [Event.LinkClosed], never
    /// within the call.
    record Open(long link, Address address, LinkKind kind) implements Effect {}

    /// Close a link. What was sent on it before still leaves; no answer is awaited any more.
    record Close(long link) implements Effect {}

    /// Send a command. A link that is still opening keeps it until it stands. Answered by
    /// [Event.Answered], in the order of sending, unless the link closes first.
    record Send(long link, long request, List<String> words) implements Effect {
        public Send {
            words = List.copyOf(words);
        }
    }

    /// Write sentinel.conf and sync it. Whatever stands behind this in the list, and all later
    /// lists and answers, waits until that is done.
    record Save(Settings conf) implements Effect {}

    /// An event of Redis: `name text` into the log if its level is logged, and unless the level is
    /// DEBUG, `text` to the subscribers of the channel `name`. Scripts have their own effect.
    record Announce(Level level, String name, String text) implements Effect {}

    /// A line for the log alone.
    record Log(Level level, String text) implements Effect {}

    /// Put a script into the queue.
    ///
    /// @param words its path and its arguments
    record RunScript(List<String> words) implements Effect {
        public RunScript {
            words = List.copyOf(words);
        }
    }

    /// Send [Event.Tick] after so many milliseconds. At most one is under way.
    record WakeAfter(long millis) implements Effect {}

    /// SENTINEL CONFIG SET loglevel.
    ///
    /// @param level `debug`, `verbose`, `notice`, `warning` or `nothing`
    record SetLogLevel(String level) implements Effect {}

    /// SENTINEL SIMULATE-FAILURE was asked for and now is the moment: end the process at once with
    /// this exit status. Nothing stands behind it.
    record Crash(int exitStatus) implements Effect {}

    /// What laws are about; not for any log.
    record Reached(Milestone milestone) implements Effect {}
}
