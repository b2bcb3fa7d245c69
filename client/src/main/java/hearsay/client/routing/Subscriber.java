package hearsay.client.routing;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import hearsay.gossip.routing.HashSlot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Listens to channels, patterns and sharded channels, wherever they are: after a failover, when a
/// slot moves, or when a connection breaks, it subscribes again by itself.
///
/// Pub/sub promises nothing to who is not there: what is published between the end of one
/// subscription and the beginning of the next is lost. [Listener#interrupted] and
/// [Listener#resumed] tell between which moments that may have been.
///
/// Channels and patterns are heard at any node, since a cluster forwards to all; sharded channels
/// at the master of their slot. May be used by all threads.
///
/// Source: Redis documentation, "Redis Pub/Sub", "Sharded Pub/Sub".
public final class Subscriber implements AutoCloseable {

    /// Who is told. Called on the client's thread; must neither block nor throw.
    public interface Listener {
        /// A message of a channel, sharded or not.
        void message(String channel, byte[] message);

        /// A message of a channel whose name fits a pattern.
        default void message(String pattern, String channel, byte[] message) {}

        /// From now on messages may be missed.
        default void interrupted(String channel, String reason) {}

        /// From now on they are heard again.
        default void resumed(String channel) {}
    }

    private enum Kind {
        CHANNEL("SUBSCRIBE", "UNSUBSCRIBE"),
        PATTERN("PSUBSCRIBE", "PUNSUBSCRIBE"),
        SHARD("SSUBSCRIBE", "SUNSUBSCRIBE");

        private final byte[] subscribe;
        private final byte[] unsubscribe;

