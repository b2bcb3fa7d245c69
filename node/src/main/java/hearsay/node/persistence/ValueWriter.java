package hearsay.node.persistence;

import hearsay.node.keyspace.StreamValue;
import hearsay.node.keyspace.StringValue;
import hearsay.node.keyspace.Value;

/// In which of the types of RDB version 10 a value is written, and what of it.
///
/// What is compact in memory is written as it stands, in one string. All else is written member by
/// member.
final class ValueWriter {

    private ValueWriter() {}

    static RdbType type(Value value) {
        return switch (value) {
            case StringValue string -> RdbType.STRING;
            case StreamValue stream -> RdbType.STREAM_LISTPACKS_2;
            default -> throw new IllegalStateException("no form for a " + value.type());
        };
    }

    static void write(Value value, RdbWriter out) {
        switch (value) {
            case StringValue string -> string(string, out);
            case StreamValue stream -> new StreamWriter(out).write(stream);
            default -> throw new IllegalStateException("no form for a " + value.type());
        }
    }

    private static void string(StringValue value, RdbWriter out) {
        switch (value) {
            case StringValue.Int number -> out.integer(number.number());
            case StringValue.Embedded text -> out.string(text.array());
            case StringValue.Raw text -> out.string(text.array(), 0, text.length());
        }
    }
}
