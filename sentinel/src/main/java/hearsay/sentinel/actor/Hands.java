package hearsay.sentinel.actor;

import static java.nio.charset.StandardCharsets.UTF_8;

import hearsay.gossip.diary.Level;
import hearsay.node.config.Settings.Asker;
import hearsay.node.link.Links;
import hearsay.node.resp.Bytes;
import hearsay.node.server.Log;
import hearsay.node.server.Server;
import hearsay.sentinel.member.Effect;
import hearsay.sentinel.member.Event;
import hearsay.sentinel.script.ScriptQueue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Does in the world what a Sentinel decides, but for saving.
final class Hands {

    /// A peer that says nothing at all is given up by the Sentinel itself, long before this.
    private static final long CONNECT_MILLIS = 120_000;

    private final Server server;
    private final Links links;
    private final ScriptQueue scripts;
    private final Keeper keeper;
    private final Consumer<Event> events;
    private final LongConsumer wakeAfter;
    private final Map<Long, Wire> wires = new LinkedHashMap<>();

    Hands(
            Server server,
            Links links,
            ScriptQueue scripts,
            Keeper keeper,
            Consumer<Event> events,
            LongConsumer wakeAfter) {
        this.server = server;
        this.links = links;
        this.scripts = scripts;
        this.keeper = keeper;
        this.events = events;
        this.wakeAfter = wakeAfter;
    }

    void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Open(long link, var address, var kind) ->
                    open(link, address.ip(), address.port());
            case Effect.Close(long link) -> close(link);
            case Effect.Send(long link, long request, var words) -> {
                var wire = wires.get(link);
                if (wire != null) wire.send(request, words);
            }
            case Effect.Announce(var level, var name, var text) -> announce(level, name, text);
            case Effect.Log(var level, var text) -> log(level, text);
            case Effect.RunScript(var words) -> scripts.add(words);
            case Effect.WakeAfter(long millis) -> wakeAfter.accept(millis);
            case Effect.SetLogLevel(var level) -> setLogLevel(level);
            case Effect.Crash(int status) -> keeper.crashed(status);
            case Effect.Reached(var milestone) -> keeper.reached(milestone);
            case Effect.Save save -> throw new IllegalArgumentException("not by these hands");
        }
    }

    /// What was sent goes out.
    void flush() {
        for (var wire : wires.values()) wire.flush();
    }

    private void open(long link, String ip, int port) {
        var wire =
                new Wire(
                        link,
                        event -> {
                            if (event instanceof Event.LinkClosed) wires.remove(link);
                            events.accept(event);
                        });
        wires.put(link, wire);
        links.open(ip, port, CONNECT_MILLIS, wire);
    }

    private void close(long link) {
        var wire = wires.remove(link);
        if (wire != null) wire.close();
    }

    private void announce(Level level, String name, String text) {
        log(level, name + " " + text);
        if (level == Level.DEBUG || level == Level.UNLOGGED) return;
        var message = text.getBytes(UTF_8);
        server.pubsub().publish(new Bytes(name.getBytes(UTF_8)), message, 0, message.length);
    }

    private void log(Level level, String text) {
        switch (level) {
            case UNLOGGED -> {}
            case DEBUG -> server.log().log(Log.Level.DEBUG, text);
            case VERBOSE -> server.log().log(Log.Level.VERBOSE, text);
            case NOTICE -> server.log().log(Log.Level.NOTICE, text);
            case WARNING -> server.log().log(Log.Level.WARNING, text);
        }
    }

    private void setLogLevel(String level) {
        var unused = server.settings().set(List.of("loglevel", level), new Asker(true, false));
    }
}
