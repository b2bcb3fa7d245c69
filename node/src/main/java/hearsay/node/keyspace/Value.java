package hearsay.node.keyspace;

/// What a key holds. Every data type has one interface below this one, and a class per encoding.
public sealed interface Value permits StringValue {

    /// The name that TYPE answers.
    String type();

    /// The name that OBJECT ENCODING answers.
    String encoding();

    /// A value that shares nothing with this one.
    Value copy();
}
