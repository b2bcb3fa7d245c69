package hearsay.simulations.process.reshard;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.NettyLoop;
import hearsay.client.connection.Ports;
import hearsay.client.connection.Reply;
import hearsay.gossip.model.Slot;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.reshard.ClusterPicture;
import hearsay.simulations.reshard.SeenNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// All nodes of a cluster within reach: known from one of them, connected to when needed.
public final class Reach implements AutoCloseable {

    private static final AtomicInteger LOOPS = new AtomicInteger();
    private static final int CONNECT_MILLIS = 5_000;

    /// How long nodes get to agree, after a change that gossip spreads.
    private static final long AGREEMENT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int POLL_MILLIS = 100;

    /// Connections to a node for requests that wait together.
    private static final int SIDE_LINKS = 128;

    private final List<Endpoint> seeds;
    private final Access access;
    private final String loop = "reach-" + LOOPS.incrementAndGet();
    private final Ports ports = NettyLoop.ports(loop);
    private final Map<Endpoint, NodeLink> links = new LinkedHashMap<>();
    private final Map<Endpoint, @Nullable NodeLink[]> sideLinks = new LinkedHashMap<>();

    /// How to get in.
    ///
    /// @param user empty for the default one
    /// @param password empty for none
    /// @param replyMillis how long a node may take for a reply
    public record Access(String user, String password, long replyMillis) {
        ConnectionSettings settings() {
            var settings =
                    ConnectionSettings.DEFAULT
                            .withProtocol(2)
                            .withName("hearsay-reshard")
                            .withTimeouts(CONNECT_MILLIS, replyMillis);
            return password.isEmpty() ? settings : settings.withUser(user, password);
        }
    }

    /// @param seeds nodes of the cluster, of which one must answer
    public Reach(List<Endpoint> seeds, Access access) {
        this.seeds = List.copyOf(seeds);
        this.access = access;
    }

    public Access access() {
        return access;
    }

    /// What all nodes say now.
    ///
    /// @throws Refusal if no seed answers
    public ClusterPicture picture() throws InterruptedException {
        String first = firstReply();
        List<String> replies = new ArrayList<>();
        for (SeenNode node : SeenNode.all(first)) {
            if (node.isMyself()) replies.add(first);
            else if (node.isKnown() && !(node.isFailing() && node.slots().isEmpty()))
                try {
                    replies.add(link(endpoint(node)).call("CLUSTER", "NODES").text());
                } catch (NodeTrouble silent) {
                    // The others' word is taken.
                }
        }
        return ClusterPicture.of(replies.stream().map(this::withHosts).toList());
    }

    /// The same, but gives gossip a little time until all masters agree who owns what.
    public ClusterPicture settled() throws InterruptedException {
        long deadline = System.nanoTime() + AGREEMENT_NANOS;
        while (true) {
            ClusterPicture picture = picture();
            boolean isSettled =
                    picture.misled().isEmpty()
                            && picture.contested().isEmpty()
                            && picture.silentMasters().isEmpty();
            if (isSettled || System.nanoTime() > deadline) return picture;
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    public NodeLink link(SeenNode node) throws NodeTrouble, InterruptedException {
        return link(endpoint(node));
    }

    /// Asks a node all of these, of which none needs another, by several connections: a node that
    /// lets each wait, for its replicas say, lets them wait together.
    ///
    /// @return their replies, none of which is an error
    public List<Reply> askTogether(SeenNode node, List<byte[][]> requests)
            throws NodeTrouble, InterruptedException {
        List<NodeLink> together = linksTogether(node, requests.size());
        List<CompletionStage<Reply>> stages = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++)
            stages.add(together.get(i % together.size()).send(requests.get(i)));
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            NodeLink link = together.get(i % together.size());
            replies.add(link.succeeded(requests.get(i), link.await(stages.get(i))));
        }
        return replies;
    }

