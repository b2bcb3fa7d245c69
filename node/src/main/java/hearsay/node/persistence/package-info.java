/// What a node keeps on disk and sends to its replicas: Redis' RDB format, piece by piece.
@org.jspecify.annotations.NullMarked
package hearsay.node.persistence;
