/// How silence becomes PFAIL, reports become FAIL, and how both are taken back.
@org.jspecify.annotations.NullMarked
package hearsay.gossip.failure;
