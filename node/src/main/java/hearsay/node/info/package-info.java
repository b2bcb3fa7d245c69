/// What INFO answers: sections, and the numbers in them that other parts of the node know.
@org.jspecify.annotations.NullMarked
package hearsay.node.info;
