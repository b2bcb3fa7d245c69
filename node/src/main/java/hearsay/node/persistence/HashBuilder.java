package hearsay.node.persistence;

import hearsay.node.config.ValueSettings;
import hearsay.node.encoding.Listpack;
import hearsay.node.keyspace.HashValue;
import org.jspecify.annotations.Nullable;

/// Makes a hash: of fields and values in turn, or of one compact text that has them all.
final class HashBuilder extends ValueBuilder {

    private final RdbType type;
    private final ValueSettings limits;
    private HashValue hash = new HashValue();
    private byte @Nullable [] field;

    HashBuilder(RdbType type, ValueSettings limits) {
        this.type = type;
        this.limits = limits;
    }

    @Override
    protected void count(long fields) {
        if (fields > limits.hashMaxListpackEntries()) hash = HashValue.table(room(fields));
    }

    @Override
    protected void text(byte[] text) {
        switch (type) {
            case HASH_LISTPACK -> take(Listpacks.of(text), false);
            case HASH_ZIPLIST -> take(Listpacks.ofZiplist(text), false);
            case HASH_ZIPMAP -> take(Listpacks.ofZipmap(text), true);
            default -> fieldOrValue(text);
        }
    }

    private void fieldOrValue(byte[] text) {
        var name = field;
        if (name == null) {
            field = text;
            return;
        }
        field = null;
        boolean isNew =
                hash.listpack() == null
                        ? hash.add(name, text)
                        : hash.set(name, 0, name.length, text, 0, text.length, limits);
        if (!isNew) throw new Unsound("Duplicate hash fields detected");
    }

    /// As Redis has it, the length of the texts in a listpack is not looked at, in a zipmap it is.
    private void take(Listpack pairs, boolean lengths) {
        boolean fits = pairs.count() / 2 <= limits.hashMaxListpackEntries();
        if (fits && lengths) fits = longest(pairs) <= limits.hashMaxListpackValue();
        if (fits) {
            Listpacks.checkDistinct(pairs, 2);
            hash = new HashValue(pairs);
            return;
        }
        if (pairs.count() % 2 != 0) throw new Unsound("A field without a value");
        hash = HashValue.table(pairs.count() / 2);
        for (int at = pairs.first(); at >= 0; at = pairs.next(at)) fieldOrValue(pairs.text(at));
    }

    private static int longest(Listpack pack) {
        int longest = 0;
        for (int at = pack.first(); at >= 0; at = pack.next(at)) {
            longest = Math.max(longest, pack.length(at));
        }
        return longest;
    }

    @Override
    protected @Nullable HashValue value() {
        hash.compact();
        return hash.count() == 0 ? null : hash;
    }
}
