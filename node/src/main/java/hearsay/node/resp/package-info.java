/// The words on the wire: requests as offsets into a buffer, replies written into one.
@org.jspecify.annotations.NullMarked
package hearsay.node.resp;
