/// One Redis as a plain object: its databases, sessions, statistics and limits.
@org.jspecify.annotations.NullMarked
package hearsay.node.server;
