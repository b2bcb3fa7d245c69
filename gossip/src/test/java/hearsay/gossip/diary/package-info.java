/// Tests of [Happening].
@org.jspecify.annotations.NullMarked
package hearsay.gossip.diary;
