/// HyperLogLog: about how many different elements there are, in at most 12 kB, in Redis' own form.
@org.jspecify.annotations.NullMarked
package hearsay.node.hyperloglog;
