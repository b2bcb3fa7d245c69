package hearsay.gossip.model;

/// The flags of a node as one number, as it stands in the header and gossip of Redis' packets, and
/// as words, as they stand in CLUSTER NODES and nodes.conf.
public final class NodeFlags {

    // spotless:off
    public static final int MASTER     = 1;
    public static final int REPLICA    = 1 << 1;
    public static final int PFAIL      = 1 << 2;
    public static final int FAIL       = 1 << 3;
    public static final int MYSELF     = 1 << 4;
    public static final int HANDSHAKE  = 1 << 5;
    public static final int NOADDR     = 1 << 6;
    public static final int MEET       = 1 << 7;
    public static final int MIGRATE_TO = 1 << 8;
    public static final int NOFAILOVER = 1 << 9;
    // spotless:on

    public static final int FAILING = PFAIL | FAIL;

    /// The words, by bit. MEET and MIGRATE_TO are never shown.
    private static final String[] WORDS = {
        "master", "slave", "fail?", "fail", "myself", "handshake", "noaddr", "", "", "nofailover"
    };

    /// The order in which Redis prints them.
    private static final int[] PRINTED = {
        MYSELF, MASTER, REPLICA, PFAIL, FAIL, HANDSHAKE, NOADDR, NOFAILOVER
    };

    private NodeFlags() {}

    /// `myself,master`; `noflags` when there is nothing to show.
    public static String describe(int flags) {
        var text = new StringBuilder();
        for (int flag : PRINTED) {
            if ((flags & flag) == 0) continue;
            if (!text.isEmpty()) text.append(',');
            text.append(WORDS[Integer.numberOfTrailingZeros(flag)]);
        }
        return text.isEmpty() ? "noflags" : text.toString();
    }

    /// The flag called `word`, 0 for `noflags`, -1 for a word that is none.
    public static int parse(String word) {
        if (word.equalsIgnoreCase("noflags")) return 0;
        for (int flag : PRINTED) {
            if (word.equalsIgnoreCase(WORDS[Integer.numberOfTrailingZeros(flag)])) return flag;
        }
        return -1;
    }
}
