package hearsay.sentinel.actor;

import hearsay.client.connection.MalformedReply;
import hearsay.client.connection.Reply;
import hearsay.client.connection.ReplyParser;
import hearsay.client.connection.RequestBuffer;
import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.sentinel.member.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One link of a Sentinel to a Redis or to another Sentinel: requests out, replies in their order,
/// and, once it has subscribed, messages between them.
///
/// What is sent before the link is open is sent when it is.
final class Wire implements LinkListener {

    private final long number;
    private final Consumer<Event> events;
    private final ReplyParser parser = new ReplyParser();
    private final Deque<Long> unanswered = new ArrayDeque<>();
    private final List<List<String>> unsent = new ArrayList<>();
    private @Nullable Link link;
    private boolean over;

    /// @param events hears what happens, on the thread of the link and within its calls
    Wire(long number, Consumer<Event> events) {
        this.number = number;
        this.events = events;
    }

    void send(long request, List<String> words) {
        if (over) return;
        unanswered.add(request);
        if (link == null) {
            unsent.add(words);
        } else {
            write(link, words);
        }
    }

    /// What was sent goes out.
    void flush() {
        if (link != null) link.flush();
    }

    /// Nothing more is heard of it.
    void close() {
        over = true;
        if (link != null) link.close(true);
    }

    @Override
    public void opened(Link opened) {
        if (over) {
            opened.close(true);
            return;
        }
        link = opened;
        for (var words : unsent) write(opened, words);
        unsent.clear();
        opened.flush();
        events.accept(new Event.LinkOpened(number, ip(opened.localAddress())));
    }

    @Override
    public void refused(String reason) {
        end(inShort(reason));
    }

    @Override
    public void received(Link from, Incoming bytes) {
        if (over) return;
        try {
            parser.feed(bytes, this::take);
        } catch (MalformedReply nonsense) {
            from.close(true);
            end("Protocol error, " + nonsense.getMessage());
        }
    }

    @Override
    public void closed(Link ended) {
        end(null);
    }

    private void end(@Nullable String reason) {
        if (over) return;
        over = true;
        events.accept(new Event.LinkClosed(number, reason));
    }

    private void take(Reply reply) {
        if (over) return;
        var said = message(reply);
        if (said != null) {
            events.accept(said);
            return;
        }
        var request = unanswered.poll();
        if (request != null) events.accept(new Event.Answered(number, request, reply));
    }

    /// `message channel text`, which answers nothing.
    private Event.@Nullable Said message(Reply reply) {
        if (!(reply instanceof Reply.Array(var items)) || items.size() != 3) return null;
        if (!(items.getFirst() instanceof Reply.Bulk what) || !what.text().equals("message")) {
            return null;
        }
        return items.get(1) instanceof Reply.Bulk channel && items.get(2) instanceof Reply.Bulk text
                ? new Event.Said(number, channel.text(), text.text())
                : null;
    }

    private static void write(Link link, List<String> words) {
        var request = new RequestBuffer();
        request.append(RequestBuffer.encode(words.toArray(String[]::new)));
        link.write(request.bytes(), 0, request.length());
    }

    /// Of `127.0.0.1:6379` and `[::1]:6379` what is before the port.
    private static String ip(String address) {
        var host = address.substring(0, Math.max(0, address.lastIndexOf(':')));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /// The system's words in what a library has made of them.
    private static String inShort(String reason) {
        return reason.contains("Connection refused") ? "Connection refused" : reason;
    }
}
