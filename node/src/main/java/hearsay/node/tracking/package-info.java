/// Client-side caching: who has read what, and who is told when it changes.
@org.jspecify.annotations.NullMarked
package hearsay.node.tracking;
