package hearsay.sentinel.harness;

import hearsay.client.connection.Reply;
import java.util.ArrayList;
import java.util.List;

/// One machine with one process that answers requests on connections.
public abstract class Machine {

    public final Stage stage;
    public final String ip;
    public final int port;
    public boolean up = true;

    /// Stands still: its kernel accepts, but nobody answers.
    public boolean paused;

    /// The machine itself is gone: nobody even refuses.
    public boolean dark;

    final List<Wire> wires = new ArrayList<>();

    Machine(Stage stage, String ip, int port) {
        this.stage = stage;
        this.ip = ip;
        this.port = port;
    }

    abstract void request(Wire wire, long request, List<String> words);

    /// kill -9: the kernel tells the peers.
    public void crash() {
        up = false;
        paused = false;
        for (var wire : List.copyOf(wires)) wire.breakOff();
    }

    /// The machine goes dark: nobody is told anything.
    public void powerOff() {
        up = false;
        dark = true;
    }

    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    boolean standsStill() {
        return paused || dark;
    }

    static final Reply OK = new Reply.Status("OK");
    static final Reply QUEUED = new Reply.Status("QUEUED");

    static Reply bulk(String text) {
        return new Reply.Bulk(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static Reply array(Reply... items) {
        return new Reply.Array(List.of(items));
    }
}
