package hearsay.node.persistence;

import hearsay.node.encoding.Listpack;
import hearsay.node.keyspace.HashValue;
import hearsay.node.keyspace.ListValue;
import hearsay.node.keyspace.PackedSortedSet;
import hearsay.node.keyspace.RankedSortedSet;
import hearsay.node.keyspace.SetValue;
import hearsay.node.keyspace.SortedSetValue;
import hearsay.node.keyspace.StreamValue;
import hearsay.node.keyspace.StringValue;
import hearsay.node.keyspace.Value;
import java.util.Objects;

/// In which of the types of RDB version 10 a value is written, and what of it.
///
/// What is compact in memory is written as it stands, in one text. All else is written element by
/// element; a set that is a listpack too, since Redis 7.0 knows of no such sets.
final class ValueWriter {

    private ValueWriter() {}

    static RdbType type(Value value) {
        return switch (value) {
            case StringValue string -> RdbType.STRING;
            case ListValue list -> RdbType.LIST_QUICKLIST_2;
            case SetValue set -> set.intset() != null ? RdbType.SET_INTSET : RdbType.SET;
            case PackedSortedSet set -> RdbType.ZSET_LISTPACK;
            case RankedSortedSet set -> RdbType.ZSET_2;
            case HashValue hash -> hash.listpack() != null ? RdbType.HASH_LISTPACK : RdbType.HASH;
            case StreamValue stream -> RdbType.STREAM_LISTPACKS_2;
        };
    }

    static void write(Value value, RdbWriter out) {
        switch (value) {
            case StringValue string -> string(string, out);
            case ListValue list -> list(list, out);
            case SetValue set -> set(set, out);
            case PackedSortedSet set -> whole(set.pack(), out);
            case RankedSortedSet set -> sortedSet(set, out);
            case HashValue hash -> hash(hash, out);
            case StreamValue stream -> new StreamWriter(out).write(stream);
        }
    }

    private static void string(StringValue value, RdbWriter out) {
        switch (value) {
            case StringValue.Int number -> out.integer(number.number());
            case StringValue.Embedded text -> out.string(text.array());
            case StringValue.Raw text -> out.string(text.array(), 0, text.length());
        }
    }

    private static void list(ListValue list, RdbWriter out) {
        out.length(list.packs());
        list.forEachPack(pack -> pack(pack, out));
    }

    static void pack(Listpack pack, RdbWriter out) {
        out.length(ListBuilder.PACKED);
        whole(pack, out);
    }

    private static void set(SetValue set, RdbWriter out) {
        var numbers = set.intset();
        if (numbers != null) {
            out.string(numbers.array(), 0, numbers.size());
            return;
        }
        out.length(set.count());
        set.forEach((bytes, offset, length) -> {
            out.string(bytes, offset, length);
            return true;
        });
    }

    /// From the highest score down, as Redis does: who reads it adds each at the front.
    private static void sortedSet(RankedSortedSet set, RdbWriter out) {
        out.length(set.size());
        for (var place = set.at(set.size() - 1); place.isHere(); place.previous()) {
            member(place, out);
        }
    }

    static void member(SortedSetValue.Cursor place, RdbWriter out) {
        out.string(place.member());
        out.binaryDouble(place.score());
    }

    private static void hash(HashValue hash, RdbWriter out) {
        var fields = hash.fields();
        if (fields == null) {
            whole(Objects.requireNonNull(hash.listpack()), out);
            return;
        }
        out.length(fields.size());
        fields.forEach(field -> {
            out.string(field.key());
            out.string(field.value());
        });
    }

    private static void whole(Listpack pack, RdbWriter out) {
        out.string(pack.array(), 0, pack.size());
    }
}
