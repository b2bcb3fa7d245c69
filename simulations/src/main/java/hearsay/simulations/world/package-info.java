/// A whole cluster in virtual time: machines, their network and disks, under one clock and one
/// seed.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.world;
