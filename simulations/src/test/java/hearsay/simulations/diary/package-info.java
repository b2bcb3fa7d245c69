/// Tests of the diary and of its faces.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.diary;
