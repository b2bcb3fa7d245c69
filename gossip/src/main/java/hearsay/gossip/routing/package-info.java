/// Which slot a key hashes to, and where a client is sent who asks for it.
@org.jspecify.annotations.NullMarked
package hearsay.gossip.routing;
