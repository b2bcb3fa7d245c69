/// The configuration of a node: every directive of Redis 7.2 in one table, redis.conf and the
/// command line, CONFIG GET, SET and REWRITE.
@org.jspecify.annotations.NullMarked
package hearsay.node.config;
