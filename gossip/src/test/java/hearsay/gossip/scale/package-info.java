/// How fast and how small members are when a thousand of them live in one JVM.
@org.jspecify.annotations.NullMarked
package hearsay.gossip.scale;
