/// The pictures of LOLWUT.
@org.jspecify.annotations.NullMarked
package hearsay.node.lolwut;
