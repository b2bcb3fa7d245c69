package hearsay.simulations.network;

import hearsay.gossip.bus.BusMessage;
import hearsay.node.bus.BusListener;
import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.simulations.runtime.Agenda;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes down what a station hears, as `time-in-µs what`.
final class Ear implements LinkListener, BusListener {

    private final Agenda agenda;
    final List<String> heard = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    @Nullable Link link;
    boolean answering;

    Ear(Agenda agenda) {
        this.agenda = agenda;
    }

    /// What was heard since the last time.
    List<String> take() {
        var taken = List.copyOf(heard);
        heard.clear();
        return taken;
    }

    /// The same without the times.
    List<String> takeWords() {
        return take().stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
    }

    void say(String text) {
        write(text);
        link().flush();
    }

    void write(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        link().write(bytes, 0, bytes.length);
    }

    Link link() {
        if (link == null) throw new IllegalStateException("no link yet");
        return link;
    }

    private void note(String what) {
        heard.add(agenda.nanos() / 1000 + " " + what);
    }

    @Override
    public void opened(Link newLink) {
        link = newLink;
        links.add(newLink);
        note("open to " + newLink.remoteAddress());
    }

    @Override
    public void refused(String reason) {
        note(reason);
    }

    @Override
    public void received(Link from, Incoming bytes) {
        var text = new byte[bytes.length()];
        bytes.copyTo(text, 0);
        note(new String(text, StandardCharsets.UTF_8));
    }

    @Override
    public void closed(Link closed) {
        note("closed");
    }

    @Override
    public void opened(long linkId) {
        note("opened " + linkId);
    }

    @Override
    public void closed(long linkId) {
        note("closed " + linkId);
    }

    @Override
    public void accepted(long linkId, String remoteIp) {
        note("accepted " + linkId + " from " + remoteIp);
    }

    @Override
    public void received(long linkId, BusMessage message) {
        note(message.type().word() + " " + message.header().currentEpoch() + " by " + linkId);
    }
}
