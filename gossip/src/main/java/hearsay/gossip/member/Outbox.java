package hearsay.gossip.member;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.diary.Happening;
import java.util.ArrayList;
import java.util.List;

/// What one event makes a member do: effects in order, and chores that are done once at the end of
/// the event, however often it gave reason to.
///
/// Redis has the same chores (`todo_before_sleep`) and the same promise: no packet leaves before
/// the configuration that it speaks of is saved. One thing differs. What others say of themselves
/// is not worth a file each: no packet of mine depends on it (a vote has a save of its own, which
/// covers it), and a restarted node hears it again. It is written at the next tick, 100 ms later at
/// most. Where hundreds of nodes meet, that is one file instead of hundreds.
final class Outbox {

    private List<Effect> effects = new ArrayList<>();
    private final long[] sent = new long[BusMessage.Type.values().length];

    boolean updateState;
    boolean checkFailover;
    boolean checkManualFailover;

    /// Save at the next tick.
    boolean saveSoon;

    /// And sync the file then.
    private boolean syncSoon;

    /// Save before anything of this event leaves.
    boolean saveNow;

    /// Likewise, and sync the file.
    private boolean saveSync;

    void add(Effect effect) {
        effects.add(effect);
    }

    void send(long link, BusMessage message) {
        sent[message.type().code()]++;
        effects.add(new Effect.Send(link, message));
    }

    long sent(BusMessage.Type type) {
        return sent[type.code()];
    }

    void saveSync() {
        saveNow = true;
        saveSync = true;
    }

    void saveSoonSync() {
        saveSoon = true;
        syncSoon = true;
    }

    /// The tick has come for what was to be saved soon.
    void saveWhatWaits() {
        if (saveSoon) saveNow = true;
    }

    void diary(Happening happening) {
        effects.add(new Effect.Diary(happening));
    }

    /// Puts the save in front of all that happened in this event.
    void saveFirst(NodesConf conf) {
        effects.addFirst(new Effect.Save(conf, saveSync || syncSoon));
        saveSoon = false;
        syncSoon = false;
        saveNow = false;
        saveSync = false;
    }

    List<Effect> drain() {
        if (effects.isEmpty()) return List.of();
        var drained = effects;
        effects = new ArrayList<>();
        return drained;
    }
}
