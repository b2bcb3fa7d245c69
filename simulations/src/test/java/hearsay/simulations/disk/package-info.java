/// What is promised of disks, real and virtual.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.disk;
