package hearsay.gossip.model;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The name that a node keeps for life, whatever its address: 40 characters, written in hex.
///
/// Shard ids have the same shape and use this type too. Within one JVM an id travels by reference,
/// so equality looks at the identity first and at the characters only when that fails.
///
/// Source: Redis Cluster specification, "Cluster nodes attributes".
///
/// @param hex the 40 characters; like Redis, any of 0-9 and a-z is let through
public record NodeId(String hex) implements Comparable<NodeId> {

    public static final int LENGTH = 40;

    public NodeId {
        if (!isValid(hex)) throw new IllegalArgumentException("not a node id: " + hex);
    }

    /// Redis' own check of a name that a client or a file gave.
    public static boolean isValid(String text) {
        if (text.length() != LENGTH) return false;
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean letter = c >= 'a' && c <= 'z';
            if (!digit && !letter) return false;
        }
        return true;
    }

    public static NodeId random(RandomGenerator random) {
        var hex = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) hex[i] = "0123456789abcdef".charAt(random.nextInt(16));
        return new NodeId(new String(hex));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof NodeId that && hex.equals(that.hex));
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public int compareTo(NodeId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
