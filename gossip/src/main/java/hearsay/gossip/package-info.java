/// How nodes agree on who serves what. Plain Java: no Akka, no clock, no sockets.
@org.jspecify.annotations.NullMarked
package hearsay.gossip;
