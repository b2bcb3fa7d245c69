package hearsay.sentinel.harness;

import hearsay.client.connection.Reply;
import hearsay.gossip.diary.Level;
import hearsay.sentinel.member.Effect;
import hearsay.sentinel.member.Environment;
import hearsay.sentinel.member.Event;
import hearsay.sentinel.member.Outcome;
import hearsay.sentinel.member.Report.MasterDown;
import hearsay.sentinel.member.Sentinel;
import hearsay.sentinel.member.Settings;
import hearsay.sentinel.model.Milestone;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A Sentinel with a disk, a clock that can be set, and everything it ever told.
public final class SentinelHost extends Machine {

    /// @param text an event `name text`, or a line of the log
    public record Line(long at, String who, Level level, String text) {
        @Override
        public String toString() {
            return at % 10_000_000 + " " + who + " " + text;
        }
    }

    /// What its file holds.
    public Settings disk;

    /// How much its clock is ahead, in milliseconds.
    public long skew;

    public Environment environment = Environment.BARE;
    public final List<Line> lines = new ArrayList<>();
    public final List<String> scripts = new ArrayList<>();
    public final List<Milestone> milestones = new ArrayList<>();
    public int saves;
    int life;
    public int exitStatus = -1;
    private @Nullable Sentinel core;
    private final TreeMap<Long, Wire> opened = new TreeMap<>();
    private final SplittableRandom random;

    SentinelHost(Stage stage, String ip, Settings conf) {
        super(stage, ip, conf.port());
        disk = conf;
        random = stage.random.split();
        up = false;
    }

    /// Starts, or starts again from what its file holds.
    public SentinelHost start() {
        up = true;
        dark = false;
        life++;
        core = new Sentinel(disk, stage.periods, environment, random.split(), stage.rules, now());
        carryOut(core.start(now()));
        return this;
    }

    @Override
    public void crash() {
        super.crash();
        for (var wire : opened.values()) wire.close();
        opened.clear();
        core = null;
    }

    public Sentinel core() {
        return java.util.Objects.requireNonNull(core, "no process on " + this);
    }

    public String id() {
        return disk.myId();
    }

    public long now() {
        return stage.now() + skew;
    }

    @Nullable Wire wireOf(long link) {
        return opened.get(link);
    }

    void hear(Event event) {
        if (event instanceof Event.LinkClosed closed) opened.remove(closed.link());
        carryOut(core().on(event, now()));
    }

    /// A command of a client.
    public <T> Outcome<T> ordered(Outcome<T> outcome) {
        carryOut(outcome.effects());
        return outcome;
    }

    private void carryOut(List<Effect> effects) {
        for (var effect : effects) carryOut(effect);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Open(long link, var address, var kind) -> {
                var peer = stage.machine(address.ip(), address.port());
                if (peer == null) peer = new Nobody(stage, address.ip(), address.port());
                var wire = new Wire(this, link, peer, kind);
                opened.put(link, wire);
                wire.connect();
            }
            case Effect.Close(long link) -> {
                var wire = opened.remove(link);
                if (wire != null) wire.close();
            }
            case Effect.Send(long link, long request, var words) -> {
                var wire = opened.get(link);
                if (wire != null) wire.request(request, words);
            }
            case Effect.Save(var conf) -> {
                disk = conf;
                saves++;
            }
            case Effect.Announce(var level, var name, var text) -> note(level, name + " " + text);
            case Effect.Log(var level, var text) -> note(level, text);
            case Effect.RunScript(var words) -> scripts.add(String.join(" ", words));
            case Effect.WakeAfter(long millis) -> wake(life, millis);
            case Effect.SetLogLevel(var level) -> note(Level.NOTICE, "loglevel " + level);
            case Effect.Crash(int status) -> {
                exitStatus = status;
                crash();
            }
            case Effect.Reached(var milestone) -> {
                if (milestone instanceof Milestone.Voted voted && stage.rules.isVoteSavedFirst()) {
                    var conf = disk.monitored().getFirst();
                    assert conf.leaderEpoch() >= voted.epoch() : "a vote that was not saved";
                }
                milestones.add(milestone);
            }
        }
    }

    private void note(Level level, String text) {
        lines.add(new Line(stage.now(), "S" + (port - 26_379 + 1), level, text));
    }

    private void wake(int ofLife, long millis) {
        stage.after(
                millis,
                () -> {
                    if (!up || life != ofLife) return;
                    if (standsStill()) wake(ofLife, 20);
                    else hear(new Event.Tick());
                });
    }

    @Override
    void request(Wire wire, long request, List<String> words) {
        switch (words.getFirst()) {
            case "PING" -> wire.answer(request, new Reply.Status("PONG"));
            case "PUBLISH" -> {
                ordered(core().publish(words.get(1), words.get(2), now()));
                wire.answer(request, new Reply.Int(1));
            }
            case "SENTINEL" -> {
                var outcome =
                        ordered(
                                core().isMasterDownByAddr(
                                                words.get(2),
                                                Long.parseLong(words.get(3)),
                                                Long.parseLong(words.get(4)),
                                                words.get(5),
                                                now()));
                if (outcome.value() instanceof MasterDown(boolean down, var leader, long epoch)) {
                    wire.answer(
                            request,
                            array(new Reply.Int(down ? 1 : 0), bulk(leader), new Reply.Int(epoch)));
                }
            }
            default -> wire.answer(request, OK);
        }
    }

    // ---- To look at. ----

    /// Whether an event or line that begins so was told.
    public boolean told(String beginning) {
        return count(beginning) > 0;
    }

    public long count(String beginning) {
        return lines.stream().filter(line -> line.text.startsWith(beginning)).count();
    }

    /// The events told, without what is behind their names.
    public List<String> events() {
        return lines.stream()
                .map(Line::text)
                .filter(text -> text.startsWith("+") || text.startsWith("-"))
                .map(text -> text.split(" ", 2)[0])
                .toList();
    }

    public String flags() {
        return core().master(Stage.MASTER, now()).get("flags");
    }

    /// Where it sends clients.
    public int masterPort() {
        var address = core().masterAddress(Stage.MASTER);
        return address == null ? 0 : address.port();
    }

    @Override
    public String toString() {
        return "sentinel " + ip + ":" + port;
    }

    /// An address where nobody lives.
    private static final class Nobody extends Machine {
        Nobody(Stage stage, String ip, int port) {
            super(stage, ip, port);
            up = false;
        }

        @Override
        void request(Wire wire, long request, List<String> words) {}
    }
}
