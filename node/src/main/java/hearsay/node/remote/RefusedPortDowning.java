package hearsay.node.remote;

import akka.actor.AbstractActorWithTimers;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.cluster.Cluster;
import akka.cluster.ClusterEvent;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.ClusterEvent.ReachableMember;
import akka.cluster.ClusterEvent.UnreachableMember;
import akka.cluster.DowningProvider;
import akka.cluster.Member;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;

/// Removes a JVM from the Akka cluster only when its port *refuses* a connection, that is when the
/// process is surely gone. One that is paused, slow or cut off stays a member, unreachable, and is
/// back when it answers again. So the cluster never splits for good, and never waits for the dead.
public final class RefusedPortDowning extends DowningProvider {

    private final ActorSystem system;

    public RefusedPortDowning(ActorSystem system) {
        this.system = system;
    }

    @Override
    public FiniteDuration downRemovalMargin() {
        return FiniteDuration.Zero();
    }

    @Override
    public Option<Props> downingActorProps() {
        var every = system.settings().config().getDuration("hearsay.downing.knock-every");
        return Option.apply(Props.create(Watcher.class, () -> new Watcher(every)));
    }

    /// Knocks at the ports of unreachable members, each by a [Lifeline] of its own: no thread
    /// waits.
    private static final class Watcher extends AbstractActorWithTimers {

        private record Knock(Member member) {}

        private static final Logger log = LoggerFactory.getLogger(RefusedPortDowning.class);

        private final Cluster cluster = Cluster.get(getContext().getSystem());
        private final Duration every;
        private final Map<Long, Member> knocking = new LinkedHashMap<>();
        private long knocks;

        private Watcher(Duration every) {
            this.every = every;
        }

        @Override
        public void preStart() {
            cluster.subscribe(
                    getSelf(),
                    ClusterEvent.initialStateAsEvents(),
                    UnreachableMember.class,
                    ReachableMember.class,
                    MemberRemoved.class);
        }

        @Override
        public void postStop() {
            cluster.unsubscribe(getSelf());
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(UnreachableMember.class, unreachable -> later(unreachable.member()))
                    .match(ReachableMember.class, reachable -> cancel(reachable.member()))
                    .match(MemberRemoved.class, removed -> cancel(removed.member()))
                    .match(Knock.class, knock -> knock(knock.member))
                    .match(Lifeline.Held.class, held -> answered(held.id(), false))
                    .match(Lifeline.Lost.class, lost -> answered(lost.id(), lost.refused()))
                    .build();
        }

        private void later(Member member) {
            getTimers().startSingleTimer(member.uniqueAddress(), new Knock(member), every);
        }

        private void cancel(Member member) {
            getTimers().cancel(member.uniqueAddress());
            knocking.values().removeIf(member::equals);
        }

        private void knock(Member member) {
            knocking.put(++knocks, member);
            var address = member.address();
            String host = address.host().getOrElse(() -> "");
            int port = (Integer) address.port().getOrElse(() -> 0);
            getContext().actorOf(Lifeline.props(knocks, host, port, every));
        }

        private void answered(long knock, boolean refused) {
            if (!refused) getContext().stop(getSender());
            var member = knocking.remove(knock);
            if (member == null) return;
            if (refused) {
                log.info("The JVM at {} is gone", member.address());
                cluster.down(member.address());
            }
            later(member);
        }
    }
}
