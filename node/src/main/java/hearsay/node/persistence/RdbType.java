package hearsay.node.persistence;

import static hearsay.node.persistence.Shape.DECIMAL_SCORE;
import static hearsay.node.persistence.Shape.LENGTH;
import static hearsay.node.persistence.Shape.MODULE_PIECES;
import static hearsay.node.persistence.Shape.TEXT;
import static hearsay.node.persistence.Shape.many;
import static hearsay.node.persistence.Shape.parts;
import static hearsay.node.persistence.Shape.raw;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The ways in which values stand in an RDB file, up to version 11 (Redis 7.2): the byte that
/// announces each, what TYPE calls it, and the parts it is made of. A listpack, ziplist, intset or
/// zipmap is a single string here: Redis writes the memory of the thing as it is.
public enum RdbType {
    // spotless:off
    STRING              (0,  "string", TEXT),
    LIST                (1,  "list",   many(TEXT)),
    SET                 (2,  "set",    many(TEXT)),
    ZSET                (3,  "zset",   many(TEXT, DECIMAL_SCORE)),
    HASH                (4,  "hash",   many(TEXT, TEXT)),
    ZSET_2              (5,  "zset",   many(TEXT, raw(8))),
    MODULE_2            (7,  "module", LENGTH, MODULE_PIECES),
    HASH_ZIPMAP         (9,  "hash",   TEXT),
    LIST_ZIPLIST        (10, "list",   TEXT),
    SET_INTSET          (11, "set",    TEXT),
    ZSET_ZIPLIST        (12, "zset",   TEXT),
    HASH_ZIPLIST        (13, "hash",   TEXT),
    LIST_QUICKLIST      (14, "list",   many(TEXT)),
    STREAM_LISTPACKS    (15, "stream", many(TEXT, TEXT), LENGTH, LENGTH, LENGTH, StreamParts.GROUPS_1),
    HASH_LISTPACK       (16, "hash",   TEXT),
    ZSET_LISTPACK       (17, "zset",   TEXT),
    LIST_QUICKLIST_2    (18, "list",   many(LENGTH, TEXT)),
    STREAM_LISTPACKS_2  (19, "stream", many(TEXT, TEXT), LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, StreamParts.GROUPS_2),
    SET_LISTPACK        (20, "set",    TEXT),
    STREAM_LISTPACKS_3  (21, "stream", many(TEXT, TEXT), LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, StreamParts.GROUPS_3);
    // spotless:on

    private static final @Nullable RdbType[] BY_CODE = byCode();

    private final int code;
    private final String typeName;
    private final Shape.Parts body;
    private final Shape.Parts keyAndBody;

    RdbType(int code, String typeName, Shape... body) {
        this.code = code;
        this.typeName = typeName;
        this.body = parts(body);
        var withKey = new Shape[body.length + 1];
        withKey[0] = TEXT;
        System.arraycopy(body, 0, withKey, 1, body.length);
        this.keyAndBody = parts(withKey);
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

    Shape.Parts body() {
        return body;
    }

    Shape.Parts keyAndBody() {
        return keyAndBody;
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

    /// A stream's consumer groups: name, last delivered id, since version 2 how many entries were
    /// read; the pending entries (id, delivery time, delivery count); the consumers (name, seen
    /// time, since version 3 active time, ids of their pending entries).
    private static final class StreamParts {
        static final Shape ID = raw(16);
        static final Shape MILLIS = raw(8);
        static final Shape PENDING = many(ID, MILLIS, LENGTH);
        static final Shape CONSUMERS_1 = many(TEXT, MILLIS, many(ID));
        static final Shape CONSUMERS_3 = many(TEXT, MILLIS, MILLIS, many(ID));
        static final Shape GROUPS_1 = many(TEXT, LENGTH, LENGTH, PENDING, CONSUMERS_1);
        static final Shape GROUPS_2 = many(TEXT, LENGTH, LENGTH, LENGTH, PENDING, CONSUMERS_1);
        static final Shape GROUPS_3 = many(TEXT, LENGTH, LENGTH, LENGTH, PENDING, CONSUMERS_3);
    }
}
