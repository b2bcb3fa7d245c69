/// What the clients of a Sentinel can say: the table of its commands, and what they answer.
@org.jspecify.annotations.NullMarked
package hearsay.sentinel.command;
