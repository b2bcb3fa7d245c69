package hearsay.node.persistence;

/// What an RDB says about a key beside its value.
///
/// - `expireAtMillis`: Unix time in milliseconds, or [#ABSENT]; it may be any other number, past
///   ones too.
/// - `idleSeconds`: since the last access, under an LRU `maxmemory-policy`; or [#ABSENT].
/// - `frequency`: the LFU counter, 0 to 255, under an LFU policy; or [#ABSENT].
public record KeyAttributes(long expireAtMillis, long idleSeconds, int frequency) {

    public static final int ABSENT = -1;

    public static final KeyAttributes NONE = new KeyAttributes(ABSENT, ABSENT, ABSENT);

    public boolean expires() {
        return expireAtMillis != ABSENT;
    }
}
