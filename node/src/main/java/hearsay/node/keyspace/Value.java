package hearsay.node.keyspace;

/// What a key holds. Every data type has one interface below this one, and a class per encoding.
public sealed interface Value
        permits StringValue, ListValue, SetValue, HashValue, SortedSetValue, StreamValue {

    /// The name that TYPE answers.
    String type();

    /// The name that OBJECT ENCODING answers.
    String encoding();

    /// Bytes of heap that it holds, see [hearsay.node.encoding.Heap]. Told at once: whoever changes
    /// a value keeps the sum.
    long memory();

    /// A value that shares nothing with this one.
    Value copy();
}
