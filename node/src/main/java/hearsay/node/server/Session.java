package hearsay.node.server;

import hearsay.node.link.Link;
import hearsay.node.resp.Arguments;
import hearsay.node.resp.Buffers;
import hearsay.node.resp.Replies;
import hearsay.node.resp.Requests;
import hearsay.node.tracking.TrackingMode;
import hearsay.node.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/// One client as the node sees it: an application, a replica, or our own master.
public final class Session {

    /// What the other side is to us.
    public enum Kind {
        NORMAL,
        /// It listens to channels; in RESP2 it may do little else.
        PUBSUB,
        /// It replicates us.
        REPLICA,
        /// We replicate it: its commands are obeyed without a reply.
        MASTER,
        MONITOR
    }

    // What is out of the ordinary about a session, one bit each.
    private static final int STRANGER = 1;
    private static final int IN_MULTI = 1 << 1;
    private static final int SPECIAL_KIND = 1 << 2;
    private static final int READ_ONLY = 1 << 3;
    private static final int ASKING = 1 << 4;
    private static final int NO_EVICT = 1 << 5;
    private static final int NO_TOUCH = 1 << 6;
    private static final int MUTED = 1 << 7;
    private static final int MUTE_NEXT = 1 << 8;
    private static final int MUTED_ONCE = 1 << 9;
    private static final int TOUCHED_WATCH = 1 << 10;
    private static final int TRACKING = 1 << 11;

    private final long id;
    private final Link link;
    private final Requests requests;
    private final Replies replies;
    private final long createdMillis;

    private Kind kind = Kind.NORMAL;
    private int database;
    private String name = "";
    private String libraryName = "";
    private String libraryVersion = "";
    private String lastCommand = "NULL";
    private long lastInteractionMillis;
    private int traits;
    private @Nullable Transaction transaction;
    private @Nullable TrackingMode tracking;
    private int subscriptions;
    private @Nullable Blocked blocked;
    private @Nullable Arguments postponed;
    private long deadlineMillis;
    private long softLimitSinceMillis;
    private long writeOffset;
    private boolean closing;
    private boolean cutOff;
    private boolean over;

    /// What [MemoryUse] has counted it with.
    long countedMemory;

    long countedUnsent;
    boolean countedAsReplica;

    /// Whether this session stands in the server's list of those to be flushed.
    boolean unflushed;

    /// For how many saves of a file what was said to the client is held back.
    private int saves;

    Session(long id, Link link, Buffers buffers, long nowMillis) {
        this.id = id;
        this.link = link;
        requests = new Requests(buffers);
        replies = new Replies(buffers);
        createdMillis = nowMillis;
        lastInteractionMillis = nowMillis;
    }

    /// What is in the replies, and what will be, is not sent before a file is written. The session
    /// is served meanwhile: one save may do for a whole pipeline.
    public void holdReplies() {
        saves++;
    }

    /// The file is written; see [Sessions#wrote].
    public void releaseReplies() {
        saves--;
    }

    boolean areRepliesHeld() {
        return saves > 0;
    }

    /// A number no other session of this node has or had.
    public long id() {
        return id;
    }

    public Link link() {
        return link;
    }

    /// What has come and is not yet served.
    public Requests requests() {
        return requests;
    }

    /// What is to be said; sent when the loop has served everybody.
    public Replies replies() {
        return replies;
    }

    public Kind kind() {
        return kind;
    }

    public void kind(Kind newKind) {
        kind = newKind;
        set(SPECIAL_KIND, newKind != Kind.NORMAL);
    }

    /// Whether there is nothing about this session that the dispatcher would have to ask for: no
    /// transaction, no special rights or duties, nothing muted.
    public boolean isOrdinary() {
        return traits == 0;
    }

    public boolean isMaster() {
        return kind == Kind.MASTER;
    }

    public boolean isReplica() {
        return kind == Kind.REPLICA;
    }

    /// The selected database.
    public int database() {
        return database;
    }

    public void database(int index) {
        database = index;
    }

    public String name() {
        return name;
    }

    public void name(String newName) {
        name = newName;
    }

    public String libraryName() {
        return libraryName;
    }

    public void libraryName(String newName) {
        libraryName = newName;
    }

    public String libraryVersion() {
        return libraryVersion;
    }

    public void libraryVersion(String newVersion) {
        libraryVersion = newVersion;
    }

    /// The full name of the last command, in lower case: `client|list`.
    public String lastCommand() {
        return lastCommand;
    }

    public void lastCommand(String fullName) {
        lastCommand = fullName;
    }

    public long createdMillis() {
        return createdMillis;
    }

    public long lastInteractionMillis() {
        return lastInteractionMillis;
    }

    public void lastInteractionMillis(long nowMillis) {
        lastInteractionMillis = nowMillis;
    }

    /// Whether it may do anything but say who it is.
    public boolean isAuthenticated() {
        return !has(STRANGER);
    }

