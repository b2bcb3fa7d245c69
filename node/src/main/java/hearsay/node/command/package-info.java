/// Every command: one line in a table, one method below it.
@org.jspecify.annotations.NullMarked
package hearsay.node.command;
