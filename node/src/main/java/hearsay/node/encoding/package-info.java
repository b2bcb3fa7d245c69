/// What values are made of: Redis' compact byte forms, and the tables and trees of the large ones.
@org.jspecify.annotations.NullMarked
package hearsay.node.encoding;