    public void authenticated(boolean yes) {
        set(STRANGER, !yes);
    }

    /// READONLY: it takes reads from a replica in a cluster.
    public boolean isReadOnly() {
        return has(READ_ONLY);
    }

    public void readOnly(boolean yes) {
        set(READ_ONLY, yes);
    }

    /// ASKING: its next command may touch a slot that is being imported.
    public boolean isAsking() {
        return has(ASKING);
    }

    public void asking(boolean yes) {
        set(ASKING, yes);
    }

    /// CLIENT NO-EVICT.
    public boolean isNoEvict() {
        return has(NO_EVICT);
    }

    public void noEvict(boolean yes) {
        set(NO_EVICT, yes);
    }

    /// CLIENT NO-TOUCH: its looking at a key is no use of the key.
    public boolean isNoTouch() {
        return has(NO_TOUCH);
    }

    public void noTouch(boolean yes) {
        set(NO_TOUCH, yes);
    }

    /// Whether the command being served is not to be answered.
    public boolean isMuted() {
        return (traits & (MUTED | MUTED_ONCE)) != 0;
    }

    /// CLIENT REPLY OFF: commands are served and not answered.
    public void mute() {
        set(MUTED, true);
    }

    /// CLIENT REPLY SKIP: the command after this one is not answered.
    public void muteNext() {
        if (!has(MUTED)) set(MUTE_NEXT, true);
    }

    /// CLIENT REPLY ON.
    public void unmute() {
        set(MUTED | MUTED_ONCE | MUTE_NEXT, false);
    }

    /// A command begins: a CLIENT REPLY SKIP before it concerns this one.
    public void beginCommand() {
        if (!has(MUTE_NEXT)) return;
        set(MUTE_NEXT, false);
        set(MUTED_ONCE, true);
    }

    public void endCommand() {
        set(MUTED_ONCE, false);
    }

    /// No more requests are served; the link is closed once its replies are sent.
    public boolean isClosing() {
        return closing;
    }

    public void closeAfterReply() {
        closing = true;
    }

    /// No more requests are served and nothing more is sent; see [Server#cutOff].
    public boolean isCutOff() {
        return cutOff;
    }

    void cutOff() {
        closing = true;
        cutOff = true;
    }

    /// Whether the session has ended and is known no longer.
    public boolean isOver() {
        return over;
    }

    void over() {
        closing = true;
        over = true;
    }

    public @Nullable Transaction transaction() {
        return transaction;
    }

    public void transaction(@Nullable Transaction newTransaction) {
        transaction = newTransaction;
        set(IN_MULTI, newTransaction != null);
    }

    /// A watched key was changed: the next EXEC does nothing.
    public boolean isTouchedWatch() {
        return has(TOUCHED_WATCH);
    }

    public void touchedWatch(boolean yes) {
        set(TOUCHED_WATCH, yes);
    }

    /// How it wants to be told of changes to what it has read; null if it does not.
    public @Nullable TrackingMode tracking() {
        return tracking;
    }

    /// Said by [hearsay.node.tracking.Tracking], which knows everybody who is told.
    public void tracking(@Nullable TrackingMode mode) {
        tracking = mode;
        set(TRACKING, mode != null);
    }

    /// To how many channels and patterns it listens, sharded ones included.
    public int subscriptions() {
        return subscriptions;
    }

    /// Said by [hearsay.node.pubsub.PubSub], which knows to which.
    public void subscriptions(int count) {
        subscriptions = count;
    }

    public @Nullable Blocked blocked() {
        return blocked;
    }

    public boolean isBlocked() {
        return blocked != null;
    }

    /// Said by [Waiting], which knows everybody who is blocked.
    void blocked(@Nullable Blocked reason) {
        blocked = reason;
    }

    /// A request that has to be served again when the session is no longer blocked.
    public @Nullable Arguments postponed() {
        return postponed;
    }

    public void postponed(@Nullable Arguments request) {
        postponed = request;
    }

    /// While a request that has waited for keys is run again: when its wait is over, Unix time in
    /// milliseconds. 0 for a request that is run for the first time.
    public long deadlineMillis() {
        return deadlineMillis;
    }

    public void deadlineMillis(long deadline) {
        deadlineMillis = deadline;
    }

    /// How far the replication stream was after this session's last write: what WAIT waits for.
    public long writeOffset() {
        return writeOffset;
    }

    public void writeOffset(long offset) {
        writeOffset = offset;
    }

    /// Since when the soft limit of the output buffer is exceeded, 0 if it is not.
    public long softLimitSinceMillis() {
        return softLimitSinceMillis;
    }

    public void softLimitSinceMillis(long nowMillis) {
        softLimitSinceMillis = nowMillis;
    }

    private boolean has(int trait) {
        return (traits & trait) != 0;
    }

    private void set(int trait, boolean yes) {
        traits = yes ? traits | trait : traits & ~trait;
    }
}
