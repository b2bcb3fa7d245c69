/// What a stream is made of: entries in nodes of listpacks, consumer groups, and what is pending.
@org.jspecify.annotations.NullMarked
package hearsay.node.stream;
