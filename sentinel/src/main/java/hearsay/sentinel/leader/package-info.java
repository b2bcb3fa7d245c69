/// Who leads a failover: one vote per epoch, and how votes are counted.
@org.jspecify.annotations.NullMarked
package hearsay.sentinel.leader;
