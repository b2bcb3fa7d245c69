/// The other way to survive a master.
@org.jspecify.annotations.NullMarked
package hearsay.sentinel;
