package hearsay.node.server;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a node ends by order: it waits for keys on their way to other nodes and lets its replicas
/// catch up, for as long as `shutdown-timeout` says, and then tells the shell to stop it.
///
/// While it waits nobody may write, or the replicas would never be done.
///
/// Source: Redis documentation of SHUTDOWN.
public final class Shutdown {

    /// How to end.
    ///
    /// @param save even if no save points are configured
    /// @param nosave even if some are
    /// @param now without waiting for replicas
    /// @param force whatever goes wrong
    public record Order(boolean save, boolean nosave, boolean now, boolean force) {

        /// Neither option.
        public static final Order PLAIN = new Order(false, false, false, false);
    }

    /// Those who follow this node.
    public interface Replicas {

        /// Whether every one of them has acknowledged everything.
        boolean areInSync();

        /// Asks them how far they are.
        void askForAcknowledgement();
    }

    /// Writes everything to disk, or answers false.
    @FunctionalInterface
    public interface LastSave {
        boolean save();
    }

    private static final String FAILED = "ERR Errors trying to SHUTDOWN. Check logs.";

    private final Server server;
    private @Nullable Replicas replicas;
    private @Nullable LastSave lastSave;
    private @Nullable Runnable exit;
    private @Nullable Order order;
    private long deadlineMillis;
    private boolean over;

    Shutdown(Server server) {
        this.server = server;
    }

    /// Who must be waited for; nobody by default.
    public void replicas(Replicas whom) {
        replicas = whom;
    }

    /// Who can save; without anybody SHUTDOWN SAVE fails.
    public void lastSave(LastSave saver) {
        lastSave = saver;
    }

    /// What is done in the end, on the node's own thread, possibly in the middle of a command: all
    /// links are to be closed and nobody is to be served any more.
    public void whenReady(Runnable stop) {
        exit = stop;
    }

    /// Whether it has begun and waits for replicas.
    public boolean isUnderWay() {
        return order != null;
    }

    /// When the waiting is over, Unix time in milliseconds.
    public long deadlineMillis() {
        return deadlineMillis;
    }

    /// Begins; whoever asked waits as [Blocked.OnShutdown] already. If one is under way already, he
    /// waits with the others.
    public void begin(Order newOrder) {
        if (isUnderWay()) return;
        server.log().notice("User requested shutdown...");
        order = server.isSentinel() ? Order.PLAIN : newOrder;
        long timeout = server.settings().server().shutdownTimeoutSeconds() * 1000L;
        if (newOrder.now() || timeout == 0 || isReady()) {
            finish(order);
            return;
        }
        deadlineMillis = server.nowMillis() + timeout;
        if (replicas != null) replicas.askForAcknowledgement();
        server.pause(Pause.Purpose.SHUTDOWN, Pause.Scope.WRITES, Long.MAX_VALUE);
        server.log().notice("Waiting for replicas before shutting down.");
    }

    /// SHUTDOWN ABORT.
    ///
    /// @return false if there is nothing to abort
    public boolean abort() {
        if (!isUnderWay()) return false;
        giveUp();
        server.log().notice("Shutdown manually aborted.");
        return true;
    }

    /// Looks whether the waiting is over; called by the cron.
    void check() {
        var current = order;
        if (current == null || over) return;
        if (isReady() || server.nowMillis() >= deadlineMillis) finish(current);
    }

    private boolean isReady() {
        if (server.migrations().count() > 0) return false;
        return replicas == null || replicas.areInSync();
    }

    private void finish(Order current) {
        if (current.save() && !saved()) {
            if (!current.force()) {
                server.log().warning("Error trying to save the DB, can't exit.");
                giveUp();
                return;
            }
            server.log().warning("Error trying to save the DB. Exit anyway.");
        }
        over = true;
        server.log()
                .warning(
                        server.isSentinel()
                                ? "Sentinel is now ready to exit, bye bye..."
                                : "Redis is now ready to exit, bye bye...");
        server.flush();
        Objects.requireNonNull(exit, "nobody has said how to stop this node").run();
    }

    private boolean saved() {
        if (lastSave != null) return lastSave.save();
        server.log().warning("Nothing here can write an RDB file yet.");
        return false;
    }

    private void giveUp() {
        order = null;
        server.unpause(Pause.Purpose.SHUTDOWN);
        for (var session : server.waiting().all()) {
            if (!(session.blocked() instanceof Blocked.OnShutdown)) continue;
            session.replies().error(FAILED);
            server.waiting().unblock(session);
        }
    }
}
