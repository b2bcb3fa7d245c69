/// The decisions that make a Sentinel's failover safe, side by side.
@org.jspecify.annotations.NullMarked
package hearsay.sentinel.rules;
