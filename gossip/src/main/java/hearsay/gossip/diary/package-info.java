/// What happens to a member, in types, each with the line by which Redis' log tells it.
@org.jspecify.annotations.NullMarked
package hearsay.gossip.diary;
