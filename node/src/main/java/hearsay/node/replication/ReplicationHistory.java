package hearsay.node.replication;

import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Which replication stream a node's data comes from: `master_replid`, and `master_replid2` for a
/// node that once followed another master, or whose master did.
///
/// Two nodes with the same id and offset hold the same data. After a promotion the new master writes a
/// history of its own, under a new id; but up to the moment of the promotion it is the old one's, and so
/// it can serve the old master's other replicas without a full resynchronisation:
///
///     old id   1 ─────────────── 50
///     new id                        51 ────────→
///
/// A replica that has bytes 1 to 50 asks for 51: the byte *after* what both have in common is the last
/// that may be asked for under the old id. Hence `secondOffset` is one more than the offset at the
/// promotion, and the comparison includes it.
///
/// @param id 40 lower-case hexadecimal digits
/// @param secondId the same, or [#NO_ID]
/// @param secondOffset the last offset that may be asked for under the second id, or -1
public record ReplicationHistory(String id, String secondId, long secondOffset) {

    public static final String NO_ID = "0".repeat(40);

    public ReplicationHistory {
        id = checked(id);
        secondId = checked(secondId);
    }

    /// A history that begins here: at the start, and when a backlog is made or dropped, since what
    /// was written without one cannot be told apart afterwards.
    public static ReplicationHistory fresh(RandomGenerator random) {
        return of(newId(random));
    }

    /// The history of the master whose data was just taken over in full, and no other.
    public static ReplicationHistory of(String masterId) {
        return new ReplicationHistory(masterId, NO_ID, -1);
    }

    /// Whether a replica with this history may go on from this offset, the first byte it does not
    /// have; as far as the ids go: the backlog must [contain][Backlog#contains] it, too. `?`, for a
    /// replica without a history, never may.
    public boolean canContinue(String replid, long offset) {
        if (replid.equalsIgnoreCase(id)) return true;
        return secondOffset >= 0 && replid.equalsIgnoreCase(secondId) && offset <= secondOffset;
    }

    /// From now on the stream is our own: a replica was promoted.
    public ReplicationHistory shift(long masterOffset, RandomGenerator random) {
        return continuedAs(newId(random), masterOffset);
    }

    /// From now on the stream has another id: the master answered `+CONTINUE` with one, as it was
    /// promoted since.
    public ReplicationHistory continuedAs(String newId, long masterOffset) {
        return checked(newId).equals(id)
                ? this
                : new ReplicationHistory(newId, id, masterOffset + 1);
    }

    private static String newId(RandomGenerator random) {
        var bytes = new byte[20];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String checked(String id) {
        boolean hexadecimal = id.length() == 40 && id.chars().allMatch(HexFormat::isHexDigit);
        if (!hexadecimal) throw new IllegalArgumentException("not a replication id: " + id);
        return id.toLowerCase(Locale.ROOT);
    }
}
