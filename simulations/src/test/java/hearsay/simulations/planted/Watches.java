package hearsay.simulations.planted;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.member.Member;
import hearsay.gossip.member.NodesConf;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Slot;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The laws that failover must keep, as those who watch over them.
final class Watches {

    private static final long SECOND = 1_000_000_000;

    private Watches() {}

    static List<Watch> of(World world) {
        return List.of(
                new OneVotePerEpochAndVoter(world),
                new VotesAreNotForgotten(world),
                new FailedByMajority(world),
                new ElectedByMajority(world),
                new StandsWithFreshData(world),
                new SlotsOnlyToNewerEpochs(),
                new MinorityDoesNotServe(),
                new OneEpochPerMasterOnceQuiet(),
                new ViewsConverge());
    }

    private static final class OneVotePerEpochAndVoter extends Watch {

        private record Vote(String voter, long epoch) {}

        private final World world;
        private final Map<Vote, NodeId> votes = new LinkedHashMap<>();

        OneVotePerEpochAndVoter(World world) {
            super("one-vote-per-epoch-and-voter");
            this.world = world;
        }

        @Override
        void hear(Host host, Happening happening) {
            if (!(happening instanceof Happening.VoteGranted(var candidate, long epoch))) return;
            var first = votes.putIfAbsent(new Vote(host.name(), epoch), candidate.id());
            if (first == null) return;
            broken(
                    world,
                    "%s votes for %s in epoch %d, in which it has voted for %s",
                    host,
                    candidate.id(),
                    epoch,
                    first);
        }
    }

    /// What a master said must survive it: its file knows of each vote that was given.
    private static final class VotesAreNotForgotten extends Watch {

        private final World world;
        private final Map<Host, Long> voted = new LinkedHashMap<>();

        VotesAreNotForgotten(World world) {
            super("epochs-never-go-back");
            this.world = world;
        }

        @Override
        void hear(Host host, Happening happening) {
            if (happening instanceof Happening.VoteGranted(var candidate, long epoch)) {
                voted.merge(host, epoch, Math::max);
            }
        }

        @Override
        void look(World same) {
            voted.forEach((host, epoch) -> {
                var member = host.member();
                if (member == null || member.conf().lastVoteEpoch() >= epoch) return;
                broken(
                        world,
                        "%s voted in epoch %d, and thinks that its last vote was in epoch %d",
                        host,
                        epoch,
                        member.conf().lastVoteEpoch());
            });
        }
    }

    private static final class FailedByMajority extends Watch {

        /// A report counts for two node timeouts after it was heard; but it may be heard late, when
        /// who hears it stood still, or what carries it was cut.
        private static final long LATEST = 30 * SECOND;

        /// Who suspected whom, and when it last did.
        private final Map<NodeId, Map<Host, Long>> suspicions = new LinkedHashMap<>();

        private final World world;

        FailedByMajority(World world) {
            super("failed-by-majority");
            this.world = world;
        }

        @Override
        void hear(Host host, Happening happening) {
            switch (happening) {
                case Happening.Suspected(var about) -> suspects(host, about);
                case Happening.FailHeard(var from, var about) -> suspects(host, about.id());
                case Happening.MarkedFailed(var about) -> judge(host, about.id());
                default -> {}
            }
        }

        /// A node that restarts remembers whom it suspected.
        @Override
        void look(World same) {
            for (Host host : world.hosts()) {
                var member = host.member();
                if (member == null || host.isPaused()) continue;
                for (NodesConf.Entry entry : member.conf().nodes()) {
                    if ((entry.flags() & NodeFlags.FAILING) != 0) suspects(host, entry.id());
                }
            }
        }

        private void suspects(Host host, NodeId about) {
            if (isMaster(host)) of(about).put(host, world.nanos());
        }

        private Map<Host, Long> of(NodeId about) {
            return suspicions.computeIfAbsent(about, id -> new LinkedHashMap<>());
        }

