/// What is promised of files.
@org.jspecify.annotations.NullMarked
package hearsay.node.disk;
