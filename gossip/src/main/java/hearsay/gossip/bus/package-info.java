/// What members say to each other: one record per packet type of Redis' cluster bus, with its
/// fields.
@org.jspecify.annotations.NullMarked
package hearsay.gossip.bus;
