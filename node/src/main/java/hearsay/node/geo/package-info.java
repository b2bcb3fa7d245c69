/// Places on the earth as 52-bit numbers, and what lies around one.
@org.jspecify.annotations.NullMarked
package hearsay.node.geo;