        private void judge(Host host, NodeId about) {
            look(world);
            long valid = world.nanos() - 2 * world.plan().nodeTimeout().toNanos() - LATEST;
            long masters = of(about).values().stream().filter(when -> when >= valid).count();
            if (masters >= majority(world)) return;
            broken(
                    world,
                    "%s calls %s failed, which only %d of %d masters suspect",
                    host,
                    about,
                    masters,
                    world.plan().masters());
        }
    }

    private static final class ElectedByMajority extends Watch {

        private record Candidacy(NodeId candidate, long epoch) {}

        private final World world;
        private final Map<Candidacy, Set<String>> voters = new LinkedHashMap<>();
        private final Map<Host, Long> epochs = new LinkedHashMap<>();

        ElectedByMajority(World world) {
            super("elected-by-majority");
            this.world = world;
        }

        @Override
        void hear(Host host, Happening happening) {
            switch (happening) {
                case Happening.ElectionStarted(long epoch) -> epochs.put(host, epoch);
                case Happening.VoteGranted(var candidate, long epoch) ->
                        voters(candidate.id(), epoch).add(host.name());
                case Happening.ElectionWon won -> judge(host);
                default -> {}
            }
        }

        private Set<String> voters(NodeId candidate, long epoch) {
            return voters.computeIfAbsent(new Candidacy(candidate, epoch), same -> new TreeSet<>());
        }

        private void judge(Host host) {
            var member = host.member();
            if (member == null) return;
            long epoch = epochs.getOrDefault(host, 0L);
            var votes = voters(member.myId(), epoch);
            if (votes.size() >= majority(world)) return;
            broken(
                    world,
                    "%s takes over in epoch %d with the votes of %s, of %d masters",
                    host,
                    epoch,
                    votes,
                    world.plan().masters());
        }
    }

    /// A replica that had no link to its master for longer than redis.conf allows does not stand.
    private static final class StandsWithFreshData extends Watch {

        private static final long REPL_PING_NANOS = 10 * SECOND;
        private static final long VALIDITY_FACTOR = 10;

        private final World world;
        private final Map<Host, Long> lastUp = new LinkedHashMap<>();

        StandsWithFreshData(World world) {
            super("stands-with-fresh-data");
            this.world = world;
        }

        @Override
        void look(World same) {
            for (Host host : world.hosts()) {
                var server = host.server();
                var master = server == null ? null : server.replication().master();
                if (master != null && master.isUp()) lastUp.put(host, world.nanos());
            }
        }

        @Override
        void hear(Host host, Happening happening) {
            if (happening instanceof Happening.Recalled) lastUp.remove(host);
            if (!(happening instanceof Happening.ElectionStarted)) return;
            long timeout = world.plan().nodeTimeout().toNanos();
            long limit = REPL_PING_NANOS + (VALIDITY_FACTOR + 1) * timeout + SECOND;
            var up = lastUp.get(host);
            if (up != null && world.nanos() - up <= limit) return;
            broken(
                    world,
                    "%s stands for election, %s",
                    host,
                    up == null
                            ? "which was never in sync with its master"
                            : "%.1f s after it lost its master"
                                    .formatted((world.nanos() - up) / 1e9));
        }
    }

    /// In each node's view, for each slot.
    private static final class SlotsOnlyToNewerEpochs extends Watch {

        private record Place(String host, int life, int slot) {}

        private final Map<Place, Long> epochs = new LinkedHashMap<>();

        SlotsOnlyToNewerEpochs() {
            super("slots-only-to-newer-epochs");
        }

        @Override
        void look(World world) {
            for (Host host : world.hosts()) {
                var member = host.member();
                if (member == null) continue;
                for (NodesConf.Entry entry : member.conf().nodes()) {
                    if (entry.slots().isEmpty()) continue;
                    for (int slot : samples(world)) {
                        if (entry.slots().contains(slot)) judge(world, host, slot, entry);
                    }
                }
            }
        }

