/// The protocol, byte by byte.
@org.jspecify.annotations.NullMarked
package hearsay.node.resp;
