package hearsay.node.persistence;

import hearsay.node.keyspace.Value;

/// Hears what an [RdbReader] reads, in the order of the file.
///
/// Nothing heard is certain before the reader [has finished][RdbReader#finished]: a file may turn
/// out cut short or corrupt at its very end. Arrays given are the sink's to keep.
public interface RdbSink {

    /// A note about the file: `redis-ver`, `ctime`, `repl-id` … Unknown ones are to be ignored.
    default void aux(String name, String value) {}

    /// The keys that follow belong to this database; those before the first call, to database 0.
    void selectDb(int db);

    /// How many keys the database will hold, and how many of them expire. A hint: it may lie.
    default void resizeDb(long keys, long expires) {}

    /// A key with its value, which is the sink's to keep.
    void value(byte[] key, Value value, KeyAttributes attributes);

    /// A key with a collection of nothing, which a Redis of old may have written: no key at all.
    default void empty(byte[] key, RdbType type) {}

    /// The source of a function library, as FUNCTION LOAD takes it.
    void function(byte[] code);

    /// Data of a module, skipped; the module's number is its name in Redis' own packing.
    void moduleAux(long moduleId);
}
