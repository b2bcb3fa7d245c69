package hearsay.node.persistence;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The ways in which values stand in an RDB file, up to version 11 (Redis 7.2): the byte that
/// announces each, and what TYPE calls it. What they are made of says [Layout].
public enum RdbType {
    // spotless:off
    STRING              (0,  "string"),
    LIST                (1,  "list"),
    SET                 (2,  "set"),
    ZSET                (3,  "zset"),
    HASH                (4,  "hash"),
    ZSET_2              (5,  "zset"),
    MODULE_2            (7,  "module"),
    HASH_ZIPMAP         (9,  "hash"),
    LIST_ZIPLIST        (10, "list"),
    SET_INTSET          (11, "set"),
    ZSET_ZIPLIST        (12, "zset"),
    HASH_ZIPLIST        (13, "hash"),
    LIST_QUICKLIST      (14, "list"),
    STREAM_LISTPACKS    (15, "stream"),
    HASH_LISTPACK       (16, "hash"),
    ZSET_LISTPACK       (17, "zset"),
    LIST_QUICKLIST_2    (18, "list"),
    STREAM_LISTPACKS_2  (19, "stream"),
    SET_LISTPACK        (20, "set"),
    STREAM_LISTPACKS_3  (21, "stream");
    // spotless:on

    private static final @Nullable RdbType[] BY_CODE = byCode();

    private final int code;
    private final String typeName;

    RdbType(int code, String typeName) {
        this.code = code;
        this.typeName = typeName;
    }

    /// The type announced by this byte, if it announces one.
    static @Nullable RdbType of(int code) {
        return code < BY_CODE.length ? BY_CODE[code] : null;
    }

    public int code() {
        return code;
    }

    /// As TYPE says it: `string`, `list`, `set`, `zset`, `hash`, `stream`; or `module`.
    public String typeName() {
        return typeName;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable RdbType[] byCode() {
        var byCode = new @Nullable RdbType[STREAM_LISTPACKS_3.code + 1];
        for (var type : values()) byCode[type.code] = type;
        return byCode;
    }
}
