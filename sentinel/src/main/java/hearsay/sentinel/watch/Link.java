package hearsay.sentinel.watch;

/// The way to an instance: a connection for commands and, to masters and replicas, one for pub/sub,
/// and what was heard on them when.
///
/// Several masters may be watched by the same other Sentinels; each master has an object of its own
/// for such a Sentinel, but they have one link. So five Sentinels with a hundred masters have five
/// connections and send five PINGs a second.
///
/// All times are Unix time in milliseconds.
public final class Link {

    /// No connection; real ones are numbered from 1.
    public static final long NONE = 0;

    /// Connections by number, [#NONE] if there is none or it was lost.
    public long commands = NONE;

    public long pubsub = NONE;

    /// My address as the instance sees it, "" until the connection for commands stands.
    public String localIp = "";

    /// Whether one of the connections that should be there is not. One that is still opening counts
    /// as there.
    public boolean disconnected = true;

    public int pendingCommands;
    public long commandsSince;
    public long pubsubSince;
    public long lastPubsubActivity;

    /// The last acceptable reply to a PING.
    public long lastAvailable;

    /// When the oldest PING was sent that nothing acceptable came back for; 0 for none. A new link
    /// begins as if one were under way, so that who never answers at all is found out, too.
    public long pingPendingSince;

    public long lastPing;

    /// The last reply to a PING, whatever it said.
    public long lastPong;

    public long lastReconnect;
    private int users = 1;

    public Link(long nowMillis) {
        forget(nowMillis);
    }

    /// Starts to count again, as if the instance had just been heard.
    public void forget(long nowMillis) {
        pingPendingSince = nowMillis;
        lastPing = 0;
        lastAvailable = nowMillis;
        lastPong = nowMillis;
    }

    /// For how many masters this link is used.
    public int users() {
        return users;
    }

    public void share() {
        users++;
    }

    /// @return whether nobody is left who uses it
    public boolean release() {
        users--;
        return users == 0;
    }

    /// How long there has been no sign of life.
    public long silence(long nowMillis) {
        if (pingPendingSince != 0) return nowMillis - pingPendingSince;
        return disconnected ? nowMillis - lastAvailable : 0;
    }

    /// A PING leaves. While one is unanswered the silence counts from that one.
    public void pinged(long nowMillis) {
        lastPing = nowMillis;
        if (pingPendingSince == 0) pingPendingSince = nowMillis;
    }
}