        private void judge(World world, Host host, int slot, NodesConf.Entry owner) {
            var before =
                    epochs.put(new Place(host.name(), host.lives(), slot), owner.configEpoch());
            if (before == null || before <= owner.configEpoch()) return;
            broken(
                    world,
                    "%s gives slot %d to %s of epoch %d, which was another's in epoch %d",
                    host,
                    slot,
                    owner.id(),
                    owner.configEpoch(),
                    before);
        }
    }

    /// A master among a minority notices after a node timeout, and some for pings.
    private static final class MinorityDoesNotServe extends Watch {

        private final Map<Host, Long> since = new LinkedHashMap<>();

        MinorityDoesNotServe() {
            super("minority-does-not-serve");
        }

        @Override
        void look(World world) {
            long masters =
                    world.hosts().stream()
                            .filter(host -> isMaster(host) && !host.isPaused())
                            .count();
            for (Host host : world.hosts()) {
                var member = host.member();
                boolean serves =
                        member != null && !host.isPaused() && isMaster(host) && member.isOk();
                if (masters >= majority(world) || !serves) {
                    since.remove(host);
                    continue;
                }
                long nanos = world.nanos() - since.computeIfAbsent(host, h -> world.nanos());
                if (nanos <= 2 * world.plan().nodeTimeout().toNanos() + SECOND) continue;
                broken(
                        world,
                        "%s serves for %.1f s while %d of %d masters live",
                        host,
                        nanos / 1e9,
                        masters,
                        world.plan().masters());
            }
        }
    }

    private static final class OneEpochPerMasterOnceQuiet extends Watch {

        OneEpochPerMasterOnceQuiet() {
            super("no-two-masters-with-one-config-epoch");
        }

        @Override
        void end(World world) {
            Map<Long, Host> masters = new TreeMap<>();
            for (Host host : world.hosts()) {
                var member = host.member();
                if (member == null || !isMaster(host) || member.mySlots().isEmpty()) continue;
                var other = masters.put(member.myConfigEpoch(), host);
                if (other == null) continue;
                broken(
                        world,
                        "%s and %s both have config epoch %d",
                        other,
                        host,
                        member.myConfigEpoch());
            }
        }
    }

    /// While a majority of masters lives, and of each shard somebody, all is well in the end.
    private static final class ViewsConverge extends Watch {

        ViewsConverge() {
            super("views-converge");
        }

        @Override
        void end(World world) {
            if (!mayBeWell(world)) return;
            Member first = null;
            for (Host host : world.hosts()) {
                var member = host.member();
                if (member == null) continue;
                if (!member.isOk()) broken(world, "%s says that the cluster fails", host);
                if (first == null) first = member;
                for (int slot : samples(world)) {
                    var owner = member.ownerOf(slot);
                    if (owner != null && owner.equals(first.ownerOf(slot))) continue;
                    broken(
                            world,
                            "slot %d is %s's to %s, and %s's to %s",
                            slot,
                            owner,
                            member.myId(),
                            first.ownerOf(slot),
                            first.myId());
                }
            }
        }

        private static boolean mayBeWell(World world) {
            int shards = world.plan().masters();
            var alive = new TreeSet<Integer>();
            for (Host host : world.hosts()) {
                if (host.isUp() && !host.isPaused()) {
                    alive.add((host.port() - world.plan().firstPort()) % shards);
                }
            }
            long masters = world.hosts().stream().filter(Watches::isMaster).count();
            return alive.size() == shards && masters >= majority(world);
        }
    }

    private static int majority(World world) {
        return world.plan().masters() / 2 + 1;
    }

    private static boolean isMaster(Host host) {
        var member = host.member();
        return member != null && member.isMaster();
    }

    /// One slot of each share.
    private static int[] samples(World world) {
        int masters = world.plan().masters();
        var samples = new int[masters];
        for (int i = 0; i < masters; i++) {
            samples[i] = (Slot.COUNT * i + Slot.COUNT / 2) / masters;
        }
        return samples;
    }

    /// The first that is broken.
    static @Nullable String broken(List<Watch> watches) {
        for (Watch watch : watches) if (watch.broken() != null) return watch.broken();
        return null;
    }
}
