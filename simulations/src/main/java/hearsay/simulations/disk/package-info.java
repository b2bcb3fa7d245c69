/// A disk in virtual time, which loses what was not synced.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.disk;