        Kind(String subscribe, String unsubscribe) {
            this.subscribe = subscribe.getBytes(StandardCharsets.US_ASCII);
            this.unsubscribe = unsubscribe.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private record Name(Kind kind, String text) {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        int slot() {
            return kind == Kind.SHARD ? HashSlot.of(bytes()) : Route.NO_SLOT;
        }
    }

    /// What is to be heard, and where it is heard.
    private static final class Subscription {
        private final Name name;
        private final CompletableFuture<Void> confirmed = new CompletableFuture<>();
        private @Nullable Post post;
        private boolean interrupted;

        Subscription(Name name) {
            this.name = name;
        }
    }

    /// One connection, and what was said on it and not yet answered.
    private static final class Post {
        private final Deque<Said> said = new ArrayDeque<>();
        private @Nullable Ear ear;

        private record Said(Name name, boolean subscribe) {}
    }

    private final Sender sender;
    private final Topology topology;
    private final Listener listener;
    private final Runnable follow = this::follow;
    private final Runnable end = this::end;
    private final Map<Name, Subscription> wanted = new LinkedHashMap<>();
    private final Map<Endpoint, Post> posts = new LinkedHashMap<>();
    private @Nullable Endpoint common;
    private @Nullable Endpoint failed;
    private int pauses;
    private boolean waiting;
    private boolean closed;

    Subscriber(Sender sender, Topology topology, Listener listener) {
        this.sender = sender;
        this.topology = topology;
        this.listener = listener;
        sender.onLoop(
                () -> {
                    sender.atEnd(end);
                    topology.onChange(follow);
                },
                () -> {});
    }

    /// Listens to a channel that is published to by PUBLISH.
    ///
    /// @return completed when a node has confirmed it; fails with a [RequestFailed] if it never
    ///   will
    public CompletionStage<Void> subscribe(String channel) {
        return add(new Name(Kind.CHANNEL, channel));
    }

    /// Listens to all channels whose names fit a pattern such as `news.*`.
    public CompletionStage<Void> subscribePattern(String pattern) {
        return add(new Name(Kind.PATTERN, pattern));
    }

    /// Listens to a channel that is published to by SPUBLISH.
    public CompletionStage<Void> subscribeSharded(String channel) {
        return add(new Name(Kind.SHARD, channel));
    }

    public void unsubscribe(String channel) {
        remove(new Name(Kind.CHANNEL, channel));
    }

    public void unsubscribePattern(String pattern) {
        remove(new Name(Kind.PATTERN, pattern));
    }

    public void unsubscribeSharded(String channel) {
        remove(new Name(Kind.SHARD, channel));
    }

    @Override
    public void close() {
        sender.onLoop(end, () -> {});
    }

    private CompletionStage<Void> add(Name name) {
        var confirmed = new CompletableFuture<Void>();
        sender.onLoop(
                () -> {
                    if (closed || sender.isOver()) {
                        confirmed.completeExceptionally(Sender.isClosed());
                        return;
                    }
                    var subscription = wanted.computeIfAbsent(name, Subscription::new);
                    subscription.confirmed.whenComplete((done, failure) -> {
                        if (failure == null) confirmed.complete(null);
                        else confirmed.completeExceptionally(failure);
                    });
                    place(subscription);
                },
                () -> confirmed.completeExceptionally(Sender.isClosed()));
        return confirmed;
    }

    private void remove(Name name) {
        sender.onLoop(
                () -> {
                    var subscription = wanted.remove(name);
                    if (subscription != null) leave(subscription);
                },
                () -> {});
    }

    private void end() {
        if (closed) return;
        closed = true;
        sender.notAtEnd(end);
        topology.notOnChange(follow);
        for (var subscription : wanted.values())
            subscription.confirmed.completeExceptionally(Sender.isClosed());
        wanted.clear();
        for (var post : List.copyOf(posts.values())) if (post.ear != null) post.ear.close();
        posts.clear();
    }

    /// Something else is known than before: who is in the wrong place goes to the right one.
    private void follow() {
        if (closed) return;
        if (common != null && !topology.knows(common)) common = null;
        for (var subscription : List.copyOf(wanted.values())) {
            var at = subscription.post;
            if (at != null && at == posts.get(home(subscription.name))) continue;
            leave(subscription);
            place(subscription);
        }
        closeUnused();
    }

    private Endpoint home(Name name) {
        if (name.kind() == Kind.SHARD) return topology.master(name.slot());
        var chosen = common;
        if (chosen == null) chosen = topology.anyone(failed);
        common = chosen;
        return chosen;
    }

    private void place(Subscription subscription) {
        if (closed || subscription.post != null) return;
        var home = home(subscription.name);
        var known = posts.get(home);
        var post = known == null ? open(home) : known;
        subscription.post = post;
        if (post.ear != null && post.ear.isOpen()) say(post, subscription.name, true);
    }

    private void placeAll() {
        waiting = false;
        for (var subscription : List.copyOf(wanted.values())) place(subscription);
    }

    private Post open(Endpoint endpoint) {
        var post = new Post();
        posts.put(endpoint, post);
        var ear =
                Ear.open(
                        endpoint,
                        sender.settings(),
                        sender.ports(),
                        opened -> opened(post, opened),
                        reply -> heard(post, endpoint, reply),
                        reason -> lost(post, endpoint, reason));
        if (post.ear == null) post.ear = ear;
        return post;
    }

    private void opened(Post post, Ear ear) {
        post.ear = ear;
        for (var subscription : wanted.values())
            if (subscription.post == post) say(post, subscription.name, true);
    }

    private static void say(Post post, Name name, boolean subscribe) {
        var ear = post.ear;
        if (ear == null || !ear.isOpen()) return;
        post.said.add(new Post.Said(name, subscribe));
        ear.tell(subscribe ? name.kind().subscribe : name.kind().unsubscribe, name.bytes());
    }

    private void leave(Subscription subscription) {
        var post = subscription.post;
        subscription.post = null;
        if (post != null) say(post, subscription.name, false);
        if (wanted.containsKey(subscription.name)) interrupt(subscription, "it is elsewhere now");
    }

    private void closeUnused() {
        posts.values()
                .removeIf(post -> {
                    for (var subscription : wanted.values())
                        if (subscription.post == post) return false;
                    if (post.ear != null) post.ear.close();
                    return true;
                });
    }

    private void heard(Post post, Endpoint from, Reply reply) {
        if (closed) return;
        if (reply instanceof Reply.Failure error) {
            refused(post, from, error);
            return;
        }
        var items = Ear.push(reply);
        if (items == null || items.size() < 3) return;
        var kind = items.getFirst().text().toLowerCase(Locale.ROOT);
        switch (kind) {
            case "message", "smessage" ->
                    listener.message(items.get(1).text(), bytes(items.get(2)));
            case "pmessage" ->
                    listener.message(items.get(1).text(), items.get(2).text(), bytes(items.get(3)));
            case "subscribe" -> confirmed(post, new Name(Kind.CHANNEL, items.get(1).text()));
            case "psubscribe" -> confirmed(post, new Name(Kind.PATTERN, items.get(1).text()));
            case "ssubscribe" -> confirmed(post, new Name(Kind.SHARD, items.get(1).text()));
            case "unsubscribe", "punsubscribe", "sunsubscribe" -> ended(post, items.get(1).text());
            default -> {}
        }
    }

    private void confirmed(Post post, Name name) {
        post.said.poll();
        var subscription = wanted.get(name);
        if (subscription == null || subscription.post != post) return;
        pauses = 0;
        failed = null;
        subscription.confirmed.complete(null);
        if (!subscription.interrupted) return;
        subscription.interrupted = false;
        listener.resumed(name.text());
    }

    /// By our own wish, or because the slot has left that node, which then says so unasked.
    private void ended(Post post, String channel) {
        var next = post.said.peek();
        if (next != null && !next.subscribe() && next.name().text().equals(channel)) {
            post.said.remove();
            return;
        }
        var subscription = wanted.get(new Name(Kind.SHARD, channel));
        if (subscription == null || subscription.post != post) return;
        subscription.post = null;
        interrupt(subscription, "its slot has moved");
        topology.refresh(null);
        again();
    }

    private void refused(Post post, Endpoint from, Reply.Failure error) {
        var said = post.said.poll();
        var subscription = said == null ? null : wanted.get(said.name());
        if (subscription == null || subscription.post != post) return;
        subscription.post = null;
        var trouble = Trouble.of(error);
        if (trouble == null) {
            wanted.remove(subscription.name);
            subscription.confirmed.completeExceptionally(new RequestFailed(error.text(), false, 1));
            return;
        }
        sender.met(trouble);
        interrupt(subscription, error.text());
        var redirection = trouble == Trouble.MOVED ? Redirection.parse(error, from) : null;
        if (redirection != null) topology.learn(redirection.slot(), redirection.endpoint());
        topology.refresh(redirection == null ? null : redirection.endpoint());
        again();
    }

    private void lost(Post post, Endpoint endpoint, String reason) {
        if (closed) return;
        posts.remove(endpoint, post);
        if (endpoint.equals(common)) common = null;
        failed = endpoint;
        for (var subscription : wanted.values()) {
            if (subscription.post != post) continue;
            subscription.post = null;
            interrupt(subscription, reason);
        }
        sender.met(Trouble.BROKEN);
        topology.distrust(endpoint);
        topology.refresh(null);
        again();
    }

    private void interrupt(Subscription subscription, String reason) {
        if (subscription.interrupted || !subscription.confirmed.isDone()) return;
        subscription.interrupted = true;
        listener.interrupted(subscription.name.text(), reason);
    }

    private void again() {
        if (waiting || closed) return;
        waiting = true;
        long at = sender.nowMillis() + sender.pauseMillis(pauses++);
        var unused = sender.wakeAt(at, this::placeAll);
    }

    private static byte[] bytes(Reply message) {
        return message instanceof Reply.Bulk bulk
                ? bulk.bytes()
                : message.text().getBytes(StandardCharsets.UTF_8);
    }
}
