/// The words that all parts of a Sentinel share: addresses, roles, periods.
@org.jspecify.annotations.NullMarked
package hearsay.sentinel.model;