    /// The same, without waiting for replies.
    void tellTogether(SeenNode node, List<byte[][]> requests)
            throws NodeTrouble, InterruptedException {
        List<NodeLink> together = linksTogether(node, requests.size());
        for (int i = 0; i < requests.size(); i++)
            together.get(i % together.size()).send(requests.get(i));
    }

    /// Connections to a node beside the first one: one at least.
    ///
    /// @param count so many, if that is not too many and the node lets us
    List<NodeLink> linksTogether(SeenNode node, int count)
            throws NodeTrouble, InterruptedException {
        List<NodeLink> together = new ArrayList<>();
        try {
            for (int i = 0; i < Math.min(SIDE_LINKS, count); i++)
                together.add(sideLink(endpoint(node), i));
        } catch (NodeTrouble enough) {
            if (together.isEmpty()) throw enough;
        }
        return together;
    }

    /// How many keys each master has in each slot.
    public Map<String, int[]> keys(ClusterPicture picture)
            throws NodeTrouble, InterruptedException {
        Map<String, int[]> keys = new TreeMap<>();
        for (SeenNode master : picture.masters()) {
            List<byte[][]> questions = new ArrayList<>();
            for (int slot = 0; slot < Slot.COUNT; slot++)
                questions.add(NodeLink.bytes("CLUSTER", "COUNTKEYSINSLOT", Integer.toString(slot)));
            var counts = new int[Slot.COUNT];
            List<Reply> replies = link(master).callAll(questions);
            for (int slot = 0; slot < Slot.COUNT; slot++)
                counts[slot] = Integer.parseInt(replies.get(slot).text());
            keys.put(master.id(), counts);
        }
        return keys;
    }

    @Override
    public void close() {
        synchronized (links) {
            links.values().forEach(NodeLink::close);
            links.clear();
            for (@Nullable NodeLink[] together : sideLinks.values())
                for (NodeLink link : together) if (link != null) link.close();
            sideLinks.clear();
        }
        NettyLoop.close(loop);
    }

    private NodeLink link(Endpoint endpoint) throws NodeTrouble, InterruptedException {
        synchronized (links) {
            NodeLink known = links.get(endpoint);
            if (known != null && known.isOpen()) return known;
            NodeLink fresh = open(endpoint);
            links.put(endpoint, fresh);
            return fresh;
        }
    }

    private NodeLink sideLink(Endpoint endpoint, int number)
            throws NodeTrouble, InterruptedException {
        synchronized (links) {
            var together =
                    sideLinks.computeIfAbsent(
                            endpoint, unseen -> new @Nullable NodeLink[SIDE_LINKS]);
            NodeLink known = together[number];
            if (known != null && known.isOpen()) return known;
            return together[number] = open(endpoint);
        }
    }

    private NodeLink open(Endpoint endpoint) throws NodeTrouble, InterruptedException {
        String address = endpoint.host() + ":" + endpoint.port();
        try {
            var opening = Connection.open(endpoint, access.settings(), ports);
            return new NodeLink(address, opening.toCompletableFuture().get());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw NodeTrouble.silent(
                    address, String.valueOf(cause == null ? e : cause.getMessage()));
        }
    }

    private String firstReply() throws InterruptedException {
        String last = "";
        for (Endpoint seed : seeds) {
            try {
                return link(seed).call("CLUSTER", "NODES").text();
            } catch (NodeTrouble trouble) {
                last = trouble.text();
            }
        }
        throw new Refusal(Refusal.NOTHING_THERE, "There is no cluster: " + last);
    }

    /// A node that was never told its own address leaves it empty.
    private String withHosts(String reply) {
        return reply.lines()
                .map(line -> line.replaceFirst("^(\\S+) :", "$1 " + seeds.getFirst().host() + ":"))
                .reduce("", (text, line) -> text + line + "\n");
    }

    private Endpoint endpoint(SeenNode node) {
        return new Endpoint(
                node.host().isEmpty() ? seeds.getFirst().host() : node.host(), node.port());
    }
}
