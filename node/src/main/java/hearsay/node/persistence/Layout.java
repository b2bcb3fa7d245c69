package hearsay.node.persistence;

import static hearsay.node.persistence.Shape.DECIMAL_SCORE;
import static hearsay.node.persistence.Shape.ID;
import static hearsay.node.persistence.Shape.LENGTH;
import static hearsay.node.persistence.Shape.MODULE_PIECES;
import static hearsay.node.persistence.Shape.SCORE;
import static hearsay.node.persistence.Shape.TEXT;
import static hearsay.node.persistence.Shape.many;
import static hearsay.node.persistence.Shape.raw;

import java.util.EnumMap;
import java.util.Objects;

/// What a value of each type is made of. A listpack, ziplist, intset or zipmap is a single string
/// here: Redis writes the memory of the thing as it is.
final class Layout {

    private static final Shape MILLIS = raw(8);

    /// A stream's consumer groups: name, last delivered id, since version 2 how many entries were
    /// read; the pending entries (id, delivery time, delivery count); the consumers (name, seen
    /// time, since version 3 active time, ids of their pending entries).
    private static final Shape PENDING = many(ID, MILLIS, LENGTH);

    private static final Shape CONSUMERS_1 = many(TEXT, MILLIS, many(ID));
    private static final Shape CONSUMERS_3 = many(TEXT, MILLIS, MILLIS, many(ID));
    private static final Shape GROUPS_1 = many(TEXT, LENGTH, LENGTH, PENDING, CONSUMERS_1);
    private static final Shape GROUPS_2 = many(TEXT, LENGTH, LENGTH, LENGTH, PENDING, CONSUMERS_1);
    private static final Shape GROUPS_3 = many(TEXT, LENGTH, LENGTH, LENGTH, PENDING, CONSUMERS_3);

    private static final EnumMap<RdbType, Shape.Parts> VALUES = new EnumMap<>(RdbType.class);
    private static final EnumMap<RdbType, Shape.Parts> KEYS_AND_VALUES =
            new EnumMap<>(RdbType.class);

    static {
        for (var type : RdbType.values()) {
            var value = parts(type);
            VALUES.put(type, value);
            KEYS_AND_VALUES.put(type, value.after(TEXT));
        }
    }

    private Layout() {}

    static Shape.Parts value(RdbType type) {
        return Objects.requireNonNull(VALUES.get(type));
    }

    static Shape.Parts keyAndValue(RdbType type) {
        return Objects.requireNonNull(KEYS_AND_VALUES.get(type));
    }

    // spotless:off
    private static Shape.Parts parts(RdbType type) {
        return switch (type) {
            case STRING                -> Shape.parts(TEXT);
            case LIST, SET             -> Shape.parts(many(TEXT));
            case HASH                  -> Shape.parts(many(TEXT, TEXT));
            case ZSET                  -> Shape.parts(many(TEXT, DECIMAL_SCORE));
            case ZSET_2                -> Shape.parts(many(TEXT, SCORE));
            case MODULE_2              -> Shape.parts(LENGTH, MODULE_PIECES);
            case HASH_ZIPMAP, LIST_ZIPLIST, SET_INTSET, ZSET_ZIPLIST, HASH_ZIPLIST,
                 HASH_LISTPACK, ZSET_LISTPACK, SET_LISTPACK -> Shape.parts(TEXT);
            case LIST_QUICKLIST        -> Shape.parts(many(TEXT));
            case LIST_QUICKLIST_2      -> Shape.parts(many(LENGTH, TEXT));
            case STREAM_LISTPACKS      -> Shape.parts(many(TEXT, TEXT), LENGTH, LENGTH, LENGTH, GROUPS_1);
            case STREAM_LISTPACKS_2    -> Shape.parts(many(TEXT, TEXT), LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, GROUPS_2);
            case STREAM_LISTPACKS_3    -> Shape.parts(many(TEXT, TEXT), LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, LENGTH, GROUPS_3);
        };
    }
    // spotless:on
}
