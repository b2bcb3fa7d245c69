package hearsay.node.persistence;

import hearsay.node.config.ValueSettings;
import hearsay.node.keyspace.StringValue;
import hearsay.node.keyspace.Value;
import org.jspecify.annotations.Nullable;

/// Who builds the values of each type.
final class ValueBuilders {

    private ValueBuilders() {}

    /// @param type not that of a module's values
    static ValueBuilder of(RdbType type, ValueSettings settings) {
        return switch (type) {
            case STRING -> new OfString();
            case LIST, LIST_ZIPLIST, LIST_QUICKLIST, LIST_QUICKLIST_2 ->
                    new ListBuilder(type, settings);
            case SET, SET_INTSET, SET_LISTPACK -> new SetBuilder(type, settings);
            case ZSET, ZSET_2, ZSET_ZIPLIST, ZSET_LISTPACK -> new SortedSetBuilder(type, settings);
            case HASH, HASH_ZIPMAP, HASH_ZIPLIST, HASH_LISTPACK -> new HashBuilder(type, settings);
            case STREAM_LISTPACKS -> new StreamBuilder(1);
            case STREAM_LISTPACKS_2 -> new StreamBuilder(2);
            case STREAM_LISTPACKS_3 -> new StreamBuilder(3);
            case MODULE_2 -> throw new IllegalArgumentException("nobody knows what a module wrote");
        };
    }

    private static final class OfString extends ValueBuilder {

        private @Nullable StringValue value;

        @Override
        protected void text(byte[] text) {
            value = StringValue.of(text);
        }

        @Override
        protected @Nullable Value value() {
            return value;
        }
    }
}
