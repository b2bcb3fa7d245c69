@org.jspecify.annotations.NullMarked
package hearsay.node.tracking;
