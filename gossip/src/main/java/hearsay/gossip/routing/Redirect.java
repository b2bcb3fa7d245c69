package hearsay.gossip.routing;

/// What becomes of a command whose keys live in a slot: it is served, or its client is told where
/// to go, or why nobody can help now.
///
/// The texts are Redis', without the leading `-` of an error reply.
///
/// Source: Redis Cluster specification, "MOVED Redirection", "ASK redirection".
public sealed interface Redirect {

    /// The error that the client gets.
    ///
    /// @param tls whether the client came by TLS, and so should go by TLS
    String error(boolean tls);

    /// Here.
    record Serve() implements Redirect {
        @Override
        public String error(boolean tls) {
            throw new IllegalStateException("a command that is served gets no error");
        }
    }

    /// The slot belongs to another node, for good.
    ///
    /// @param endpoint IP or hostname as preferred; "" stands for the host the client already uses
    record Moved(int slot, String endpoint, int port, int tlsPort) implements Redirect {
        @Override
        public String error(boolean tls) {
            return "MOVED " + slot + ' ' + endpoint + ':' + (tls ? tlsPort : port);
        }
    }

    /// This key is not here any more; ask the node that imports the slot, this once.
    record Ask(int slot, String endpoint, int port, int tlsPort) implements Redirect {
        @Override
        public String error(boolean tls) {
            return "ASK " + slot + ' ' + endpoint + ':' + (tls ? tlsPort : port);
        }
    }

    /// Some of the keys are here and some on the other side of a migration.
    record TryAgain() implements Redirect {
        @Override
        public String error(boolean tls) {
            return "TRYAGAIN Multiple keys request during rehashing of slot";
        }
    }

    /// The keys of one request have different slots.
    record CrossSlot() implements Redirect {
        @Override
        public String error(boolean tls) {
            return "CROSSSLOT Keys in request don't hash to the same slot";
        }
    }

    /// Nobody serves this now.
    record Down(Reason reason) implements Redirect {
        public enum Reason {
            UNBOUND("CLUSTERDOWN Hash slot not served"),
            STATE("CLUSTERDOWN The cluster is down"),
            READ_ONLY("CLUSTERDOWN The cluster is down and only accepts read commands");

            private final String text;

            Reason(String text) {
                this.text = text;
            }
        }

        @Override
        public String error(boolean tls) {
            return reason.text;
        }
    }

    Redirect SERVE = new Serve();
    Redirect TRY_AGAIN = new TryAgain();
    Redirect CROSS_SLOT = new CrossSlot();
    Redirect DOWN_UNBOUND = new Down(Down.Reason.UNBOUND);
    Redirect DOWN_STATE = new Down(Down.Reason.STATE);
    Redirect DOWN_READ_ONLY = new Down(Down.Reason.READ_ONLY);
}
