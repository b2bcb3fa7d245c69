package hearsay.node.command;

import hearsay.node.resp.Arguments;
import hearsay.node.server.Session;
import org.jspecify.annotations.Nullable;

/// Where in the cluster a request is to be served.
///
/// Asked for every request with keys, and for EXEC, whose keys are those of all the requests in the
/// session's transaction.
@FunctionalInterface
public interface Routing {

    /// The error by which the client learns where to go or why it cannot be served, code first:
    /// `MOVED 866 127.0.0.1:7001`; null if the request is served here.
    @Nullable String redirect(Session session, Command command, Arguments request);
}
