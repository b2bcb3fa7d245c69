/// Tests of what a node writes down for people.
@org.jspecify.annotations.NullMarked
package hearsay.node.log;
