/// Who is what in a cluster that is to be made, whatever world it is made in.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.topology;
