package hearsay.node.command;

import java.util.Locale;

/// What may be asked of a command before it is run. In the order in which COMMAND INFO names them.
///
/// Source: Redis documentation of COMMAND, "Flags".
public enum Flag {
    WRITE,
    READONLY,
    DENYOOM,
    MODULE,
    ADMIN,
    PUBSUB,
    NOSCRIPT,
    BLOCKING,
    LOADING,
    STALE,
    SKIP_MONITOR,
    SKIP_SLOWLOG,
    ASKING,
    FAST,
    NO_AUTH,
    MAY_REPLICATE,
    SENTINEL,
    ONLY_SENTINEL,
    NO_MANDATORY_KEYS,
    PROTECTED,
    NO_ASYNC_LOADING,
    NO_MULTI,
    MOVABLEKEYS,
    ALLOW_BUSY,
    TOUCHES_ARBITRARY_KEYS;

    public int bit() {
        return 1 << ordinal();
    }

    /// The name that COMMAND INFO answers, or "" for what it keeps to itself.
    public String publicName() {
        return switch (this) {
            case MAY_REPLICATE, SENTINEL, ONLY_SENTINEL, PROTECTED, TOUCHES_ARBITRARY_KEYS -> "";
            default -> name().toLowerCase(Locale.ROOT);
        };
    }
}
