package hearsay.node.server;

import hearsay.node.link.Link;
import hearsay.node.resp.Arguments;
import hearsay.node.resp.Buffers;
import hearsay.node.resp.Replies;
import hearsay.node.resp.Requests;
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
    private boolean authenticated;
    private boolean readOnly;
    private boolean asking;
    private boolean noEvict;
    private boolean noTouch;
    private boolean muted;
    private boolean muteNext;
    private boolean closing;
    private boolean touchedWatch;
    private @Nullable Transaction transaction;
    private @Nullable Blocked blocked;
    private @Nullable Arguments postponed;
    private long softLimitSinceMillis;
    private long writeOffset;

    /// Whether this session stands in the server's list of those to be flushed.
    boolean unflushed;

    Session(long id, Link link, Buffers buffers, long nowMillis) {
        this.id = id;
        this.link = link;
        requests = new Requests(buffers);
        replies = new Replies(buffers);
        createdMillis = nowMillis;
        lastInteractionMillis = nowMillis;
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

    public boolean isAuthenticated() {
        return authenticated;
    }

    public void authenticated(boolean yes) {
        authenticated = yes;
        requests.trust(yes);
    }

    /// READONLY: it takes reads from a replica in a cluster.
    public boolean isReadOnly() {
        return readOnly;
    }

    public void readOnly(boolean yes) {
        readOnly = yes;
    }

    /// ASKING: its next command may touch a slot that is being imported.
    public boolean isAsking() {
        return asking;
    }

    public void asking(boolean yes) {
        asking = yes;
    }

    public boolean isNoEvict() {
        return noEvict;
    }

    public void noEvict(boolean yes) {
        noEvict = yes;
    }

    public boolean isNoTouch() {
        return noTouch;
    }

    public void noTouch(boolean yes) {
        noTouch = yes;
    }

    /// CLIENT REPLY OFF: commands are served and not answered.
    public boolean isMuted() {
        return muted;
    }

    public void muted(boolean yes) {
        muted = yes;
    }

    /// CLIENT REPLY SKIP: the command after this one is not answered.
    public void muteNext() {
        muteNext = true;
    }

    /// Whether CLIENT REPLY SKIP was said just before; it is forgotten by asking.
    public boolean takeMuteNext() {
        boolean skip = muteNext;
        muteNext = false;
        return skip;
    }

    /// No more requests are served; the link is closed once its replies are sent.
    public boolean isClosing() {
        return closing;
    }

    public void closeAfterReply() {
        closing = true;
    }

    public @Nullable Transaction transaction() {
        return transaction;
    }

    public void transaction(@Nullable Transaction newTransaction) {
        transaction = newTransaction;
    }

    /// A watched key was changed: the next EXEC does nothing.
    public boolean isTouchedWatch() {
        return touchedWatch;
    }

    public void touchedWatch(boolean yes) {
        touchedWatch = yes;
    }

    public @Nullable Blocked blocked() {
        return blocked;
    }

    public boolean isBlocked() {
        return blocked != null;
    }

    public void blocked(@Nullable Blocked reason) {
        blocked = reason;
    }

    /// A request that has to be served again when the session is no longer blocked.
    public @Nullable Arguments postponed() {
        return postponed;
    }

    public void postponed(@Nullable Arguments request) {
        postponed = request;
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
}
