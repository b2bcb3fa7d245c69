/// Clients that wait for keys: BLPOP and its kin.
@org.jspecify.annotations.NullMarked
package hearsay.node.blocking;
