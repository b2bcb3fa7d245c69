/// What happened in a world, one event one line: kept as it comes, written when somebody reads.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.diary;
