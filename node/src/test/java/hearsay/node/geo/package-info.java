/// Tests of places on the earth.
@org.jspecify.annotations.NullMarked
package hearsay.node.geo;
