package hearsay.node.keyspace;

import hearsay.node.resp.Bytes;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/// Keys of which nobody knows for a moment whether they are still here or already at another node:
/// they neither expire nor are evicted until that is clear, and commands for them wait.
///
/// A key is known by its name alone, whatever its database: whoever has the same name in another
/// one waits as well, and never for long.
public final class KeysInFlight {

    private final Set<Bytes> keys = new LinkedHashSet<>();

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    public int count() {
        return keys.size();
    }

    public boolean contains(byte[] key) {
        return !keys.isEmpty() && keys.contains(new Bytes(key));
    }

    public boolean contains(byte[] bytes, int offset, int length) {
        return !keys.isEmpty()
                && keys.contains(new Bytes(Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    /// The key leaves; it must not be on its way already.
    public void add(byte[] key) {
        if (!keys.add(new Bytes(key))) throw new IllegalStateException("it is on its way already");
    }

    /// It is clear where the key is.
    public void remove(byte[] key) {
        keys.remove(new Bytes(key));
    }
}
