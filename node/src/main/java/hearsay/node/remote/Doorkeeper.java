package hearsay.node.remote;

import akka.actor.AbstractActor;
import akka.actor.DeadLetter;
import akka.actor.Props;
import hearsay.node.remote.LinkMessage.Open;
import hearsay.node.remote.LinkMessage.Refused;

/// Answers for nodes that are not in this JVM, or no more: an `Open` that finds no endpoint is
/// refused, as the kernel refuses a connection to a port where nobody listens.
final class Doorkeeper extends AbstractActor {

    static Props props() {
        return Props.create(Doorkeeper.class, Doorkeeper::new);
    }

    @Override
    public void preStart() {
        getContext().getSystem().eventStream().subscribe(getSelf(), DeadLetter.class);
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder().match(DeadLetter.class, this::refuse).build();
    }

    private void refuse(DeadLetter letter) {
        if (letter.message() instanceof Open open) {
            letter.sender().tell(new Refused(open.connection()), getSelf());
        }
    }
}
